import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AlreadyExists, NotFound, StaleVersion } from '@grants/domain';
import {
  activityView,
  listActivities,
  listPolicyObjectives,
  listProgrammes,
  listTargetGroups,
  lineView,
  programmeView,
} from '@grants/registry';
import { anOfficer, testRegistry, type Named, type TestRegistry } from '../support/registry.js';
import { viewerAs, viewerIn } from './viewers.js';

let on: TestRegistry;
let funder: Named & { code: string };
beforeAll(async () => {
  on = await testRegistry();
  funder = await on.aFunder('VERZONNEN');
});
afterAll(() => on.close());

const aProgramme = (code: string, changes: object = {}) =>
  on.registry.createProgramme.execute(
    { funder: 'VERZONNEN', code, title: `Programma ${code}`, request: null, ...changes },
    on.as(anOfficer()),
  );

describe('a programme', () => {
  it('is begun under its funder’s code, with what and whom it is for', async () => {
    const moment = on.as(anOfficer());
    await on.registry.addPolicyObjective.execute(
      { funder: 'VERZONNEN', code: 'DOEL-1', description: 'Minder verzinsels', request: null },
      moment,
    );
    await on.registry.addTargetGroup.execute(
      { funder: 'VERZONNEN', code: 'gemeenten', nameNl: 'Gemeenten', nameEn: 'Municipalities', request: null },
      moment,
    );
    const created = await aProgramme('WWJ', {
      titleEn: 'Programme WWJ',
      budget: '21000000',
      startsOn: '2019-01-01',
      endsOn: '2025-12-31',
      policyObjectives: ['VERZONNEN-DOEL-1'],
      targetGroups: ['gemeenten'],
    });
    expect(created).toEqual({ reference: 'VERZONNEN-WWJ', version: 1 });
    expect(await programmeView(on.db, 'VERZONNEN-WWJ')).toEqual({
      reference: 'VERZONNEN-WWJ',
      funder: 'VERZONNEN',
      title: 'Programma WWJ',
      titleEn: 'Programme WWJ',
      commissioner: null,
      budget: '21000000.00',
      currency: 'EUR',
      startsOn: '2019-01-01',
      endsOn: '2025-12-31',
      version: 1,
      lines: [],
      policyObjectives: [{ reference: 'VERZONNEN-DOEL-1', description: 'Minder verzinsels' }],
      targetGroups: [{ code: 'gemeenten', nameNl: 'Gemeenten', nameEn: 'Municipalities' }],
    });
    const reader = viewerIn(on, 'auditor');
    expect((await listPolicyObjectives(on.db, reader, { funder: 'VERZONNEN' }, {})).items).toHaveLength(1);
    expect((await listTargetGroups(on.db, reader, { funder: 'VERZONNEN' }, {})).items).toMatchObject([
      { code: 'gemeenten' },
    ]);
    const forMunicipalities = await listProgrammes(on.db, reader, { targetGroup: 'gemeenten', q: 'progr' }, {});
    expect(forMunicipalities.items).toMatchObject([{ reference: 'VERZONNEN-WWJ' }]);
  });

  it('is refused where the input names what is not there, each by its pointer', async () => {
    await expect(aProgramme('NOT', { policyObjectives: ['VERZONNEN-DOEL-1', 'NOWHERE-1'] })).rejects.toMatchObject({
      errors: [{ pointer: '/policyObjectives/1' }],
    });
    await expect(aProgramme('NOT', { targetGroups: ['gemeenten', 'maan'] })).rejects.toMatchObject({
      errors: [{ pointer: '/targetGroups/1' }],
    });
    await expect(aProgramme('NOT', { funder: 'NOBODY' })).rejects.toMatchObject({ errors: [{ pointer: '/funder' }] });
    expect(await programmeView(on.db, 'VERZONNEN-NOT')).toBeNull();
  });

  it('does not take the objective of another funder', async () => {
    await on.aFunder('ANDER');
    const objective = { funder: 'ANDER', code: 'DOEL', description: 'Van een ander', request: null };
    await on.registry.addPolicyObjective.execute(objective, on.as(anOfficer()));
    await expect(aProgramme('NOT', { policyObjectives: ['ANDER-DOEL'] })).rejects.toMatchObject({
      errors: [{ pointer: '/policyObjectives/0', detail: 'is an objective of another funder' }],
    });
  });

  it('has a code of its own and dates in order', async () => {
    await aProgramme('TWICE');
    await expect(aProgramme('TWICE')).rejects.toEqual(new AlreadyExists('programme', 'code'));
    await expect(aProgramme('ORDER', { startsOn: '2020-01-01', endsOn: '2019-12-31' })).rejects.toMatchObject({
      rules: ['programme_dates_in_order'],
    });
  });

  it('is changed by its version, and its lists are replaced', async () => {
    await aProgramme('CHANGE', { targetGroups: ['gemeenten'] });
    const change = { reference: 'VERZONNEN-CHANGE', version: 1, title: 'Nieuwe titel', targetGroups: [] };
    await on.registry.changeProgramme.execute(change, on.as(anOfficer()));
    expect(await programmeView(on.db, 'VERZONNEN-CHANGE')).toMatchObject({
      title: 'Nieuwe titel',
      targetGroups: [],
      version: 2,
    });
    await expect(on.registry.changeProgramme.execute(change, on.as(anOfficer()))).rejects.toThrow(StaleVersion);
  });
});

