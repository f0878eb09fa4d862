import { endOf, lifecycles } from '@grants/domain';

/** What `verify` looks for, with what it means if it is found. */
export const checks = {
  event_content: 'the text of the event does not say what its columns say',
  event_hash: 'the hash of the event does not follow from its text and the hash before it',
  event_seq: 'the event does not follow the one before it: an event is missing or stands twice',
  event_from: 'the event does not begin where the one before it ended',
  event_time: 'the event lies before the one before it, before the birth of its subject, or after its own recording',
  event_move: 'the lifecycle does not know this move, or not by this role',
  event_partition: 'the event stands in the default partition: make the partition of its year before it does harm',
  reason_text: 'the text of the reason is not the one that the event carries the hash of',
  text_key:
    'the key at hand (REGISTRY_TEXT_KEY, or text-key in the data folder) does not open the texts about the record',
  head: 'the record does not stand where its last event put it',
  decision_digest: 'the decision, or the text of its grounds, is not what its events carry the hash of',
  letter: 'the letter of the decision is not the one that was drawn up when it was signed',
  attachment: 'the file of an attachment is not the one that was taken in',
  decision_facts: 'who prepared and signed the decision, or when, is not what its events say',
  period: 'the periods of status are not those of the events',
  ceiling: 'what is taken from the ceiling of the call is not the sum of its awards',
  award: 'the honoured application does not have the one project of its decision',
  history: 'the record is not what its history ends with',
  import: 'of the payments of an import some stand that were declared void with it, or are void though it is not',
  transition: 'the moves that the database allows are not those of this release',
  trigger: 'a guard is switched off',
  catalogue: 'the database is not as the migrations of this release made it',
} as const;

/** The name of a check. */
export type Check = keyof typeof checks;

const machines = Object.keys(lifecycles);

/** Every subject of a lifecycle, with its head. */
export const subjects = machines
  .map(
    (machine) =>
      `select '${machine}' as machine, id, reference, status, event_seq, event_hash, event_at, status_since from ${machine}`,
  )
  .join(' union all ');

const told = (key: string) => `case when content is json object then content::json ->> '${key}' end`;

// A link is judged against the stored hash of the event before, by the step of the aggregate chain(): so a break is
// named where it is. All links and the heads together are the chain.
const events = `
  with given as (
    select event.*, event.tableoid as partition,
           case when reason_id is not null then ${told('reasonHash')} end as told_reason,
           case when machine = 'decision' then ${told('digest')} end as told_digest,
           lag(hash) over told as hash_before, lag(seq) over told as seq_before, lag(machine) over told as machine_before,
           lag(to_status) over told as status_before, lag(recorded_at) over told as recorded_before,
           first_value(occurred_at) over told as born_at
      from registry_event event window told as (partition by subject_id order by seq, recorded_at)
  ), judged as (
    select given.machine, subject_id, seq, array_remove(array[
        case when content is distinct from event_content(given.machine, given.machine_version, subject_id, seq, given.command,
          given.from_status, given.to_status, actor::text, role, given.basis, decision_id::text, occurred_at, recorded_at,
          told_reason, told_digest) then 'event_content' end,
        case when hash <> chain_step(coalesce(hash_before, ''), convert_to(content, 'UTF8')) then 'event_hash' end,
        case when seq <> coalesce(seq_before, 0) + 1 or given.machine <> machine_before then 'event_seq' end,
        case when given.from_status is distinct from status_before then 'event_from' end,
        case when recorded_at < recorded_before or occurred_at < born_at or occurred_at > recorded_at then 'event_time' end,
        case when given.to_status is distinct from move.to_status or role <> all (move.roles) or given.basis <> move.basis
          then 'event_move' end,
        case when partition = 'registry_event_default'::regclass then 'event_partition' end
      ], null) as faults
      from given left join lifecycle_transition move on move.machine = given.machine
       and move.machine_version = given.machine_version and move.command = given.command
       and move.from_status = coalesce(given.from_status, '')
  )
  select unnest(faults) as check, machine, subject_id as subject, seq, null as detail from judged where faults <> '{}'`;

