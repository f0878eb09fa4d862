import { holds, inForce, isLast, known, valuesOnDay, yearOf, type View } from '../as-known.js';
import { callsOnDay } from '../calls-sql.js';
import { applicationOrigins, lastOrigins, originColumns, originsByGroup, sharedOrigins } from '../provenance-sql.js';

/** The statuses that a decision on the merits brings. */
const decided = `('honoured', 'rejected')`;

/** By which seal a cohort was first reported. */
const firstSeal = { epoch: 'cohort.epoch', snapshot: 'cohort.snapshot' };

/**
 * CTE `cohort`: a row a year that was closed and sealed before the run's own seal, with the last seal by 31 December. A
 * seal counts from its commit, like every fact: one that commits later must not change a run that is done again.
 */
function cohorts({ day, knownAt, seal, sealNumber }: View): string {
  const startOf = (year: string, month: number, date: number) =>
    `make_timestamptz(${year}, ${month}, ${date}, 0, 0, 0, 'Europe/Amsterdam')`;
  return `cohort as materialized (
    select year.year, ${startOf('year.year', 1, 1)} as year_start, ${startOf('year.year + 1', 1, 1)} as year_end,
           last.epoch, last.snapshot
      from generate_series((select ${yearOf('min(taken_at)')} from seal), extract(year from ${day})::integer) year (year)
     cross join lateral (
       select seal.epoch, seal.snapshot from seal
        where seal.taken_at < ${startOf('year.year + 1', 1, 1)}
          and (seal.number = ${sealNumber} or ${known('seal', seal)})
        order by seal.taken_at desc, seal.number desc limit 1
     ) last
     where ${startOf('year.year', 12, 31)} <= ${knownAt}
  )`;
}

/**
 * A row a call and year. What was received counts in the year of receipt, what was withdrawn in the year of
 * withdrawal, what was decided in the year of its first decision, wherever it stands later.
 */
