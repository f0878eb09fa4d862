import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bookingRules, lifecycles, type Transition } from '@grants/domain';
import { verify, type Tx } from '@grants/persistence';
import fc from 'fast-check';
import { machines, RandomWorld, randomSteps, type TwoWays } from '../support/random-steps.js';
import { answerTo, rawMove, refusalOf, sql } from '../support/raw-step.js';
import { testRegistry, type TestRegistry } from '../support/registry.js';

/** Rules that the database holds too: guards of lifecycles, and how a step is booked. */
const heldByTheDatabase = new Set([
  ...Object.keys(bookingRules),
  ...Object.values(lifecycles).flatMap(({ transitions }) =>
    transitions.flatMap((row: Transition<string>) =>
      row.guards.filter(({ enforcedBy }) => enforcedBy === 'database').map(({ code }) => code),
    ),
  ),
]);
/** On the moment of a step; the domain leaves them to the database. */
const onTheMoment = ['occurred_in_future', 'occurred_before_first_event'];

describe('random steps by people in all roles', () => {
  let on: TestRegistry;
  beforeAll(async () => {
    on = await testRegistry();
  });
  afterAll(() => on.close());

  const rawly = ({ setContext, move }: TwoWays): Promise<string> =>
    answerTo(on, {}, async (tx) => {
      await setContext(tx);
      await move(tx);
    });
  const byUseCase = async ({ useCase }: TwoWays): Promise<readonly string[]> => {
    try {
      await useCase();
      return ['done'];
    } catch (error) {
      return refusalOf(error);
    }
  };

  /** Whether the raw answer is what the use case's answer calls for. */
  const agrees = ({ movesSeveral }: TwoWays, answers: readonly string[], raw: string): boolean => {
    if (answers.includes('done')) return raw === 'done';
    if (answers.length === 1 && answers[0] === raw) return true; // a rule on what a row says is the database's alone
    if (movesSeveral) return heldByTheDatabase.has(raw) || ['wrong_state', 'wrong_role'].includes(raw);
    if (answers.includes('wrong_state')) return raw === 'wrong_state';
    // Of a wrong role in a wrong state the domain names the role, the database the state.
    if (answers.includes('wrong_role')) return ['wrong_role', 'wrong_state'].includes(raw);
    if (onTheMoment.includes(raw)) return true;
    const held = answers.filter((code) => heldByTheDatabase.has(code));
    return held.length > 0 ? held.includes(raw) : raw === 'done';
  };

  /** The same move by raw SQL that says too little, or something else, with what it is refused by. */
  const garbled = ({
    machine,
    subject,
    state,
    to,
    setContext,
    move,
  }: TwoWays): [code: string, (tx: Tx) => Promise<unknown>][] => {
    const leftOver = sql(
      `select set_config('registry.step', jsonb_set(current_setting('registry.step')::jsonb, '{begun}', to_jsonb(now() - interval '1 microsecond'))::text, true)`,
    );
    const births: [string, (tx: Tx) => Promise<unknown>][] = [
      ['step_required', move],
      ['step_required', (tx) => setContext(tx, { commands: {} }).then(() => move(tx))],
      [
        'step_required',
        (tx) =>
          setContext(tx)
            .then(() => leftOver(tx))
            .then(() => move(tx)),
      ],
    ];
    if (!subject) return births;
    const { id } = subject;
    const elsewhere = Object.keys(lifecycles[machine].states).filter((each) => each !== to && each !== state);
    const sameVersion = sql(`update ${machine} set status = $2 where id = $1`, id, to);
    return [
      ...births,
      ['version_required', (tx) => setContext(tx).then(() => sameVersion(tx))],
      ...elsewhere.map((other): [string, (tx: Tx) => Promise<unknown>] => [
        'wrong_state',
        (tx) => setContext(tx).then(() => rawMove(subject, other)(tx)),
      ]),
    ];
  };

  it('are accepted and refused alike by use case and raw SQL, in the same words', async () => {
    const counts: Record<string, number> = {};
    const count = (what: string) => (counts[what] = (counts[what] ?? 0) + 1);
    await fc.assert(
      fc.asyncProperty(randomSteps(320), async (steps) => {
        const world = await RandomWorld.begin(on);
        for (const step of steps) {
          const ways = await world.concretely(step);
          if (!ways) continue;
          for (const [code, work] of garbled(ways)) expect(await answerTo(on, {}, work)).toBe(code);
          const raw = await rawly(ways);
          const answers = await byUseCase(ways);
          const { machine, command, state, role, late } = ways;
          count(`${machine} ${answers.includes('done') ? 'done' : 'refused'}${late ? ' late' : ''}`);
          for (const code of answers) count(code);
          if (!agrees(ways, answers, raw)) {
            throw new Error(
              `${command} of a ${state} ${machine} by ${role}${late ? ', late' : ''}: ${answers.join()}, by raw SQL ${raw}`,
            );
          }
        }
      }),
      { seed: 4027, numRuns: process.env['LONG'] ? 60 : 4, endOnFailure: true },
    );

    // Otherwise it would show little.
    for (const machine of machines) expect(counts[`${machine} done`]).toBeGreaterThan(10);
    expect(counts).toMatchObject(
      Object.fromEntries(
        [
          'ceiling_exceeded',
          'four_eyes',
          'call_not_open',
          'final_report_required',
          'end_out_of_order',
          'project done late',
        ].map((what) => [what, expect.any(Number)]),
      ),
    );
    expect(Object.keys(counts).filter((what) => heldByTheDatabase.has(what)).length).toBeGreaterThan(15);
    expect((await verify(on.owner)).findings).toEqual([]);
  });
});
