import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  decide,
  lifecycles,
  roles,
  TransitionRefused,
  UNBORN,
  type Lifecycle,
  type Role,
  type Transition,
} from '@grants/domain';
import { newId, setStep } from '@grants/persistence';
import { movedMachines, statesOf, type Moved } from '../support/every-state.js';
import { aReason, refusalOf } from '../support/raw-step.js';
import { anActor, testRegistry, type TestRegistry } from '../support/registry.js';
import { rawMovesOf, type RawMove, type RawMoves } from './attempts/raw-moves.js';

/** How a step is booked: with a reason or without, now or late. */
const bookings = [
  { late: false, hasReason: true },
  { late: false, hasReason: false },
  { late: true, hasReason: true },
  { late: true, hasReason: false },
] as const;
type Booking = (typeof bookings)[number];

/**
 * Rows that a guard bars for the subjects of this test, by command and, where it is not so from each, state. That the
 * guard bars no more than it should, database-refuses-under-the-guards-code.test.ts tries.
 */
const barred: Readonly<Record<string, string>> = {
  'call.close_early': 'maximum_not_reached',
  'application.resume_term': 'term_runs',
  'application.leave_unprocessed/repair_requested': 'repair_not_offered',
  'decision.become_irrevocable': 'objection_term_runs',
  'decision.invoke_reservation': 'reservation_not_to_be_invoked',
  'decision.lapse_reservation': 'reservation_term_runs',
};

const tableOf = (machine: Moved): Lifecycle<string> => lifecycles[machine];
/** The table alone: states, roles and bookings, with every guard met. */
const guardless = (machine: Moved): Lifecycle<string> => {
  const table = tableOf(machine);
  return { ...table, transitions: table.transitions.map((row) => ({ ...row, guards: [] })) };
};

/** What the table says of a cell; where it lets pass, what the guards say. */
function tableSays(
  machine: Moved,
  row: Transition<string>,
  state: string,
  role: Role,
  { late, hasReason }: Booking,
): readonly string[] {
  if (row.bulkOnly) return ['wrong_state']; // not for a step of one subject
  try {
    decide(guardless(machine), { command: row.command, state, role, late, hasReason, facts: {} });
    const guard = barred[`${machine}.${row.command}/${state}`] ?? barred[`${machine}.${row.command}`];
    return [guard ?? 'moved'];
  } catch (error) {
    if (!(error instanceof TransitionRefused)) throw error;
    // Of a wrong role in a wrong state the domain names the role, the database the state.
    const isBoth = error.reason === 'wrong_role' && !row.from.includes(state);
    return isBoth
      ? ['wrong_role', 'wrong_state']
      : error.reason === 'guard_failed'
        ? error.details.concerned
        : [error.reason];
  }
}

describe('domain and database', () => {
  let on: TestRegistry;
  let moves: Record<Moved, RawMoves>;
  let reasonId: string;

  beforeAll(async () => {
    on = await testRegistry();
    const made: [Moved, RawMoves][] = [];
    // One after another: some builders move the clock.
    for (const machine of movedMachines)
      made.push([machine, await rawMovesOf(on, machine, statesOf(machine), tableOf(machine).transitions)]);
    moves = Object.fromEntries(made) as Record<Moved, RawMoves>;
    reasonId = await aReason(on, newId());
  });
  afterAll(() => on.close());

  /** Whether raw SQL moves the subject in a step by this role: `moved`, or the code of the refusal; then taken back. */
  async function databaseSays(move: RawMove, role: Role, { late, hasReason }: Booking): Promise<string> {
    const { subject, commands, decisionId, work } = move;
    const isMoved = `select exists (
      select from registry_event where subject_id = $1 and xact = pg_current_xact_id()) as moved`;
    try {
      return await on.db.transaction(async (tx) => {
        const occurred = late ? await lateMoment(subject) : undefined;
        await setStep(tx, {
          actor: anActor(role),
          commands,
          decisionId,
          occurred,
          reasonId: hasReason ? reasonId : undefined,
        });
        await work(tx);
        // Where it is there already nothing moves, and nothing is refused.
        const moved = !subject || (await tx.client.query<{ moved: boolean }>(isMoved, [subject.id])).rows[0]?.moved;
        throw new Answer(moved === true ? 'moved' : 'wrong_state');
      });
    } catch (error) {
      return error instanceof Answer ? error.said : refusalOf(error).join();
    }
  }

  /** Now, or when the subject was last moved, for those that were moved when the clock stood ahead. */
  async function lateMoment(subject: RawMove['subject']): Promise<string> {
    const [row] = await on.appSql<{ at: string }>(
      `select to_json(greatest(registry_now(), (select max(recorded_at) from registry_event where subject_id = $1)))#>>'{}' as at`,
      subject?.id ?? null,
    );
    return row?.at ?? '';
  }

  it.each(movedMachines)('agree on every cell of %s: state, command, role, reason and lateness', async (machine) => {
    const { transitions } = tableOf(machine);
    const cells = [UNBORN, ...statesOf(machine)].flatMap((state) =>
      transitions.flatMap((row, place) =>
        roles.map((role, of) => ({
          state,
          row,
          role,
          isFitting: row.from.includes(state) && row.by.includes(role),
          turn: place + of,
        })),
      ),
    );
    const disagreements: unknown[] = [];
    const moved = new Set<string>();
    for (const { state, row, role, isFitting, turn } of cells) {
      // A cell that the table allows is tried in each of the bookings, any other in one of them, in turn.
      for (const booking of isFitting ? bookings : bookings.slice(turn % bookings.length).slice(0, 1)) {
        const database = await databaseSays(moves[machine].from(state, row), role, booking);
        const table = tableSays(machine, row, state, role, booking);
        if (database === 'moved') moved.add(`${row.command}/${state}`);
        if (!table.includes(database))
          disagreements.push({ state, command: row.command, role, ...booking, table, database });
      }
    }

    expect(disagreements.slice(0, 5)).toEqual([]);
    expect(cells).toHaveLength((statesOf(machine).length + 1) * transitions.length * roles.length);
    const ways = transitions
      .filter((row) => !row.bulkOnly && !(`${machine}.${row.command}` in barred))
      .flatMap((row) => row.from.map((state) => `${row.command}/${state}`))
      .filter((way) => !(`${machine}.${way}` in barred));
    expect([...moved].toSorted()).toEqual(ways.toSorted());
  });

  it.each(movedMachines)('let no %s be born in another state than the one its command leads to', async (machine) => {
    const { initial, transitions } = tableOf(machine);
    const birth = transitions.find(({ from, bulkOnly }) => from.includes(UNBORN) && !bulkOnly);
    if (!birth) throw new Error(`No ${machine} can be born`);
    const answers: Record<string, string> = {};
    for (const state of statesOf(machine)) {
      answers[state] = await databaseSays(moves[machine].birth(birth, state), birth.by[0] ?? 'system', bookings[0]);
    }

    const refused = Object.fromEntries(statesOf(machine).map((state) => [state, 'wrong_state']));
    expect(answers).toEqual({ ...refused, [initial]: 'moved' });
  });

  it('bars by a guard only what the table names that guard for', () => {
    const known = movedMachines.flatMap((machine) =>
      tableOf(machine).transitions.flatMap((row) => row.guards.map(({ code }) => [`${machine}.${row.command}`, code])),
    );
    for (const [way, code] of Object.entries(barred)) expect(known).toContainEqual([way.split('/')[0], code]);
  });
});

/** Not an error: ends a transaction that is to be taken back. */
class Answer extends Error {
  constructor(readonly said: string) {
    super();
  }
}