const reasons = `
  select 'reason_text' as check, machine, event.subject_id as subject, seq,
         case when given.id is null then 'the text is not there' end as detail
    from registry_event event left join confidential_text given on given.id = event.reason_id
   where event.reason_id is not null
     and ${told('reasonHash')} is distinct from encode(sha256(given.ciphertext), 'hex')`;

const heads = `
  with last as (
    select distinct on (subject_id) * from registry_event order by subject_id, seq desc, recorded_at desc
  ), moved as (
    select distinct on (subject_id) subject_id, occurred_at as since from registry_event
     where from_status is distinct from to_status order by subject_id, seq desc, recorded_at desc
  ), subject as (${subjects}), compared as (
    select coalesce(subject.machine, last.machine) as machine, coalesce(id, last.subject_id) as subject, seq, concat_ws('; ',
        case when id is null then 'the record is not there' when last.subject_id is null then 'it has no event' end,
        case when status <> to_status then format('it is %s, by its last event %s', status, to_status) end,
        case when event_seq <> seq then format('it counts %s events, there are %s', event_seq, seq) end,
        case when event_hash <> hash then 'the hash is another' end,
        case when event_at <> recorded_at or status_since <> since then 'the moments are others' end) as detail
      from subject full join last on subject.id = last.subject_id and subject.machine = last.machine
      left join moved on moved.subject_id = last.subject_id
  )
  select 'head' as check, machine, subject, seq, detail from compared where detail <> ''`;

const decisionDigests = `
  select 'decision_digest' as check, 'decision' as machine, event.subject_id as subject, min(seq)::integer as seq, null as detail
    from (
      select decision.id, content_digest, decision_digest(decision, encode(sha256(ciphertext), 'hex')) as digest
        from decision left join confidential_text on confidential_text.id = reason_text_id
    ) said join registry_event event on event.machine = 'decision' and event.subject_id = said.id
   where said.digest is distinct from encode(content_digest, 'hex') or said.digest is distinct from ${told('digest')}
   group by event.subject_id`;

const decisionFacts = `
  with told as (
    select subject_id, max(actor::text) filter (where to_status = 'prepared') as prepared_by,
           max(actor::text) filter (where to_status = 'signed') as signed_by,
           (max(occurred_at) filter (where to_status = 'signed') at time zone 'Europe/Amsterdam')::date as signed_on,
           (max(occurred_at) filter (where to_status = 'announced') at time zone 'Europe/Amsterdam')::date as announced_on,
           (max(occurred_at) filter (where to_status = 'irrevocable') at time zone 'Europe/Amsterdam')::date as irrevocable_on
      from registry_event where machine = 'decision' and from_status is distinct from to_status group by subject_id
  ), compared as (
    select decision.id, event_seq, concat_ws('; ',
        case when decision.prepared_by::text is distinct from told.prepared_by then 'prepared by another' end,
        case when decision.signed_by::text is distinct from told.signed_by then 'signed by another' end,
        case when decision.signed_on is distinct from told.signed_on then format('signed on %s, by its events on %s', decision.signed_on, told.signed_on) end,
        case when decision.announced_on is distinct from told.announced_on
          then format('announced on %s, by its events on %s', decision.announced_on, told.announced_on) end,
        case when decision.irrevocable_on is distinct from told.irrevocable_on
          then format('irrevocable on %s, by its events on %s', decision.irrevocable_on, told.irrevocable_on) end) as detail
      from decision join told on told.subject_id = decision.id
  )
  select 'decision_facts' as check, 'decision' as machine, id as subject, event_seq as seq, detail from compared where detail <> ''`;

const letters = `
  select 'letter' as check, 'decision' as machine, decision_id as subject, null::integer as seq, null as detail
    from decision_letter letter where digest is distinct from letter_digest(letter)`;

/** Subjects for which something was booked before what was booked earlier: their periods were rewritten. */
const rewritten = `
  select subject_id from (
    select subject_id, occurred_at <= lag(occurred_at) over (partition by subject_id order by seq) as is_back from registry_event
     where from_status is distinct from to_status
  ) as event where is_back
  union select subject_id from status_period where superseded_xact is not null or part > 0`;

