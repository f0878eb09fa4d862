import { reachOf, type Action, type ActionReach, type CalendarDate, type Principal } from '@grants/domain';

/** Who reads, on which day. */
export interface Viewer {
  readonly principal: Principal;
  /** Today in the Netherlands. */
  readonly today: CalendarDate;
}

/** How far a viewer gets with an action, as the values $2 to $8 of a query. */
export function reachValues({ principal, today }: Viewer, action: Action): unknown[] {
  const { all, places, ownCases } = reachOf(principal, action, today);
  return [
    all,
    places.map(({ funderId }) => funderId),
    places.map(({ programmeId }) => programmeId),
    principal.accountId,
    principal.personId,
    ownCases,
    today,
  ];
}

const fits = (funderId: string, programmeId: string) =>
  `(place.funder_id is null or place.funder_id = ${funderId})
    and (place.programme_id is null or ${programmeId} is null or place.programme_id = ${programmeId})`;

/** The types of the values of a reach, for a statement that does not use them all. */
export const reachTypes = `reach_given as (
  select $2::boolean, $3::uuid[], $4::uuid[], $5::uuid, $6::uuid, $7::boolean, $8::date)`;

/** Whether one of a viewer's places covers a place; `at` is the number of the first of the two values of the places. */
export function placesCover(funderId: string, programmeId: string, at = 3): string {
  return `exists (select from unnest($${at}::uuid[], $${at + 1}::uuid[]) as place (funder_id, programme_id) where ${fits(funderId, programmeId)})`;
}

/** Whether a viewer's roles reach a place, apart from their own cases. The values of `reachValues` begin at `at`. */
export function isCovered(funderId: string, programmeId: string, at = 2): string {
  return `($${at}::boolean or ${placesCover(funderId, programmeId, at + 1)})`;
}

/** Whether a leadership holds today. */
const leads = `leader.person_id = $6::uuid and leader.valid_from <= $8::date and (leader.valid_to is null or leader.valid_to > $8::date)`;

/** Whether an application, left joined with its project, is a case of the viewer's. The same rule as in access-queries.ts. */
export const isOwnApplication = `(application.created_by = $5::uuid
  or $6::uuid in (application.main_applicant_id, application.administratively_responsible_id)
  or (project.id is null and application.project_leader_id = $6::uuid)
  or exists (select from project_leader leader where leader.project_id = project.id and ${leads}))`;

/** Whether a project, joined with its application, is a case of the viewer's. */
export const isOwnProject = `($6::uuid in (application.main_applicant_id, application.administratively_responsible_id)
  or exists (select from project_leader leader where leader.project_id = project.id and ${leads}))`;

const ownByName = `select id from application where main_applicant_id = $6::uuid
  union select id from application where administratively_responsible_id = $6::uuid
  union select project.application_id from project_leader leader join project on project.id = leader.project_id where ${leads}`;

/** The applications behind the viewer's own projects, each way by its index. */
export const ownProjectApplications = `(${ownByName})`;

const named = `${ownByName}
  union select applied.id from application applied where applied.project_leader_id = $6::uuid
    and not exists (select from project where project.application_id = applied.id)`;

/** The applications in which the viewer is named, and the drafts that they made. */
export const namedApplications = `(${named} union select id from application where created_by = $5::uuid and status = 'draft')`;

/** The viewer's own applications, each way by its index: also those that they made for somebody else. */
export const ownApplications = `(${named} union select id from application where created_by = $5::uuid)`;

/** Whether a record is within reach: it is nobody's draft and covered, or the viewer's own. */
export function isWithinReach(
  place: { funderId: string; programmeId: string },
  isOwn: string,
  isDraft = 'false',
): string {
  const covered = isCovered(place.funderId, place.programmeId);
  return `((${isOwn} and ($7::boolean or ${covered})) or (not ${isDraft} and ${covered}))`;
}

/** The ways in which a list can reach a record, as conditions of a query. */
export interface Ways {
  /** Where everything is reached: all that is nobody's draft. */
  readonly all: string;
  /** The same within the places that somebody's roles are for; `calls` are those that lie there. */
  readonly covered: (calls: string) => string;
  /** Own cases, drafts included. */
  readonly own?: string;
}

/** The ways that are open to a viewer, with the values that they look at; none where nothing is. */
export function waysOf(
  viewer: Viewer,
  action: Action,
  { all, covered, own }: Ways,
): { ways: string[]; values: unknown[] } {
  const reach = reachOf(viewer.principal, action, viewer.today);
  const byRole = reach.all ? [all] : reach.places.length > 0 ? [covered(callsIn(reach.places))] : [];
  const byName = own !== undefined && (reach.ownCases || byRole.length > 0) ? [own] : [];
  return { ways: [...byRole, ...byName], values: reachValues(viewer, action) };
}

/**
 * The calls in some places. Each place is a condition of its own, by value, so that the planner knows whether they are
 * few, to start from, or most of what there is.
 */
function callsIn(places: ActionReach['places']): string {
  const conditions = places.map(({ funderId, programmeId }, place) => {
    const within = [
      ...(funderId === null ? [] : [`reached.funder_id = ($3::uuid[])[${place + 1}]`]),
      ...(programmeId === null
        ? []
        : [`(reached.programme_id = ($4::uuid[])[${place + 1}] or reached.programme_id is null)`]),
    ];
    return `(${within.join(' and ')})`;
  });
  return `(select reached.id from call reached where ${conditions.join(' or ')})`;
}
