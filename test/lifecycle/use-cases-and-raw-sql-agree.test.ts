import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bookingRules, lifecycles, TransitionRefused, type Transition } from '@grants/domain';
import { stepContext, verify } from '@grants/persistence';
import fc from 'fast-check';
import { RandomWorld, randomSteps, type TwoWays } from '../support/random-steps.js';
import { answerTo, rawMove, refusalOf } from '../support/raw-step.js';
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

  const byUseCase = async ({ useCase }: TwoWays): Promise<readonly string[]> => {
    try {
      await useCase();
      return ['done'];
    } catch (error) {
      return refusalOf(error);
    }
  };

  /** Whether the raw answer is what the use case's answer calls for. */
  const agrees = (answers: readonly string[], raw: string): boolean => {
    if (answers.includes('done')) return raw === 'done';
    if (answers.includes('wrong_state')) return raw === 'wrong_state';
    // Of a wrong role in a wrong state the domain names the role, the database the state.
    if (answers.includes('wrong_role')) return ['wrong_role', 'wrong_state'].includes(raw);
    if (onTheMoment.includes(raw)) return true;
    const held = answers.filter((code) => heldByTheDatabase.has(code));
    return held.length > 0 ? held.includes(raw) : raw === 'done';
  };

  /** The same move by raw SQL that says too little, or something else; with what it is to be refused. */
  const garbled = ({ machine, subject, to, state, rawIn }: TwoWays) => {
    const states = Object.keys(lifecycles[machine].states).filter((each) => each !== to && each !== state);
    const elsewhere = { decision: 'sign', application: 'withdraw', project: 'resume', call: 'open' } as const;
    const { [machine]: _, ...otherMachines } = elsewhere;
    const attempts: { what: string; code: string; work: (tx: Parameters<TwoWays['raw']>[0]) => Promise<unknown> }[] = [
      { what: 'the commands of other machines', code: 'step_required', work: rawIn({ commands: otherMachines }) },
    ];
    if (subject && state !== to) {
      const bare = rawMove(subject, to);
      attempts.push({ what: 'no step', code: 'step_required', work: bare });
      attempts.push({
        what: 'another state',
        code: 'wrong_state',
        work: (tx) => rawInto(rawIn, tx, rawMove(subject, states[0] ?? to)),
      });
    }
    return attempts;
  };
  /** Sets the step's context, and does something else in it. */
  const rawInto = async (
    rawIn: TwoWays['rawIn'],
    tx: Parameters<TwoWays['raw']>[0],
    work: (tx: Parameters<TwoWays['raw']>[0]) => Promise<unknown>,
  ) => {
    await tx.client.query('savepoint before');
    await rawIn({})(tx).catch(() => undefined);
    await tx.client.query('rollback to savepoint before');
    return work(tx);
  };

  it('are accepted and refused alike by use case and raw SQL, in the same words', async () => {
    const counts: Record<string, number> = {};
    const count = (what: string) => (counts[what] = (counts[what] ?? 0) + 1);
    await fc.assert(
      fc.asyncProperty(randomSteps(150), async (steps) => {
        const world = await RandomWorld.begin(on);
        for (const step of steps) {
          const ways = await world.concretely(step);
          if (!ways) continue;
          const raw = await answerTo(on, {}, ways.raw);
          const answers = await byUseCase(ways);
          const { machine, command, state, role, late } = ways;
          count(`${machine} ${answers.includes('done') ? 'done' : 'refused'}${late ? ' late' : ''}`);
          for (const code of answers) count(code);
          if (!agrees(answers, raw)) {
            throw new Error(
              `${command} of a ${state} ${machine} by ${role}${late ? ', late' : ''}: ${answers.join()}, by raw SQL ${raw}`,
            );
          }
        }
      }),
      { seed: 4026, numRuns: 4, endOnFailure: true },
    );
    process.stderr.write(`${JSON.stringify(counts)}\n`);
    expect((await verify(on.owner)).findings).toEqual([]);
  });
});
