import type { CalendarDate } from '../shared/calendar.js';
import { implicitRoles, policy, type Action, type Reach } from './policy.js';
import type { Role } from './roles.js';

/** A role that somebody was given, for a funder or a programme or for all, between dates (the last one excluded). */
export interface RoleAssignment {
  readonly role: Role;
  readonly funderId: string | null;
  readonly programmeId: string | null;
  readonly validFrom: CalendarDate;
  readonly validTo: CalendarDate | null;
}

/** Who asks. */
export interface Principal {
  readonly accountId: string;
  readonly personId: string | null;
  readonly assignments: readonly RoleAssignment[];
}

/** What it is about, as far as access looks at it; all null for what belongs to nobody in particular. */
export interface AccessSubject {
  readonly funderId: string | null;
  readonly programmeId: string | null;
  /** The persons who are named in the case. */
  readonly personIds: readonly string[];
  /** The account that made it. */
  readonly createdBy: string | null;
  /** A draft, which nobody sees but those whose case it is. */
  readonly isPrivate: boolean;
}

/** A subject that belongs to nobody in particular. */
export const anySubject: AccessSubject = {
  funderId: null,
  programmeId: null,
  personIds: [],
  createdBy: null,
  isPrivate: false,
};

/**
 * The role in which somebody may do something to a subject on a day, or null: the first role of the policy row that
 * they have and that reaches it.
 */
export function roleFor(principal: Principal, action: Action, subject: AccessSubject, on: CalendarDate): Role | null {
  const row = Object.entries(policy[action]) as [Role, Reach][];
  return row.find(([role, reach]) => holds(principal, role, reach, subject, on))?.[0] ?? null;
}

function holds(principal: Principal, role: Role, reach: Reach, subject: AccessSubject, on: CalendarDate): boolean {
  if (reach === 'own_cases' || subject.isPrivate) {
    const isTheirs =
      subject.createdBy === principal.accountId ||
      (principal.personId !== null && subject.personIds.includes(principal.personId));
    if (!isTheirs) return false;
  }
  if ((implicitRoles as readonly Role[]).includes(role) && principal.personId !== null) return true;
  return principal.assignments.some(
    (given) =>
      given.role === role &&
      given.validFrom <= on &&
      (given.validTo === null || on < given.validTo) &&
      reachesPlace(given, reach) &&
      (!isBound(reach) || covers(given, subject)),
  );
}

/** Whether a reach depends on what the role was assigned for. */
export function isBound(reach: Reach | undefined): boolean {
  return reach === 'own_programmes' || reach === 'own_funders';
}

/** Whether an assignment is as wide as the reach asks: one for a programme is not for its funder. */
export function reachesPlace({ funderId, programmeId }: RoleAssignment, reach: Reach | undefined): boolean {
  if (reach === 'all_if_unlimited') return funderId === null && programmeId === null;
  return reach !== 'own_funders' || programmeId === null;
}

/** An assignment for a funder or programme reaches what lies in it, and what lies in none. */
function covers(given: RoleAssignment, subject: AccessSubject): boolean {
  const fits = (own: string | null, its: string | null) => own === null || its === null || own === its;
  return fits(given.funderId, subject.funderId) && fits(given.programmeId, subject.programmeId);
}

/** The roles that may do it at all, for the problem that says why somebody may not. */
export function rolesAllowed(action: Action): Role[] {
  return Object.keys(policy[action]) as Role[];
}

/** Why somebody may not do what one of their roles may: it is limited to a place; null where no such role is theirs. */
export function limitOf(principal: Principal, action: Action, on: CalendarDate): string | null {
  const row: Partial<Record<Role, Reach>> = policy[action];
  const isLimited = rolesOf(principal, on).some((role) => row[role] === 'all_if_unlimited');
  return isLimited ? 'it is over the whole registry, and your roles are limited to a funder or programme' : null;
}

/** The roles that somebody has on a day. */
export function rolesOf(principal: Principal, on: CalendarDate): Role[] {
  const given = principal.assignments
    .filter(({ validFrom, validTo }) => validFrom <= on && (validTo === null || on < validTo))
    .map(({ role }) => role);
  return [...new Set<Role>([...given, ...(principal.personId === null ? [] : implicitRoles)])];
}
