import type { CalendarDate } from '../shared/calendar.js';
import { isBound, reachesPlace, type Principal } from './may.js';
import { implicitRoles, policy, type Action, type Reach } from './policy.js';
import type { Role } from './roles.js';

/** A funder and a programme that somebody's role was assigned for; null stands for all of them. */
export interface ReachedPlace {
  readonly funderId: string | null;
  readonly programmeId: string | null;
}

/**
 * How far somebody gets with an action on a day, in a form that a query can restrict itself by. A subject is within
 * reach where `roleFor` gives a role: it is nobody's draft, or theirs; and everything is reached, or its place is, or it
 * is one of their own cases.
 */
export interface ActionReach {
  readonly all: boolean;
  /** Empty where everything is reached. */
  readonly places: readonly ReachedPlace[];
  readonly ownCases: boolean;
}

/** How far an action reaches for somebody: the policy's row, solved for who asks and when. */
export function reachOf({ personId, assignments }: Principal, action: Action, on: CalendarDate): ActionReach {
  const row: Partial<Record<Role, Reach>> = policy[action];
  const implicit = personId === null ? [] : implicitRoles;
  const given = assignments.filter(
    (each) =>
      row[each.role] &&
      each.validFrom <= on &&
      (each.validTo === null || on < each.validTo) &&
      reachesPlace(each, row[each.role]),
  );
  const reaches = [...implicit, ...given.map(({ role }) => role)].map((role) => row[role]);
  const places = given.filter(({ role }) => isBound(row[role]));
  const all =
    reaches.includes('all') ||
    reaches.includes('all_if_unlimited') ||
    places.some((place) => place.funderId === null && place.programmeId === null);
  return {
    all,
    places: all ? [] : places.map(({ funderId, programmeId }) => ({ funderId, programmeId })),
    ownCases: reaches.includes('own_cases'),
  };
}