// Where every event lies after the one before it, each has one period, that ends with the next.
const plainPeriods = `
  with rewritten as materialized (${rewritten}), expected as (
    select subject_id, machine, seq, to_status, occurred_at, xact, epoch, lead(occurred_at) over told as next_at,
           lead(xact) over told as next_xact, lead(epoch) over told as next_epoch
      from registry_event where from_status is distinct from to_status and subject_id not in (select subject_id from rewritten)
    window told as (partition by subject_id order by seq)
  ), period as (
    select * from status_period where subject_id not in (select subject_id from rewritten)
  )
  select 'period' as check, coalesce(expected.machine, period.machine) as machine,
         coalesce(expected.subject_id, period.subject_id) as subject, coalesce(expected.seq, period.seq) as seq, null as detail
    from expected full join period on period.subject_id = expected.subject_id and period.seq = expected.seq
   where row (expected.machine, to_status, occurred_at, next_at, expected.xact, expected.epoch, next_xact, next_epoch)
         is distinct from row (period.machine, status, occurred_from, occurred_to, period.xact, period.epoch, ended_xact, ended_epoch)`;

// Where they were rewritten: what each transaction on the subject left as known is, for each event, the stretch from
// its own moment to the first moment of a later one.
const rewrittenPeriods = `
  with rewritten as materialized (${rewritten}), event as materialized (
    select subject_id, machine, seq, to_status, occurred_at, xact, epoch
      from registry_event where from_status is distinct from to_status and subject_id in (select subject_id from rewritten)
  ), point as materialized (
    select subject_id, xact, epoch, max(seq) as upto from event group by subject_id, xact, epoch
  ), spanned as (
    select point.subject_id, upto, event.machine, seq, to_status, occurred_at,
           min(occurred_at) over (partition by point.subject_id, upto order by seq rows between 1 following and unbounded following) as until
      from point join event on event.subject_id = point.subject_id and event.seq <= upto
  ), expected as (
    select * from spanned where until is null or until > occurred_at
  ), period as (
    select period.*, made.upto as made, ended.upto as ended, superseded.upto as superseded,
           made.upto is null or num_nulls(ended_xact, ended.upto) = 1 or num_nulls(superseded_xact, superseded.upto) = 1
             or num_nulls(occurred_to, ended_xact) = 1 as is_stray
      from status_period period
      left join point made on made.subject_id = period.subject_id and made.xact = period.xact and made.epoch = period.epoch
      left join point ended on ended.subject_id = period.subject_id and ended.xact = ended_xact and ended.epoch = ended_epoch
      left join point superseded on superseded.subject_id = period.subject_id and superseded.xact = superseded_xact and superseded.epoch = superseded_epoch
     where period.subject_id in (select subject_id from rewritten)
  ), actual as (
    select point.subject_id, point.upto, period.machine, seq, status, occurred_from,
           case when ended <= point.upto then occurred_to end as until
      from point join period on period.subject_id = point.subject_id and made <= point.upto
       and (superseded is null or superseded > point.upto)
  )
  select 'period' as check, coalesce(expected.machine, actual.machine) as machine,
         coalesce(expected.subject_id, actual.subject_id) as subject, coalesce(expected.seq, actual.seq) as seq,
         format('as known after event %s', min(coalesce(expected.upto, actual.upto))) as detail
    from expected full join actual using (subject_id, upto, seq)
   where row (expected.machine, to_status, occurred_at, expected.until) is distinct from row (actual.machine, status, occurred_from, actual.until)
   group by 2, 3, 4
  union all
  select 'period', machine, subject_id, seq, 'it was not made, ended or superseded by a step' from period where is_stray`;

