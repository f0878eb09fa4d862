import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testApi, type ApiRequest, type TestApi } from '../support/api.js';
import type { Named, TestCall, TestProject } from '../support/registry.js';
import { expectProblem } from './problem.js';

let api: TestApi;
let funder: Named & { code: string };
let programme: Named;
let call: TestCall;

beforeAll(async () => {
  api = await testApi();
  funder = await api.aFunder('INV');
  programme = await api.aProgramme(funder);
  call = await api.aCall({ status: 'open', programme });
});
afterAll(() => api.close());

const aProject = async (): Promise<TestProject> => api.aProject({ application: await api.anApplication({ call }) });
const references = (items: readonly { reference: string }[]) => items.map(({ reference }) => reference);
/** The person behind the demo's account of a role. */
async function personOf(role: 'applicant' | 'project_leader'): Promise<string> {
  const { personId } = await api.actor(role);
  const [person] = await api.adminSql<{ reference: string }>('select reference from person where id = $1', personId);
  return person?.reference ?? '';
}
/** What an attempt leaves behind: nothing. */
async function leavesNothing(attempt: () => Promise<void>): Promise<void> {
  const before = await api.rowCounts();
  await attempt();
  expect(await api.rowCounts()).toEqual(before);
}

describe('a programme', () => {
  it('has lines in a tree, policy objectives and target groups', async () => {
    const line = async (body: object) => (await api.post(`/v1/programmes/${programme.reference}/lines`, { body })).body;
    const whole = await line({ code: '2', title: 'Verzonnen lijn' });
    const part = await line({ code: '2a', title: 'Verzonnen sublijn', parent: whole.reference });
    expect(part).toEqual({ reference: `${programme.reference}-2A`, version: 1 });
    const objective = await api.post('/v1/policy-objectives', {
      body: { funder: 'INV', code: 'DOEL-1', description: 'Verzonnen doel' },
    });
    expect(objective).toMatchObject({ status: 201, body: { reference: 'INV-DOEL-1' } });
    const group = await api.post('/v1/target-groups', {
      body: { funder: 'INV', code: 'youth', nameNl: 'Jeugdigen', nameEn: 'Youth' },
    });
    expect(group).toMatchObject({ status: 201, body: { code: 'youth' } });
    const change = { policyObjectives: ['INV-DOEL-1'], targetGroups: ['youth'] };
    expect(
      (await api.request('PATCH', `/v1/programmes/${programme.reference}`, { version: 1, body: change })).status,
    ).toBe(200);

    const { body } = await api.get(`/v1/programmes/${programme.reference}`, { as: 'applicant' });
    expect(body).toMatchObject({
      lines: [
        { code: '2', parent: null },
        { code: '2a', parent: whole.reference },
      ],
      policyObjectives: [{ reference: 'INV-DOEL-1', description: 'Verzonnen doel' }],
      targetGroups: [{ code: 'youth', nameNl: 'Jeugdigen', nameEn: 'Youth' }],
    });
    expect((await api.get(`/v1/programmes/${programme.reference}/lines`)).body.items).toEqual(body.lines);
    const found = await api.get('/v1/programmes?policyObjective=INV-DOEL-1&targetGroup=youth&funder=INV');
    expect(references(found.body.items)).toEqual([programme.reference]);
    expect((await api.get('/v1/policy-objectives?funder=INV')).body.items).toHaveLength(1);
    expect((await api.get('/v1/target-groups?funder=INV')).body.items).toHaveLength(1);
  });

  it('refuses lines, objectives and groups that are not there, each by its pointer', async () => {
    await leavesNothing(async () => {
      const at = `/v1/programmes/${programme.reference}`;
      const parent = await api.post(`${at}/lines`, { body: { code: '9', title: 'Verzonnen', parent: 'INV-NO-SUCH' } });
      expect(parent).toMatchObject({ status: 400, body: { errors: [{ pointer: '/parent' }] } });
      const { version } = (await api.get(at)).body;
      const aims = { policyObjectives: ['INV-NO-SUCH'], targetGroups: ['nobody'] };
      expect(await api.request('PATCH', at, { version, body: aims })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/policyObjectives/0' }] },
      });
      expect(await api.request('PATCH', at, { version, body: { targetGroups: ['nobody'] } })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/targetGroups/0' }] },
      });
      expectProblem(
        await api.request('PATCH', at, { version, body: { startsOn: '2026-01-01', endsOn: '2025-01-01' } }),
        422,
        'guard-failed',
      );
      expectProblem(
        await api.post('/v1/target-groups', { body: { funder: 'INV', code: 'youth', nameNl: 'x', nameEn: 'x' } }),
        409,
        'already-exists',
      );
      expectProblem(await api.post('/v1/policy-objectives', { as: 'auditor', body: {} }), 403, 'not-allowed');
      expectProblem(
        await api.post('/v1/programmes', { body: { funder: 'INV', code: 'MIN', title: 'Verzonnen', budget: '-1.00' } }),
        400,
        'invalid-input',
      );
    });
  });

  it('keeps its activities for those who watch it, with the projects and applications in them', async () => {
    const project = await aProject();
    const body = {
      code: 'IB-2017',
      kind: 'implementation_meeting',
      title: 'Bijeenkomst',
      heldOn: '2017-09-07',
      projects: [project.reference],
    };
    const recorded = await api.post(`/v1/programmes/${programme.reference}/activities`, { body });
    const address = String(recorded.headers['location']);
    const more = await api.request('PATCH', address, {
      version: 1,
      body: { applications: [project.application.reference] },
    });
    expect(more).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await api.get(address)).body).toMatchObject({
      programme: programme.reference,
      projects: [project.reference],
      applications: [project.application.reference],
    });
    const list = (query: string) =>
      api.get(`/v1/programmes/${programme.reference}/activities?${query}`, { as: 'auditor' });
    expect(
      (await list('kind=implementation_meeting&heldFrom=2017-09-07&heldUntil=2017-09-07')).body.items,
    ).toHaveLength(1);
    expect((await list('heldFrom=2017-09-08')).body.items).toEqual([]);
    expectProblem(await list('heldFrom=2017-02-30'), 400, 'invalid-input');
    expectProblem(await api.get(address, { as: 'applicant' }), 404, 'not-found');
    expectProblem(
      await api.get(`/v1/programmes/${programme.reference}/activities`, { as: 'applicant' }),
      403,
      'not-allowed',
    );
    await leavesNothing(async () => {
      const answer = await api.post(`/v1/programmes/${programme.reference}/activities`, {
        body: { ...body, code: 'IB-2', projects: ['NO-SUCH-P'] },
      });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/projects/0' }] } });
    });
  });
});