describe('a programme line', () => {
  const addLine = (programme: string, code: string, parent?: string) =>
    on.registry.addLine.execute({ programme, code, title: `Lijn ${code}`, parent, request: null }, on.as(anOfficer()));

  it('stands in a tree, its code unique within the programme only', async () => {
    await aProgramme('TREE');
    await aProgramme('OTHER');
    expect(await addLine('VERZONNEN-TREE', '2')).toMatchObject({ reference: 'VERZONNEN-TREE-2' });
    expect(await addLine('VERZONNEN-TREE', '2b', 'VERZONNEN-TREE-2')).toMatchObject({ reference: 'VERZONNEN-TREE-2B' });
    expect(await addLine('VERZONNEN-OTHER', '2b')).toMatchObject({ reference: 'VERZONNEN-OTHER-2B' });
    await expect(addLine('VERZONNEN-TREE', '2b')).rejects.toEqual(new AlreadyExists('programme line', 'code'));
    await expect(addLine('VERZONNEN-TREE', '2c', 'VERZONNEN-OTHER-2B')).rejects.toMatchObject({
      errors: [{ pointer: '/parent' }],
    });
    expect((await programmeView(on.db, 'VERZONNEN-TREE'))?.lines).toMatchObject([
      { code: '2', parent: null },
      { code: '2b', parent: 'VERZONNEN-TREE-2' },
    ]);
  });

  it('contributes to policy objectives of its own, by which its programme is found', async () => {
    const programme = await aProgramme('LINEAIMS');
    await addLine(programme.reference, '1');
    const objective = (code: string) =>
      on.registry.addPolicyObjective.execute(
        { funder: code, code: 'LINE-AIM', description: 'Een verzonnen doel', request: null },
        on.as(anOfficer()),
      );
    const { reference: ours } = await objective('VERZONNEN');
    const { reference: theirs } = await objective((await on.aFunder()).code);
    const change = (version: number, policyObjectives: string[]) =>
      on.registry.changeLine.execute(
        { reference: `${programme.reference}-1`, version, policyObjectives },
        on.as(anOfficer()),
      );

    await expect(change(1, [ours, theirs])).rejects.toMatchObject({ errors: [{ pointer: '/policyObjectives/1' }] });
    await change(1, [ours, ours]);
    expect(await lineView(on.db, `${programme.reference}-1`)).toMatchObject({ policyObjectives: [ours], version: 2 });
    const found = await listProgrammes(on.db, viewerIn(on, 'programme_officer'), { policyObjective: ours }, {});
    expect(found.items.map(({ reference }) => reference)).toEqual([programme.reference]);
    await change(2, []);
    expect(await lineView(on.db, `${programme.reference}-1`)).toMatchObject({ policyObjectives: [] });
  });

  it('is never its own ancestor', async () => {
    await aProgramme('CYCLE');
    await addLine('VERZONNEN-CYCLE', '1');
    await addLine('VERZONNEN-CYCLE', '1a', 'VERZONNEN-CYCLE-1');
    const under = { reference: 'VERZONNEN-CYCLE-1', version: 1, parent: 'VERZONNEN-CYCLE-1A' };
    await expect(on.registry.changeLine.execute(under, on.as(anOfficer()))).rejects.toMatchObject({
      rules: ['programme_line_cycle'],
    });
    const itself = { reference: 'VERZONNEN-CYCLE-1', version: 1, parent: 'VERZONNEN-CYCLE-1' };
    await expect(on.registry.changeLine.execute(itself, on.as(anOfficer()))).rejects.toMatchObject({
      rules: [expect.stringMatching(/programme_line_(cycle|not_its_own_parent)/)],
    });
    const away = {
      reference: 'VERZONNEN-CYCLE-1A',
      version: 1,
      parent: null,
      title: 'Zelfstandig',
      effectiveOn: '2020-01-01',
    };
    await on.registry.changeLine.execute(away, on.as(anOfficer()));
    expect(await lineView(on.db, 'VERZONNEN-CYCLE-1A')).toMatchObject({
      parent: null,
      title: 'Zelfstandig',
      version: 2,
    });
  });
});

