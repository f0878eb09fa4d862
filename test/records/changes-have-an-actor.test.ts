import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testRegistry, type TestRegistry } from '../support/registry.js';

/** Ordinary records with a history, with a change that its history keeps. */
const changes = {
  funder: 'name = name || 1',
  organisation: 'name = name || 1',
  programme: 'title = title || 1',
  programme_line: 'title = title || 1',
  project_leader: 'valid_to = valid_from + 1',
  project_recipient: 'valid_to = valid_from + 1',
  project_relation: 'valid_to = valid_from + 1',
} as const;

describe('an ordinary record with a history', () => {
  let on: TestRegistry;
  beforeAll(async () => {
    on = await testRegistry();
    await on.aProject();
  });
  afterAll(() => on.close());

  it.each(Object.entries(changes))('%s is not changed by the service beside a step', async (table, change) => {
    await expect(on.appSql(`update ${table} set ${change}`)).rejects.toMatchObject({ constraint: 'step_required' });
    // Whoever names nobody leaves the history without an actor all the same.
    await expect(
      on.appSql(`with context as (
                   select set_config('registry.step', jsonb_build_object('begun', now(), 'commands', '{}'::jsonb)::text, true)
                 ) update ${table} set ${change} from context`),
    ).rejects.toMatchObject({ constraint: 'step_required' });
    await expect(on.appSql(`insert into ${table} select * from ${table} limit 0`)).rejects.toMatchObject({
      constraint: 'step_required',
    });
  });

  it('keeps who changed it in a step', async () => {
    const { id } = await on.anOrganisation('Verzonnen Stichting');
    await on.stepSql(`update organisation set name = 'Verzonnen Vereniging' where id = $1`, id);

    const told = await on.ownerSql(`select name, actor from organisation_history where id = $1 order by seq`, id);
    expect(told).toEqual([
      { name: 'Verzonnen Stichting', actor: on.officer.id },
      { name: 'Verzonnen Vereniging', actor: on.officer.id },
    ]);
  });
});
