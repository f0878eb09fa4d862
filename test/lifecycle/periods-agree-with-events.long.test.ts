import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verify } from '@grants/persistence';
import fc from 'fast-check';
import { aHistory, comparePeriodsWithEvents, play } from '../support/random-histories.js';
import { testRegistry, type TestRegistry } from '../support/registry.js';

describe('periods of status and events, in many long random histories', () => {
  let on: TestRegistry;
  beforeAll(async () => {
    on = await testRegistry();
  });
  afterAll(() => on.close());

  it('never disagree by any seal at any moment', async () => {
    let total = 0;
    await fc.assert(
      fc.asyncProperty(aHistory(1500), async (history) => {
        const { compared, differences } = await comparePeriodsWithEvents(on, await play(on, history));
        expect(differences).toEqual([]);
        total += compared;
      }),
      { seed: 20200430, numRuns: 40, endOnFailure: true },
    );

    expect(total).toBeGreaterThan(2_000_000);
    expect((await verify(on.owner)).findings).toEqual([]);
  });
});
