import type { ApplicationStatus, ProjectStatus } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';
import { isForgone } from '../shared/deadlines-sql.js';
import { isOwnApplication, isWithinReach, reachValues, type Viewer } from '../shared/reach-queries.js';

/** What the answer to "where does it stand" is made of. */
export interface StatusRow {
  readonly reference: string;
  readonly title: string | null;
  readonly call: string;
  readonly applicationStatus: ApplicationStatus;
  readonly applicationSince: string;
  readonly decision: { reference: string; kind: string; announcedOn: string; granted: string | null } | null;
  readonly projectReference: string | null;
  readonly projectStatus: ProjectStatus | null;
  readonly projectSince: string | null;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  /** The earliest that is open; one that has passed unmet still is, but for the right to object. */
  readonly deadline: { kind: string; endsOn: string; basis: string } | null;
}

// The registry's hottest read: one statement, by unique keys alone, that also judges whether the viewer may see it. It
// touches no table with row security. The subjects of a deadline are listed one by one: an array that is put together
// is not looked up by index.
const status = statement(
  'application_status',
  `select application.reference, application.title, call.title as call, application.status as "applicationStatus",
          application.status_since as "applicationSince", project.reference as "projectReference", project.status as "projectStatus",
          project.status_since as "projectSince", coalesce(project.started_on, project.starts_on) as "startsOn",
          coalesce(project.ended_on, project.ends_on) as "endsOn", coalesce(next_deadline.it, to_submit.it) as deadline,
          case when decision.id is not null then json_build_object('reference', decision.reference, 'kind', decision.kind,
            'announcedOn', decision.announced_on, 'granted', round(decision.granted, 2)::text) end as decision
     from application join call on call.id = application.call_id left join project on project.application_id = application.id
     left join lateral (
       select id, reference, kind, announced_on, granted from decision
        where application_id = application.id and status = 'announced' order by number desc limit 1
     ) decision on true
     left join lateral (
       select json_build_object('kind', kind, 'endsOn', ends_on, 'basis', basis) as it from deadline
        where subject_id in (application.id, project.id, decision.id) and met_on is null and cancelled_on is null
          and not ${isForgone('$8::date')} and deadline.kind not in ('decision_notice', 'not_processing', 'penalty_decision')
        order by ends_on, kind limit 1
     ) next_deadline on true
     left join lateral (
       select json_build_object('kind', 'call_closes', 'endsOn', (call.closes_at at time zone 'Europe/Amsterdam')::date, 'basis', 'Awb 4:26') as it
        where application.status = 'draft' and call.status in ('published', 'open') and call.closes_at is not null
     ) to_submit on true
    where application.reference = $1
      and ${isWithinReach(
        { funderId: 'application.funder_id', programmeId: 'call.programme_id' },
        isOwnApplication,
        `(application.status = 'draft')`,
      )}`,
);

/** The row behind the status of an application, or null where the viewer sees none. */
export async function statusRow(on: Queryable, reference: string, viewer: Viewer): Promise<StatusRow | null> {
  const [row] = await on.query<StatusRow>(status(reference, ...reachValues(viewer, 'application.read')));
  return row ?? null;
}