describe('an invitation', () => {
  const until = '2999-01-01';
  const invite = (reference: string, body: object, options: ApiRequest = {}) =>
    api.post(`/v1/calls/${reference}/invitations`, { body, ...options });

  it('is for one person, is seen by them, and can be revoked', async () => {
    const vimp = await api.aCall({ status: 'open', programme, accessMode: 'invitation', type: 'vimp' });
    const person = await personOf('applicant');
    const made = await invite(vimp.reference, { person, validUntil: until });
    expect(made).toMatchObject({
      status: 201,
      body: { reference: `${vimp.reference}-I1` },
      headers: { location: `/v1/invitations/${vimp.reference}-I1` },
    });
    const other = await invite(vimp.reference, { person: (await api.aPerson()).reference, validUntil: until });

    const address = String(made.headers['location']);
    expect((await api.get(address, { as: 'applicant' })).body).toMatchObject({
      call: vimp.reference,
      person: { reference: person },
      standing: 'open',
      validUntil: until,
      usedBy: null,
    });
    const listed = async (as: ApiRequest['as'], query = '') =>
      references(
        (await api.get(`/v1/calls/${vimp.reference}/invitations${query}`, { as: as ?? 'programme_officer' })).body
          .items,
      );
    expect(await listed('applicant')).toEqual([made.body.reference]);
    expect(await listed('auditor')).toEqual([made.body.reference, other.body.reference]);
    expectProblem(await api.get(`/v1/invitations/${other.body.reference}`, { as: 'applicant' }), 404, 'not-found');

    expect((await api.post(`${address}/revocation`)).status).toBe(200);
    expect(await listed('auditor', '?standing=revoked')).toEqual([made.body.reference]);
    await leavesNothing(async () => {
      const again = await api.post(`${address}/revocation`);
      expect(again).toMatchObject({ status: 422, body: { rules: ['invitation_revoked'] } });
      expectProblem(
        await api.post(`/v1/invitations/${other.body.reference}/revocation`, { as: 'auditor' }),
        403,
        'not-allowed',
      );
    });
  });

  it('is refused where it cannot be, and nothing is left behind', async () => {
    const draft = await api.aCall({ status: 'draft', programme, accessMode: 'invitation' });
    const { reference: person } = await api.aPerson();
    await leavesNothing(async () => {
      expect(await invite(call.reference, { person, validUntil: until })).toMatchObject({
        status: 422,
        body: { rules: ['call_not_by_invitation'] },
      });
      expect(await invite(draft.reference, { person, validUntil: until })).toMatchObject({
        status: 422,
        body: { rules: ['call_not_published'] },
      });
      expect(await invite(call.reference, { person: 'PER-999999', validUntil: until })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/person' }] },
      });
      expectProblem(
        await invite(draft.reference, { person, validUntil: until }, { as: 'applicant' }),
        404,
        'not-found',
      );
      expectProblem(await invite(call.reference, {}, { as: 'applicant' }), 403, 'not-allowed');
      expectProblem(await invite(call.reference, {}), 400, 'invalid-input');
    });
  });
});

