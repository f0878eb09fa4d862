import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { roleFor, type AccessSubject, type Principal } from './may.js';
import { policy, type Action } from './policy.js';
import { reachOf } from './reach.js';
import { roles } from './roles.js';

const TODAY = '2026-11-22';
const actions = Object.keys(policy) as Action[];
const funder = fc.constantFrom(null, 'funder-1', 'funder-2');
const programme = fc.constantFrom(null, 'programme-1', 'programme-2');
const account = fc.constantFrom('account-1', 'account-2');
const person = fc.constantFrom('person-1', 'person-2');

const principals: fc.Arbitrary<Principal> = fc.record({
  accountId: account,
  personId: fc.option(person),
  assignments: fc.array(
    fc.record({
      role: fc.constantFrom(...roles),
      funderId: funder,
      programmeId: programme,
      validFrom: fc.constantFrom('2020-01-01', TODAY, '2026-11-23'),
      validTo: fc.constantFrom(null, '2021-01-01', TODAY, '2026-11-23'),
    }),
    { maxLength: 3 },
  ),
});
const subjects: fc.Arbitrary<AccessSubject> = fc.record({
  funderId: funder,
  programmeId: programme,
  personIds: fc.uniqueArray(person),
  createdBy: fc.option(account),
  isPrivate: fc.boolean(),
});

/** What a query does with a reach. */
function isReached(principal: Principal, action: Action, subject: AccessSubject): boolean {
  const { all, places, ownCases } = reachOf(principal, action, TODAY);
  const isTheirs =
    subject.createdBy === principal.accountId ||
    (principal.personId !== null && subject.personIds.includes(principal.personId));
  const fits = (own: string | null, its: string | null) => own === null || its === null || own === its;
  const covered =
    all ||
    places.some((place) => fits(place.funderId, subject.funderId) && fits(place.programmeId, subject.programmeId));
  return (!subject.isPrivate || isTheirs) && (covered || (ownCases && isTheirs));
}

describe('the reach of an action', () => {
  it.each(actions)('lets a query find what roleFor allows, and no more: %s', (action) => {
    fc.assert(
      fc.property(principals, subjects, (principal, subject) => {
        expect(isReached(principal, action, subject)).toBe(roleFor(principal, action, subject, TODAY) !== null);
      }),
      { seed: 20_261_122, numRuns: 200 },
    );
  });
});
