import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotFound } from '@grants/domain';
import { relationGraph, relationsOf, relationView, type RelateProjectsInput } from '@grants/registry';
import { anOfficer, testRegistry, type TestProject, type TestRegistry } from '../support/registry.js';

let on: TestRegistry;
let projects: TestProject[];
beforeAll(async () => {
  on = await testRegistry();
  const call = await on.aCall();
  projects = [];
  for (let count = 0; count < 8; count += 1)
    projects.push(await on.aProject({ application: await on.anApplication({ call }) }));
});
afterAll(() => on.close());

const project = (place: number) => projects[place]?.reference ?? '';
const relate = (kind: RelateProjectsInput['kind'], from: number, to: number, dates: object = {}) =>
  on.registry.relateProjects.execute(
    { kind, from: project(from), to: project(to), request: null, ...dates },
    on.as(anOfficer()),
  );

describe('a relation between projects', () => {
  it('is read from both its ends, and keeps its dates', async () => {
    const { reference } = await relate('vimp_of', 0, 1, { validFrom: '2018-01-01' });
    const shown = {
      reference,
      kind: 'vimp_of',
      from: { reference: project(0), title: 'Invented project' },
      to: { reference: project(1), title: 'Invented project' },
      validFrom: '2018-01-01',
      validTo: null,
    };
    expect(await relationsOf(on.db, project(0))).toEqual([shown]);
    expect(await relationsOf(on.db, project(1))).toEqual([shown]);
    const end = () =>
      on.registry.endRelation.execute({ reference, validTo: '2020-01-01', request: null }, on.as(anOfficer()));
    await end();
    expect(await relationView(on.db, reference)).toEqual({ ...shown, validTo: '2020-01-01' });
    await expect(end()).rejects.toMatchObject({ rules: ['relation_ended'] });
    const gone = { reference: 'REL-999999', validTo: '2020-01-01', request: null };
    await expect(on.registry.endRelation.execute(gone, on.as(anOfficer()))).rejects.toThrow(NotFound);
  });

  it('has several parents, but never twice the same, nor itself', async () => {
    await relate('vimp_of', 2, 0);
    await relate('vimp_of', 2, 1);
    await expect(relate('vimp_of', 2, 1)).rejects.toMatchObject({
      rules: ['project_relation_overlap'],
    });
    await expect(relate('umbrella_of', 3, 3)).rejects.toMatchObject({
      rules: [expect.stringMatching(/^project_relation_(self|cycle)$/)],
    });
    await expect(relate('phase_of', 3, 4, { validFrom: '2020-01-01', validTo: '2019-01-01' })).rejects.toMatchObject({
      rules: ['project_relation_dates_in_order'],
    });
    await expect(
      on.registry.relateProjects.execute(
        { kind: 'phase_of', from: 'NO-1', to: 'NO-2', request: null },
        on.as(anOfficer()),
      ),
    ).rejects.toMatchObject({ errors: [{ pointer: '/from' }, { pointer: '/to' }] });
  });

  it('can begin again after it ended, and is never there twice at a time', async () => {
    const { reference } = await relate('phase_of', 0, 2, { validFrom: '2018-01-01' });
    const again = { validFrom: '2020-01-01' };
    await expect(relate('phase_of', 0, 2, again)).rejects.toMatchObject({ rules: ['project_relation_overlap'] });
    await on.registry.endRelation.execute({ reference, validTo: '2020-01-01', request: null }, on.as(anOfficer()));

    const next = await relate('phase_of', 0, 2, again);

    const phases = (await relationsOf(on.db, project(2))).filter(({ kind }) => kind === 'phase_of');
    expect(phases.map((each) => [each.reference, each.validFrom, each.validTo])).toEqual([
      [reference, '2018-01-01', '2020-01-01'],
      [next.reference, '2020-01-01', null],
    ]);
    const within = { validFrom: '2019-01-01', validTo: '2019-06-01' };
    await expect(relate('phase_of', 0, 2, within)).rejects.toMatchObject({ rules: ['project_relation_overlap'] });
  });

  it('never closes a cycle of one kind, also when two halves come at once', async () => {
    await relate('follow_up_of', 4, 5);
    await relate('follow_up_of', 5, 6);
    await expect(relate('follow_up_of', 6, 4)).rejects.toMatchObject({ rules: ['project_relation_cycle'] });
    await relate('phase_of', 6, 4); // another kind
    const halves = await Promise.allSettled([relate('umbrella_of', 4, 5), relate('umbrella_of', 5, 4)]);
    expect(halves.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(halves.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { rules: ['project_relation_cycle'] },
    });
  });
});

describe('the graph around a project', () => {
  it('goes on from project to project in both directions, each once', async () => {
    await relate('umbrella_of', 7, 6);
    const { projects: found, relations, isCut } = await relationGraph(on.db, project(7));
    expect(found.map(({ reference }) => reference).toSorted()).toEqual([4, 5, 6, 7].map(project).toSorted());
    expect(relations).toHaveLength(5);
    expect(isCut).toBe(false);
    expect(await relationGraph(on.db, project(3))).toEqual({ projects: [], relations: [], isCut: false });
  });

  it('is bounded, however many projects one of them bundles', async () => {
    const [{ id: hub } = { id: '' }] = projects;
    await on.unguardedSql(
      `insert into project (id, funder_id, application_id, decision_id, reference, title, granted, status, event_hash, event_at, status_since)
       select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, funder_id, ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid,
              decision_id, reference || '-' || n, 'Lid ' || n, 1, status, event_hash, event_at, status_since
         from project, generate_series(1, 1200) n where id = $1`,
      hub,
    );
    await on.unguardedSql(
      `insert into project_relation (id, reference, kind, from_project_id, to_project_id)
       select gen_random_uuid(), 'REL-X' || n, 'umbrella_of', $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
         from generate_series(1, 1200) n`,
      hub,
    );
    const graph = await relationGraph(on.db, project(0));
    expect(graph.relations.length).toBeLessThanOrEqual(500);
    expect(graph.projects.length).toBeLessThanOrEqual(501);
    expect(graph.isCut).toBe(true);
  });
});
