import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@grants/domain';
import { testApi, type TestApi } from '../support/api.js';
import type { Named, TestProject } from '../support/registry.js';
import { expectProblem } from './problem.js';

let api: TestApi;
let funder: Named & { code: string };
let programme: Named;
/** Two of the programme, and one of another programme of the same funder. */
let mine: [TestProject, TestProject];
let other: TestProject;
beforeAll(async () => {
  api = await testApi();
  funder = await api.aFunder();
  programme = await api.aProgramme(funder);
  const aProjectOf = async (its: Named) =>
    api.aProject({ application: await api.anApplication({ call: await api.aCall({ programme: its }) }) });
  mine = [await aProjectOf(programme), await aProjectOf(programme)];
  other = await aProjectOf(await api.aProgramme(funder));
});
afterAll(() => api.close());

/** The token of a new account with a role that is limited to a funder or a programme. */
async function tokenOf(role: Role, place: { funder?: string; programme?: string }): Promise<string> {
  const subject = `${role}-${place.programme ?? place.funder ?? ''}`;
  const account = await api.post('/v1/accounts', { as: 'administrator', body: { issuer: 'urn:test', subject } });
  if (account.status === 409) return api.token({ subject }); // it is there already
  const body = { role, ...place, validFrom: '2020-01-01' };
  const given = await api.post(`${String(account.headers['location'])}/roles`, { as: 'administrator', body });
  expect(given.status).toBe(201);
  return api.token({ subject });
}

describe('an officer of one programme', () => {
  let token: string;
  beforeAll(async () => {
    token = await tokenOf('programme_officer', { programme: programme.reference });
  });

  it('begins no other one, which an officer of the funder may', async () => {
    const begin = (by: string, at: string) =>
      api.post('/v1/programmes', { token: by, body: { funder: at, code: 'NEW', title: 'Verzonnen' } });
    const elsewhere = await api.aFunder();
    expectProblem(await begin(token, funder.code), 403, 'not-allowed');
    expectProblem(await begin(token, elsewhere.code), 403, 'not-allowed');
    const ofFunder = await tokenOf('programme_officer', { funder: funder.code });
    expectProblem(await begin(ofFunder, elsewhere.code), 403, 'not-allowed');
    expect(await begin(ofFunder, funder.code)).toMatchObject({ status: 201 });
  });

  it('relates projects of it alone; others are told like those that are not there', async () => {
    const relate = (to: string) =>
      api.post(`/v1/projects/${mine[0].reference}/relations`, { token, body: { kind: 'vimp_of', to } });
    const before = await api.rowCounts();
    for (const to of [other.reference, 'NO-SUCH-P']) {
      expect(await relate(to)).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/to', detail: `there is no ${to}` }] },
      });
    }
    expect(await api.rowCounts()).toEqual(before);
    expect(await relate(mine[1].reference)).toMatchObject({ status: 201 });
  });

  it('records activities with projects and applications of it alone', async () => {
    const named = (projects: TestProject[]) => ({
      projects: projects.map(({ reference }) => reference),
      applications: projects.map(({ application }) => application.reference),
    });
    const about = { kind: 'other', title: 'Verzonnen', heldOn: '2020-01-01' };
    const record = (code: string, projects: TestProject[]) =>
      api.post(`/v1/programmes/${programme.reference}/activities`, {
        token,
        body: { ...about, code, ...named(projects) },
      });
    const pointers = { errors: [{ pointer: '/projects/1' }, { pointer: '/applications/1' }] };
    const before = await api.rowCounts();
    expect(await record('A', [mine[0], other])).toMatchObject({ status: 400, body: pointers });
    expect(await api.rowCounts()).toEqual(before);
    const recorded = await record('A', [...mine]);
    expect(recorded.status).toBe(201);
    const change = (projects: TestProject[]) =>
      api.request('PATCH', String(recorded.headers['location']), { token, version: 1, body: named(projects) });
    expect(await change([mine[0], other])).toMatchObject({ status: 400, body: pointers });
    expect((await change([...mine])).status).toBe(200);
  });
});

describe('reports', () => {
  it('are not for roles that are limited to a funder or programme, as they are over all of them', async () => {
    const run = await api.get('/v1/reports/honouring?format=csv', { as: 'ministry_reporter' });
    expect(run.status).toBe(200);
    const file = `/v1/report-runs/${String(run.headers['report-run'])}`;
    const addresses = ['/v1/reports', '/v1/reports/honouring?format=csv', file, `${file}/file`];
    for (const role of ['ministry_reporter', 'programme_officer'] as const) {
      for (const place of [{ funder: funder.code }, { programme: programme.reference }]) {
        const token = await tokenOf(role, place);
        for (const address of addresses) {
          const refused = await api.get(address, { token });
          expectProblem(refused, 403, 'not-allowed');
          expect(refused.body['detail']).toMatch(/over the whole registry/);
        }
      }
    }
    for (const address of addresses) expect((await api.get(address, { as: 'ministry_reporter' })).status).toBe(200);
    expect((await api.get('/v1/reports', { as: 'applicant' })).body['detail']).not.toMatch(/whole registry/);
  });
});