describe('a project', () => {
  it('is related to others, in a graph, until the relation ends', async () => {
    const [vimp, first, second] = [await aProject(), await aProject(), await aProject()];
    const relate = (from: TestProject, kind: string, to: TestProject, more: object = {}) =>
      api.post(`/v1/projects/${from.reference}/relations`, { body: { kind, to: to.reference, ...more } });
    const made = await relate(vimp, 'vimp_of', first, { validFrom: '2018-01-01' });
    expect(made.status).toBe(201);
    await relate(first, 'follow_up_of', second);
    const address = String(made.headers['location']);
    expect((await api.get(address)).body).toMatchObject({
      kind: 'vimp_of',
      from: { reference: vimp.reference, title: 'Invented project' },
      to: { reference: first.reference },
      validFrom: '2018-01-01',
      validTo: null,
    });
    expect((await api.get(`/v1/projects/${first.reference}/relations`)).body.items).toHaveLength(2);
    const { body: graph } = await api.get(`/v1/projects/${second.reference}/relation-graph`);
    expect(new Set(references(graph['projects'] as { reference: string }[]))).toEqual(
      new Set([vimp.reference, first.reference, second.reference]),
    );
    expect(graph).toMatchObject({ relations: [{ kind: 'vimp_of' }, { kind: 'follow_up_of' }], isCut: false });

    await leavesNothing(async () => {
      expect(await relate(first, 'vimp_of', first)).toMatchObject({
        status: 422,
        body: { rules: ['project_relation_cycle'] },
      });
      expect(await relate(second, 'follow_up_of', first)).toMatchObject({
        status: 422,
        body: { rules: ['project_relation_cycle'] },
      });
      expect(await relate(vimp, 'vimp_of', first)).toMatchObject({
        status: 422,
        body: { rules: ['project_relation_overlap'] },
      });
      expect(await relate(vimp, 'vimp_of', { ...first, reference: 'NO-SUCH-P' })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/to' }] },
      });
      expectProblem(await api.post(`${address}/end`, { as: 'auditor', body: {} }), 403, 'not-allowed');
      expectProblem(await api.get(address, { as: 'applicant' }), 404, 'not-found');
    });
    expect((await api.post(`${address}/end`, { body: { validTo: '2019-01-01' } })).body).toEqual(made.body);
    expect((await api.get(address)).body.validTo).toBe('2019-01-01');
    expect(await api.post(`${address}/end`, { body: { validTo: '2020-01-01' } })).toMatchObject({
      status: 422,
      body: { rules: ['relation_ended'] },
    });
  });

  it('changes its leader, and with it who sees it', async () => {
    const project = await aProject();
    const [person, organisation] = [await personOf('project_leader'), await api.anOrganisation()];
    const at = `/v1/projects/${project.reference}/leaders`;
    expectProblem(await api.get(at, { as: 'project_leader' }), 404, 'not-found');
    const today = api.today();
    const soon = api.today(2);
    const [leading] = (await api.get(at)).body.items;
    if (!leading) throw new Error('Nobody leads the project');
    expect((await api.post(`${at}/${leading.person.reference}/end`, { body: { validTo: soon } })).status).toBe(200);
    expect(
      (await api.post(at, { body: { person, organisation: organisation.reference, validFrom: soon } })).status,
    ).toBe(201);
    expect((await api.get(at)).body.items).toMatchObject([
      { person: { reference: leading.person.reference }, validTo: soon },
      {
        person: { reference: person },
        organisation: { reference: organisation.reference },
        validFrom: soon,
        validTo: null,
      },
    ]);
    await leavesNothing(async () => {
      expect(
        await api.post(at, { body: { person: 'PER-999999', organisation: 'ORG-999999', validFrom: today } }),
      ).toMatchObject({ status: 400, body: { errors: [{ pointer: '/person' }, { pointer: '/organisation' }] } });
      expect(await api.post(`${at}/${leading.person.reference}/end`, { body: { validTo: soon } })).toMatchObject({
        status: 422,
        body: { rules: ['not_leading'] },
      });
      expectProblem(await api.post(at, { as: 'auditor', body: {} }), 403, 'not-allowed');
    });
  });

  it('gets its number as issued', async () => {
    const project = await aProject();
    const change = (version: number, body: object, as: ApiRequest['as'] = 'programme_officer') =>
      api.request('PATCH', `/v1/projects/${project.reference}`, { as, version, body });
    const changed = await change(project.version, { number: '72 93 00999', fileNumber: '72-93009-99-001' });
    expect(changed).toMatchObject({ status: 200, headers: { etag: `"${project.version + 1}"` } });
    await leavesNothing(async () => {
      expectProblem(await change(project.version, { number: '1' }), 412, 'stale-version');
      expect(await change(project.version + 1, { number: '!' })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/number' }] },
      });
      expectProblem(await change(project.version + 1, { status: 'completed' }), 400, 'invalid-input');
      expectProblem(await change(project.version + 1, {}, 'auditor'), 403, 'not-allowed');
    });
  });
});