export function honouringQuery(view: View): string {
  const { day, dayEnd, seal } = view;
  const counted = (figure: string) => `case when uncounted.id is null then ${figure} end`;
  const share = (part: string, whole: string) =>
    `case when uncounted.id is null then round(100.0 * ${part} / nullif(${whole}, 0), 1) end`;
  return `with ${sharedOrigins(view)}, ${callsOnDay(view)}, ${applicationOrigins(view)}, ${cohorts(view)},
  period as not materialized (
    select subject_id, status, occurred_from, occurred_to, xact, epoch, ended_xact, ended_epoch, superseded_xact, superseded_epoch
      from status_period where machine = 'application'
  ), story as (
    select period.subject_id as id,
           min(period.occurred_from) filter (where period.status = 'submitted') as received_at,
           min(period.occurred_from) filter (where period.status = 'withdrawn' and ${inForce('period', seal)}) as withdrawn_at,
           min(period.occurred_from) filter (where period.status in ${decided} and ${inForce('period', seal)}) as decided_at,
           max(period.status) filter (where ${inForce('period', seal)} and ${holds('period', seal, dayEnd)}) as status_then,
           max(period.status) filter (where ${inForce('period', seal)} and ${isLast('period', seal)}) as status_now
      from period where ${known('period', seal)} group by period.subject_id
  ), received as materialized (
    select story.id, application.call_id, application.requested, said.granted,
           story.received_at, story.withdrawn_at, story.decided_at, story.status_then, story.status_now,
           ${yearOf('story.received_at')} as received_year, ${yearOf('story.decided_at')} as decided_year
      from story
      join application on application.id = story.id
      left join project on project.application_id = story.id
      left join (${valuesOnDay('project', ['granted'], view)}) said on said.id = project.id
     where story.received_at is not null
  ), reported as materialized (
    select cohort.year, period.subject_id as id,
           bool_or(period.status = 'honoured' and ${holds('period', firstSeal, 'cohort.year_end')}) as honoured
      from period join cohort on cohort.year = ${yearOf('period.occurred_from')}
     where period.status in ${decided} and ${inForce('period', firstSeal)}
       and not exists (
         select from period earlier where earlier.subject_id = period.subject_id and earlier.status in ${decided}
            and earlier.occurred_from < cohort.year_start and ${inForce('earlier', firstSeal)}
       )
     group by cohort.year, period.subject_id
  ), changed as materialized (
    select application.call_id, application.reference, changes.id, changes.year, changes.difference
      from (
        select year, id, coalesce(now.honoured, 0) - coalesce(first.honoured, 0) as difference
          from (select decided_year as year, id, (status_now = 'honoured')::integer as honoured
                  from received where decided_year in (select year from cohort)) now
          full join (select year, id, honoured::integer as honoured from reported) first using (year, id)
      ) changes join application on application.id = changes.id
     where changes.difference <> 0
  ), explained as (
    select changed.call_id, changed.year, string_agg(
             changed.reference || case when changed.difference > 0 then ' +1: ' else ' -1: ' end || event.command || ' ' || event.occurred_on
               || case when event.recorded_on <> event.occurred_on then ' (booked ' || event.recorded_on || ')' else '' end,
             '; ' order by changed.reference collate "C") as events
      from changed join cohort using (year)
      left join lateral (
        select event.command, to_char(event.occurred_at at time zone 'Europe/Amsterdam', 'YYYY-MM-DD') as occurred_on,
               to_char(event.recorded_at at time zone 'Europe/Amsterdam', 'YYYY-MM-DD') as recorded_on
          from registry_event event
         where event.subject_id = changed.id and ${known('event', seal)} and not ${known('event', firstSeal)}
         order by event.seq desc limit 1
      ) event on true
     group by changed.call_id, changed.year
  ), figure as (
    select call_id, year, coalesce(sum(received), 0) as received, coalesce(sum(withdrawn), 0) as withdrawn,
           coalesce(sum(decided), 0) as decided, coalesce(sum(honoured), 0) as honoured, coalesce(sum(rejected), 0) as rejected,
           coalesce(sum(honoured_of_received), 0) as honoured_of_received, coalesce(sum(requested), 0) as requested,
           coalesce(sum(granted), 0) as granted, coalesce(sum(first_honoured), 0) as first_honoured,
           coalesce(sum(honoured_now), 0) as honoured_now
      from (
        select call_id, received_year as year, count(*) as received, null::bigint as withdrawn, null::bigint as decided,
               null::bigint as honoured, null::bigint as rejected,
               count(*) filter (where status_then = 'honoured') as honoured_of_received, sum(requested) as requested,
               null::numeric as granted, null::bigint as first_honoured, null::bigint as honoured_now
          from received where received_at < ${dayEnd} group by call_id, received_year
        union all
        select call_id, ${yearOf('withdrawn_at')}, null, count(*), null, null, null, null, null, null, null, null
          from received where withdrawn_at < ${dayEnd} group by call_id, ${yearOf('withdrawn_at')}
        union all
        select call_id, decided_year, null, null, count(*) filter (where decided_at < ${dayEnd}),
               count(*) filter (where status_then = 'honoured'), count(*) filter (where status_then = 'rejected'), null, null,
               sum(granted) filter (where status_then = 'honoured'), null, count(*) filter (where status_now = 'honoured')
          from received where decided_year <= extract(year from ${day}) group by call_id, decided_year
        union all
        select application.call_id, reported.year, null, null, null, null, null, null, null, null,
               count(*) filter (where reported.honoured), null
          from reported join application on application.id = reported.id group by application.call_id, reported.year
      ) part
     group by call_id, year
  ), row_origin as (
    ${originsByGroup(
      `select received.id as application_id, received.call_id, counts.year
         from received cross join lateral (
           select received.received_year as year where received.received_at < ${dayEnd}
           union select received.decided_year where received.decided_at < ${dayEnd}
         ) counts`,
      ['call_id', 'year'],
    )}
  ), uncounted as (
    select said.subject_id as id
      from (${lastOrigins(view, `subject_kind = 'call' and field = 'received'`)}) said where said.origin = 'unknown'
  )
  select call.funder as "funder", call.programme as "programme", call.programme_title as "programmeTitle",
         call.line as "line", call.line_title as "lineTitle", call.reference as "call", call.title as "callTitle",
         figure.year as "year", money.currency as "currency",
         ${counted('figure.received')} as "received", ${counted('figure.withdrawn')} as "withdrawn",
         ${counted('figure.decided')} as "decided", figure.honoured as "honoured", ${counted('figure.rejected')} as "rejected",
         ${share('figure.honoured', 'figure.decided')} as "shareOfDecided",
         ${counted('figure.honoured_of_received')} as "honouredOfReceived",
         ${share('figure.honoured_of_received', 'figure.received')} as "shareOfReceived",
         ${counted('figure.requested')} as "requested", figure.granted as "granted",
         case when cohort.year is not null then figure.first_honoured end as "asFirstReported",
         figure.honoured_now as "asOfNow",
         case when cohort.year is not null then figure.honoured_now - figure.first_honoured end as "correction",
         explained.events as "correctionEvents", ${originColumns(['row_origin', 'call'])}
    from figure
    join call_then call on call.id = figure.call_id
    join call money on money.id = figure.call_id
    left join cohort on cohort.year = figure.year
    left join explained on explained.call_id = figure.call_id and explained.year = figure.year
    left join row_origin on row_origin.call_id = figure.call_id and row_origin.year = figure.year
    left join uncounted on uncounted.id = figure.call_id
   where figure.received + figure.withdrawn + figure.decided > 0 or figure.call_id in (
     select period.subject_id from status_period period
      where period.machine = 'call' and period.status <> 'draft' and period.occurred_from < ${dayEnd}
        and ${known('period', seal)} and ${inForce('period', seal)}
   )`;
}
