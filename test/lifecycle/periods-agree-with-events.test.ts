import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verify } from '@grants/persistence';
import fc from 'fast-check';
import { aHistory, comparePeriodsWithEvents, play, sealsOverOpenTransactions } from '../support/random-histories.js';
import { testRegistry, type TestRegistry } from '../support/registry.js';

describe('periods of status and events, in random histories', () => {
  let on: TestRegistry;
  beforeAll(async () => {
    on = await testRegistry();
  });
  afterAll(() => on.close());

  it('never disagree by any seal at any moment, with late bookings, open transactions and rollbacks', async () => {
    const total = { compared: 0, steps: 0, late: 0, severalInOne: 0, rolledBack: 0, over: 0 };
    await fc.assert(
      fc.asyncProperty(aHistory(500), async (history) => {
        const played = await play(on, history);
        const { compared, differences } = await comparePeriodsWithEvents(on, played);
        expect(differences).toEqual([]);
        total.compared += compared;
        total.steps += played.committed.steps;
        total.late += played.committed.late;
        total.severalInOne += played.committed.severalInOne;
        total.rolledBack += played.rolledBack;
        total.over += await sealsOverOpenTransactions(on, played.seals);
      }),
      { seed: 20170907, numRuns: 4, endOnFailure: true },
    );
    const [rewritten] = await on.ownerSql<{ count: number }>(
      `select count(*)::integer from status_period where superseded_xact is not null`,
    );

    // Otherwise it would show little.
    expect(total.compared).toBeGreaterThan(20_000);
    expect(total.late / total.steps).toBeGreaterThan(0.4);
    expect(total.severalInOne).toBeGreaterThan(20);
    expect(total.rolledBack).toBeGreaterThan(20);
    expect(total.over).toBeGreaterThan(50);
    expect(rewritten?.count).toBeGreaterThan(200);
  });

  it('leave nothing for verify to find', async () => {
    expect((await verify(on.owner)).findings).toEqual([]);
  });

  it('disagree where a period is altered: the comparison can tell', async () => {
    await on.moveClock(0);
    const played = await play(on, []);
    await on.unguardedSql(
      `update status_period set occurred_from = occurred_from + interval '1 microsecond' where subject_id = $1 and seq = 1`,
      played.subjects[0],
    );

    expect((await comparePeriodsWithEvents(on, played)).differences).not.toEqual([]);
  });
});
