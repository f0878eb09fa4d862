import { describe, expect, it } from '@jest/globals';
import { anySubject, roleFor, type AccessSubject, type Principal } from './may.js';
import { implicitRoles, policy, type Action } from './policy.js';
import { roles, type Role } from './roles.js';

const TODAY = '2026-11-22';
const FUNDER = 'funder-1';
const PROGRAMME = 'programme-1';
const subject: AccessSubject = {
  ...anySubject,
  funderId: FUNDER,
  programmeId: PROGRAMME,
  personIds: ['person-1'],
  createdBy: 'account-1',
};
const withRole = (role: Role, assignment: Partial<Principal['assignments'][number]> = {}): Principal => ({
  accountId: 'account-9',
  personId: null,
  assignments: [{ role, funderId: null, programmeId: null, validFrom: '2020-01-01', validTo: null, ...assignment }],
});
const isImplicit = (role: Role) => (implicitRoles as readonly Role[]).includes(role);

describe('the policy, cell by cell', () => {
  it.each(Object.keys(policy) as Action[])('%s is for the roles of its row and no others', (action) => {
    for (const role of roles) {
      const reach = policy[action][role];
      const allowed = roleFor(withRole(role), action, subject, TODAY);
      expect([role, allowed]).toEqual([role, reach === undefined || reach === 'own_cases' ? null : role]);
    }
  });

  it.each(Object.keys(policy) as Action[])(
    '%s reaches own programmes and own cases, where the row says so, and no others',
    (action) => {
      for (const [role, reach] of Object.entries(policy[action]) as [Role, string][]) {
        const elsewhere = roleFor(withRole(role, { programmeId: 'programme-2' }), action, subject, TODAY);
        const otherFunder = roleFor(withRole(role, { funderId: 'funder-2' }), action, subject, TODAY);
        const expected = reach === 'all' ? role : null;
        expect([role, elsewhere, otherFunder]).toEqual([role, expected, expected]);
        if (reach === 'own_cases') {
          const named = { ...withRole(role), personId: 'person-1' };
          expect(roleFor(named, action, subject, TODAY)).not.toBeNull();
          expect(roleFor({ ...named, personId: 'person-2' }, action, subject, TODAY)).toBeNull();
        }
      }
    },
  );

  it('lets whoever is for a funder begin a programme there, and whoever is for one programme nowhere', () => {
    const place = { ...anySubject, funderId: FUNDER };
    const may = (assignment: object) =>
      roleFor(withRole('programme_officer', assignment), 'programme.create', place, TODAY) !== null;
    expect(may({})).toBe(true);
    expect(may({ funderId: FUNDER })).toBe(true);
    expect(may({ funderId: 'funder-2' })).toBe(false);
    expect(may({ programmeId: PROGRAMME })).toBe(false);
    expect(may({ funderId: FUNDER, programmeId: PROGRAMME })).toBe(false);
  });

  it('gives nothing to those who have nothing, and ends with the dates of the role', () => {
    const nobody: Principal = { accountId: 'account-9', personId: null, assignments: [] };
    for (const action of Object.keys(policy) as Action[]) expect(roleFor(nobody, action, subject, TODAY)).toBeNull();
    const officer = withRole('programme_officer', { validFrom: '2026-01-01', validTo: '2026-11-22' });
    expect(roleFor(officer, 'call.create', subject, '2026-11-21')).toBe('programme_officer');
    expect(roleFor(officer, 'call.create', subject, '2026-11-22')).toBeNull();
    expect(roleFor(officer, 'call.create', subject, '2025-12-31')).toBeNull();
  });

  it('shows a draft to those alone whose case it is', () => {
    const draft = { ...subject, isPrivate: true };
    for (const role of roles) expect(roleFor(withRole(role), 'application.read', draft, TODAY)).toBeNull();
    const maker: Principal = { accountId: 'account-1', personId: 'person-9', assignments: [] };
    expect(roleFor(maker, 'application.read', draft, TODAY)).toBe('applicant');
  });

  it('gives commands to the roles that their lifecycle names, implicit ones included', () => {
    expect(Object.keys(policy['decision.sign'])).toEqual(['decision_authority']);
    expect(policy['application.submit']).toEqual({ applicant: 'own_cases' });
    expect(isImplicit('applicant')).toBe(true);
  });
});