describe('what was imported', () => {
  it('shows a legacy award to its watchers, with its payments', async () => {
    const award = await api.aLegacyAward();
    const read = await api.get(`/v1/legacy-awards/${award.reference}`, { as: 'ministry_reporter' });
    expect(read).toMatchObject({
      status: 200,
      headers: { etag: `"${award.version}"` },
      body: {
        reference: award.reference,
        status: 'imported',
        paid: '0.00',
        payments: 0,
        firstYear: null,
        recipientText: 'An invented recipient',
      },
    });
    expect((await api.get(`/v1/legacy-awards/${award.reference}/realisations?year=2015`)).body).toEqual({
      items: [],
      next: null,
    });
    expect(
      references((await api.get(`/v1/legacy-awards?status=imported&funder=${String(read.body['funder'])}`)).body.items),
    ).toEqual([award.reference]);
    expectProblem(await api.get(`/v1/legacy-awards/${award.reference}`, { as: 'applicant' }), 404, 'not-found');
    expectProblem(await api.get(`/v1/legacy-awards/${award.reference}/realisations?year=next`), 400, 'invalid-input');
  });

  it('shows imports and what was wrong in them, page by page', async () => {
    const totals = { exactTotal: '1.5', roundedTotal: '1.50', roundingDifference: '0' };
    const made = { new: 1, alreadyKnown: 0, fundersNew: 1, callsNew: 1, organisationsNew: 1, awardsNew: 1 };
    const rows = { rowsRead: 4, good: 1, bad: 3, ministries: [{ ministry: 'VERZONNEN', rows: 1, ...totals }] };
    const summary = JSON.stringify({ outcome: 'imported', ...rows, ...made, ...totals });
    const runs: string[] = [];
    for (const name of ['een', 'twee', 'drie']) {
      const [run] = await api.adminSql<{ reference: string; id: string }>(
        `insert into import_run (id, kind, file_name, checksum, actor, summary) values (gen_random_uuid(), 'ministry_subsidies', $1, $1, gen_random_uuid(), $2) returning reference, id`,
        `${name}.csv`,
        summary,
      );
      runs.push(run?.reference ?? '');
      for (const line of [2, 3, 4]) {
        await api.adminSql(
          `insert into import_error (import_run_id, line, number, field, reason, value) values ($1, $2, 1, 'amount', 'amount_not_a_number', 'x')`,
          run?.id,
          line,
        );
      }
    }
    const page = await api.get('/v1/import-runs?limit=2', { as: 'administrator' });
    expect(references(page.body.items)).toEqual(runs.toReversed().slice(0, 2));
    const rest = await api.get(/<(.+)>/.exec(String(page.headers['link']))?.[1] ?? '', { as: 'administrator' });
    expect([references(rest.body.items), rest.body.next]).toEqual([runs.slice(0, 1), null]);
    const errors = await api.get(`/v1/import-runs/${runs[0]}/errors?limit=2`, { as: 'auditor' });
    expect(errors.body).toMatchObject({ items: [{ line: 2 }, { line: 3 }], next: '3-1' });
    expect((await api.get(`/v1/import-runs/${runs[0]}/errors?cursor=3-1`, { as: 'auditor' })).body).toMatchObject({
      items: [{ line: 4, column: 'amount', reason: 'amount_not_a_number', value: 'x' }],
      next: null,
    });
    expectProblem(
      await api.get(`/v1/import-runs/${runs[0]}/errors?cursor=here`, { as: 'auditor' }),
      400,
      'invalid-input',
    );
    expect((await api.get(`/v1/import-runs/${runs[0]}`, { as: 'auditor' })).body).toMatchObject({
      kind: 'ministry_subsidies',
      voidedAt: null,
      summary: { outcome: 'imported' },
    });
    expectProblem(await api.get(`/v1/import-runs/${runs[0]}`), 404, 'not-found');
    expectProblem(await api.get(`/v1/import-runs`), 403, 'not-allowed');
  });
});
