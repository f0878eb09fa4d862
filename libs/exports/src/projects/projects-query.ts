import { holds, inForce, isValid, known, lastValues, valuesOnDay, type View } from '../as-known.js';
import { callsOnDay } from '../calls-sql.js';
import { applicationOrigins, originColumns, originsByApplication, sharedOrigins } from '../provenance-sql.js';

/** Select: the organisation that a project had on the day in a dated role; a constraint keeps such dates apart. */
function organisationInRole(table: string, view: View): string {
  return `select link.project_id, link.organisation_id
    from (${lastValues(table, ['project_id', 'organisation_id', 'valid_from', 'valid_to'], view)}) link
   where ${isValid('link', view)}`;
}

const values = ['title', 'number', 'file_number', 'granted', 'starts_on', 'ends_on', 'started_on', 'ended_on'];

/**
 * A row a project that existed on the day. The first period of a project is its birth: its award takes effect with the
 * announcement, in one step.
 */
export function projectsQuery(view: View): string {
  const { day, dayEnd, seal } = view;
  return `with ${sharedOrigins(view)}, ${callsOnDay(view)},
  organisation_then as materialized (
    select organisation.id, organisation.reference, said.name
      from organisation join (${valuesOnDay('organisation', ['name'], view)}) said on said.id = organisation.id
  ), ${applicationOrigins(view, { withProject: true })}
  select project.reference as "reference", call.funder as "funder", said.number as "number", said.file_number as "fileNumber",
         said.title as "title", call.programme as "programme", call.programme_title as "programmeTitle",
         call.line as "line", call.line_title as "lineTitle", call.reference as "call", call.title as "callTitle",
         recipient_then.reference as "recipient", recipient_then.name as "recipientName",
         leader_then.reference as "leaderOrganisation", leader_then.name as "leaderOrganisationName",
         said.granted as "granted", project.currency as "currency",
         (life.born at time zone 'Europe/Amsterdam')::date as "honouredOn",
         said.starts_on as "startsOn", said.ends_on as "endsOn",
         case when said.started_on <= ${day} then said.started_on end as "startedOn",
         case when said.ended_on <= ${day} then said.ended_on end as "endedOn",
         life.status as "status", ${originColumns(['own_origin', 'call', 'recipient_origin', 'leader_origin'])}
    from project
   cross join lateral (
     select min(period.occurred_from) filter (where period.seq = 1) as born,
            max(period.status) filter (where ${inForce('period', seal)} and ${holds('period', seal, dayEnd)}) as status
       from status_period period where period.subject_id = project.id and ${known('period', seal)}
   ) life
    join (${valuesOnDay('project', values, view)}) said on said.id = project.id
    join application on application.id = project.application_id
    join call_then call on call.id = application.call_id
    left join (${organisationInRole('project_recipient', view)}) recipient on recipient.project_id = project.id
    left join (${organisationInRole('project_leader', view)}) leader on leader.project_id = project.id
    left join organisation_then recipient_then on recipient_then.id = recipient.organisation_id
    left join organisation_then leader_then on leader_then.id = leader.organisation_id
    left join (${originsByApplication}) own_origin on own_origin.application_id = project.application_id
    left join shared_origin recipient_origin on recipient_origin.id = recipient.organisation_id
    left join shared_origin leader_origin on leader_origin.id = leader.organisation_id
     and leader.organisation_id is distinct from recipient.organisation_id
   where life.born < ${dayEnd}`;
}
