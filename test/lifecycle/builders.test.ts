import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lifecycles, type Lifecycle } from '@grants/domain';
import { aRecord, movedMachines, statesOf } from '../support/every-state.js';
import { testRegistry, type TestRegistry } from '../support/registry.js';

describe('the builders of the tests', () => {
  let on: TestRegistry;
  beforeAll(async () => {
    on = await testRegistry();
  });
  afterAll(() => on.close());

  it('are there for every machine whose subjects move one by one', () => {
    const oneByOne = Object.values(lifecycles as Record<string, Lifecycle<string>>)
      .filter(({ transitions }) => transitions.some((row) => !row.bulkOnly))
      .map(({ machine }) => machine);
    expect(movedMachines).toEqual(oneByOne);
  });

  const cases = movedMachines.flatMap((machine) => statesOf(machine).map((state) => [machine, state] as const));
  it.each(cases)('bring a %s to %s by its commands', async (machine, state) => {
    const subject = await aRecord(on, machine, state);

    expect(subject.status).toBe(state);
    expect((await on.eventsOf(subject)).at(-1)).toMatchObject({ to: state });
  });
});
