import { describe, expect, it } from '@jest/globals';
import { TransitionRefused } from '../shared/errors.js';
import { legalBases } from '../shared/legal-basis.js';
import { roles } from '../policy/roles.js';
import {
  bookingRules,
  decide,
  endOf,
  STAYS,
  UNBORN,
  type Lifecycle,
  type Request,
  type Transition,
} from './lifecycle.js';
import { lifecycles } from './lifecycles.js';

const all: Lifecycle<string>[] = Object.values(lifecycles);
/** Decides with guards that all hold: what is left is roles, states and bookings. */
function attempt(lifecycle: Lifecycle<string>, request: Omit<Request<string, unknown>, 'facts'>): string {
  const open = { ...lifecycle, transitions: lifecycle.transitions.map((row) => ({ ...row, guards: [] })) };
  try {
    return endOf(decide(open as Lifecycle<string>, { ...request, facts: {} }), request.state);
  } catch (error) {
    if (!(error instanceof TransitionRefused)) throw error;
    return error.reason === 'guard_failed' ? error.details.concerned.join() : error.reason;
  }
}

describe.each(all.map((lifecycle) => [lifecycle.machine, lifecycle] as const))(
  'the lifecycle of a %s',
  (_, lifecycle) => {
    const { states, transitions, initial, final } = lifecycle;
    const names = Object.keys(states);

    it('accepts each row by each of its roles, and refuses every other cell of state, command and role', () => {
      for (const row of transitions) {
        for (const state of [UNBORN, ...names]) {
          for (const role of roles) {
            const told = attempt(lifecycle, { state, command: row.command, role, hasReason: true });
            const expected = !row.by.includes(role)
              ? 'wrong_role'
              : row.from.includes(state)
                ? endOf(row, state)
                : 'wrong_state';
            expect([row.command, state, role, told]).toEqual([row.command, state, role, expected]);
          }
        }
      }
    });

    it('leads each command one way from a state', () => {
      const ways = transitions.flatMap((row) => row.from.map((state) => `${state}/${row.command}`));
      expect(new Set(ways).size).toBe(ways.length);
    });

    it('reaches every state, begins in its initial one, and leaves final states never', () => {
      const reached = new Set<string>([UNBORN]);
      for (let round = 0; round < names.length; round++)
        for (const row of transitions)
          if (row.to !== STAYS && row.from.some((state) => reached.has(state))) reached.add(row.to);
      expect([...reached].toSorted()).toEqual([UNBORN, ...names].toSorted());
      expect(transitions.find((row) => row.from.includes(UNBORN) && !row.bulkOnly)?.to ?? initial).toBe(initial);
      for (const state of final) expect(transitions.filter((row) => row.from.includes(state))).toEqual([]);
    });

    it('books late only by those who may give the command, with a reason', () => {
      for (const row of transitions) {
        for (const role of row.by) {
          const asked = { state: row.from[0] ?? '', command: row.command, role, late: true };
          const mayBeLate = row.lateBy.includes(role);
          expect(attempt(lifecycle, { ...asked, hasReason: true })).toBe(
            mayBeLate ? endOf(row, asked.state) : 'late_booking_not_allowed',
          );
          expect(attempt(lifecycle, { ...asked, hasReason: false })).toContain('late_booking_needs_reason');
        }
        for (const role of row.lateBy) expect(row.by.includes(role)).toBe(true);
        expect(row.lateBy.includes('applicant')).toBe(false);
      }
    });

    it('rests each command and guard on a ground that can be looked up', () => {
      const bases = transitions.flatMap((row: Transition<string>) => [
        row.basis,
        ...row.guards.map(({ basis }) => basis),
      ]);
      for (const basis of bases) expect(legalBases(basis).length).toBeGreaterThan(0);
    });
  },
);

it('names each guard once, with one meaning', () => {
  const guards = new Map<string, unknown>();
  for (const guard of all.flatMap(({ transitions }) => transitions.flatMap((row) => row.guards))) {
    expect([guard.code, guards.get(guard.code) ?? guard]).toEqual([guard.code, guard]);
    guards.set(guard.code, guard);
    expect(guard.code in bookingRules).toBe(false);
  }
});
