import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lifecycles } from '@grants/domain';
import { testRegistry, type TestRegistry } from '../support/registry.js';

describe('the builders of the tests', () => {
  let on: TestRegistry;
  beforeAll(async () => {
    on = await testRegistry();
  });
  afterAll(() => on.close());

  const makers = {
    call: (status: never) => on.aCall({ status }),
    application: (status: never) => on.anApplication({ status }),
    decision: (status: never) => on.aDecision({ status }),
    project: (status: never) => on.aProject({ status }),
  };
  const cases = Object.keys(makers).flatMap((machine) =>
    Object.keys(lifecycles[machine as keyof typeof makers].states).map((status) => [machine, status] as const),
  );

  it.each(cases)('bring a %s to %s by its commands', async (machine, status) => {
    const subject = await makers[machine as keyof typeof makers](status as never);

    expect(subject.status).toBe(status);
    expect((await on.eventsOf(subject)).at(-1)).toMatchObject({ to: status });
  });
});