const ceilings = `
  with awarded as (
    select application.call_id, sum(decision.granted) as granted
      from application join project on project.application_id = application.id join decision on decision.id = project.decision_id
     where application.status = 'honoured' group by application.call_id
  )
  select 'ceiling' as check, 'call' as machine, call.id as subject, null::integer as seq,
         case when used.call_id is null then 'its ceiling is not kept'
              else format('taken %s of %s, awarded %s of %s', committed, used.ceiling, coalesce(granted, 0), call.ceiling) end as detail
    from call left join call_ceiling used on used.call_id = call.id left join awarded on awarded.call_id = call.id
   where case when used.call_id is null then call.ceiling is not null and call.status not in ('draft', 'cancelled')
              else committed <> coalesce(granted, 0) or used.ceiling is distinct from call.ceiling end`;

const awards = `
  select 'award' as check, 'application' as machine, application.id as subject, null::integer as seq,
         case when project.id is null then 'it has no project'
              when application.status <> 'honoured' then format('it is %s and has a project', application.status)
              else format('the project says %s %s, the decision %s %s', project.granted, project.currency, decision.granted, decision.currency) end as detail
    from application full join project on project.application_id = application.id
    left join decision on decision.id = project.decision_id and decision.application_id = application.id
   where (application.status = 'honoured') <> (project.id is not null)
      or (project.id is not null and row (project.granted, project.currency) is distinct from row (decision.granted, decision.currency))`;

const imports = `
  select 'import' as check, null as machine, run.id as subject, null::integer as seq, run.reference as detail
    from import_run run join realisation payment on payment.import_run_id = run.id
   group by run.id
  having bool_or((payment.voided_xact is null) = (run.voided_at is not null))`;

const triggers = `
  select 'trigger' as check, null as machine, null::uuid as subject, null::integer as seq,
         format('%s on %s', tgname, tgrelid::regclass) as detail
    from pg_trigger join pg_class on pg_class.oid = tgrelid
   where relnamespace = 'public'::regnamespace and tgenabled <> 'O'`;

const transitionRows = JSON.stringify(
  Object.values(lifecycles).flatMap(({ machine, version, transitions }) =>
    transitions.flatMap((row) =>
      row.from.map((from) => ({
        machine,
        machine_version: version,
        command: row.command,
        from_status: from,
        to_status: endOf(row, from),
        roles: row.by,
        late_roles: row.lateBy,
        decision_kinds: 'decisionKinds' in row ? row.decisionKinds : [],
        reason_required: 'reasonRequired' in row,
        bulk_only: 'bulkOnly' in row,
        basis: row.basis,
      })),
    ),
  ),
);
const transitionsOf = `
  with ours as (
    select * from jsonb_populate_recordset(null::lifecycle_transition, '${transitionRows.replaceAll("'", "''")}')
  ), theirs as (
    select * from lifecycle_transition where (machine, machine_version) in (select machine, machine_version from ours)
  )
  select 'transition' as check, coalesce(ours.machine, theirs.machine) as machine, null::uuid as subject, null::integer as seq,
         format('%s from %s', coalesce(ours.command, theirs.command), coalesce(ours.from_status, theirs.from_status)) as detail
    from ours full join theirs using (machine, machine_version, command, from_status)
   where ours is distinct from theirs`;

/** The queries, by what they look at; each returns check, machine, subject, seq and detail. */
export const queries = {
  events,
  reasons,
  heads,
  'decisions against their events': decisionDigests,
  'signatures against events': decisionFacts,
  letters,
  'periods of status': plainPeriods,
  'rewritten periods of status': rewrittenPeriods,
  ceilings,
  awards,
  imports,
  transitions: transitionsOf,
  triggers,
} as const;

/** A record against the last row of its history, for the columns that both have. */
export function historyQuery(table: string, columns: readonly string[]): string {
  const machine = machines.includes(table) ? `'${table}'` : 'null';
  const row = (of: string) => `row (${columns.map((column) => `${of}.${column}`).join(', ')})`;
  return `
    select 'history' as check, ${machine} as machine, record.id as subject, null::integer as seq, 'a row of ${table}' as detail
      from ${table} record left join (
        select distinct on (id) * from ${table}_history order by id, seq desc
      ) last on last.id = record.id
     where last.id is null or ${row('record')} is distinct from ${row('last')}`;
}