describe('a programme activity', () => {
  let programme: Named;
  beforeAll(async () => {
    programme = await on.aProgramme(funder);
  });
  const record = (code: string, changes: object = {}) =>
    on.registry.recordActivity.execute(
      {
        programme: programme.reference,
        code,
        kind: 'implementation_meeting',
        title: 'Verzonnen bijeenkomst',
        heldOn: '2017-09-07',
        request: null,
        ...changes,
      },
      on.as(anOfficer()),
    );

  it('says which projects took part and which applications came of it, also afterwards', async () => {
    const call = await on.aCall({ programme });
    const project = await on.aProject({ application: await on.anApplication({ call }) });
    const application = await on.anApplication({ call });
    const { reference } = await record('2017-1', { projects: [project.reference] });
    expect(reference).toBe(`${programme.reference}-2017-1`);
    const change = { reference, version: 1, applications: [application.reference], projects: [project.reference] };
    await on.registry.changeActivity.execute(change, on.as(anOfficer()));
    expect(await activityView(on.db, reference, viewerIn(on, 'programme_officer', { programme }))).toEqual({
      reference,
      programme: programme.reference,
      kind: 'implementation_meeting',
      title: 'Verzonnen bijeenkomst',
      heldOn: '2017-09-07',
      outcome: null,
      version: 2,
      projects: [project.reference],
      applications: [application.reference],
    });
    await expect(record('2017-2', { projects: ['NO-1'], applications: ['NO-2'] })).rejects.toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer: '/projects/0' }),
        expect.objectContaining({ pointer: '/applications/0' }),
      ]),
    });
    const gone = { reference: 'NO-3', version: 1 };
    await expect(on.registry.changeActivity.execute(gone, on.as(anOfficer()))).rejects.toThrow(NotFound);
  });

  it('is seen by the staff of its programme and by nobody else', async () => {
    const { reference } = await record('SEEN');
    const other = await on.aProgramme(funder);
    const seen = async (reader: Parameters<typeof listActivities>[1]) =>
      (await listActivities(on.db, reader, { programme: programme.reference }, {})).items.some(
        (each) => each.reference === reference,
      );
    expect(await seen(viewerIn(on, 'programme_officer', { programme }))).toBe(true);
    expect(await seen(viewerIn(on, 'ministry_reporter', { funder }))).toBe(true);
    expect(await seen(viewerIn(on, 'auditor'))).toBe(true);
    expect(await seen(viewerIn(on, 'programme_officer', { programme: other }))).toBe(false);
    expect(await seen(viewerAs(on, await on.aPerson()))).toBe(false);
    expect(await activityView(on.db, reference, viewerIn(on, 'programme_officer', { programme: other }))).toBeNull();
  });
});
