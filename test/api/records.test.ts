import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@grants/persistence';
import { testApi, type ApiRequest, type TestApi } from '../support/api.js';
import type { Named } from '../support/registry.js';
import { expectProblem } from './problem.js';

let api: TestApi;
let funder: Named & { code: string };

beforeAll(async () => {
  api = await testApi();
  funder = await api.aFunder('INV');
});
afterAll(() => api.close());

const administrator = { as: 'administrator' } as const;
const patch = (url: string, version: number | undefined, body: object, options: ApiRequest = {}) =>
  api.request('PATCH', url, { body, ...(version === undefined ? {} : { version }), ...options });
/** Adds a record that has a version, and gives its address. */
async function add(url: string, body: object, options: ApiRequest = {}): Promise<string> {
  const answer = await api.post(url, { body, ...options });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return String(answer.headers['location']);
}
/** What an attempt leaves behind: nothing. */
async function leavesNothing(attempt: () => Promise<void>): Promise<void> {
  const before = await api.rowCounts();
  await attempt();
  expect(await api.rowCounts()).toEqual(before);
}

describe('a record of each kind', () => {
  const programme = async () => (await api.aProgramme(funder)).reference;
  const kinds: readonly {
    kind: string;
    as?: ApiRequest['as'];
    where: () => Promise<{ url: string; body: object }> | { url: string; body: object };
    change: object;
    shows: object;
  }[] = [
    {
      kind: 'funder',
      as: 'administrator',
      where: () => ({ url: '/v1/funders', body: { code: 'NEWFUND', name: 'Invented Fund', kind: 'funder' } }),
      change: { name: 'Invented Fund of Funds', ror: '04jsz6e67' },
      shows: { code: 'NEWFUND', name: 'Invented Fund of Funds', ror: '04jsz6e67', version: 2 },
    },
    {
      kind: 'organisation',
      where: () => ({
        url: '/v1/organisations',
        body: { name: 'Verzonnen Hogeschool', kind: 'university', kvk: '90000001' },
      }),
      change: { name: 'Verzonnen Universiteit', kvk: null },
      shows: { name: 'Verzonnen Universiteit', kvk: null, country: 'NL', ror: null, version: 2 },
    },
    {
      kind: 'person',
      where: () => ({
        url: '/v1/people',
        body: { givenName: 'Vera', prefix: 'van', familyName: 'Verzonnen', orcid: '0000-0002-1825-0097' },
      }),
      change: { prefix: null },
      shows: { givenName: 'Vera', prefix: null, familyName: 'Verzonnen', orcid: '0000-0002-1825-0097', version: 2 },
    },
    {
      kind: 'programme',
      where: () => ({
        url: '/v1/programmes',
        body: { funder: 'INV', code: 'WWJ', title: 'Verzonnen programma', budget: '1000.50', startsOn: '2026-01-01' },
      }),
      change: { endsOn: '2027-12-31', titleEn: 'Invented programme' },
      shows: {
        reference: 'INV-WWJ',
        budget: '1000.50',
        currency: 'EUR',
        startsOn: '2026-01-01',
        endsOn: '2027-12-31',
        titleEn: 'Invented programme',
        lines: [],
        policyObjectives: [],
        targetGroups: [],
        version: 2,
      },
    },
    {
      kind: 'line',
      where: async () => ({
        url: `/v1/programmes/${await programme()}/lines`,
        body: { code: '2b', title: 'Verzonnen lijn' },
      }),
      change: { title: 'Andere lijn' },
      shows: { code: '2b', title: 'Andere lijn', parent: null, version: 2 },
    },
    {
      kind: 'activity',
      where: async () => ({
        url: `/v1/programmes/${await programme()}/activities`,
        body: { code: 'IB', kind: 'implementation_meeting', title: 'Bijeenkomst', heldOn: '2017-09-07' },
      }),
      change: { outcome: 'Twee voorstellen' },
      shows: {
        kind: 'implementation_meeting',
        heldOn: '2017-09-07',
        outcome: 'Twee voorstellen',
        projects: [],
        applications: [],
        version: 2,
      },
    },
  ];

  it.each(kinds)(
    '$kind: is added, read and changed, each time with its version as ETag',
    async ({ as = 'programme_officer', where, change, shows }) => {
      const { url, body } = await where();
      const added = await api.post(url, { as, body });
      expect(added).toMatchObject({ status: 201, body: { version: 1 } });
      expect(added.headers['etag']).toBe('"1"');
      const address = String(added.headers['location']);
      const first = await api.get(address, { as });
      expect(first).toMatchObject({ status: 200, headers: { etag: '"1"' } });
      const changed = await patch(address, undefined, change, {
        as,
        headers: { 'if-match': String(first.headers['etag']) },
      });
      expect(changed).toMatchObject({
        status: 200,
        body: { reference: added.body.reference, version: 2 },
        headers: { etag: '"2"' },
      });
      const then = await api.get(address, { as });
      expect(then.body).toMatchObject(shows);
      expect(then.headers['etag']).toBe('"2"');
    },
  );

  it.each(kinds)(
    '$kind: what is wrong is refused, in order, and nothing is left behind',
    async ({ as = 'programme_officer', where, change }) => {
      const { url, body } = await where();
      const code = { '/v1/funders': 'OTHERFUND', '/v1/programmes': 'OTHER' }[url];
      const other = { ...body, kvk: undefined, orcid: undefined, ...(code === undefined ? {} : { code }) };
      const address = await add(url, other, { as });
      await leavesNothing(async () => {
        expectProblem(await api.post(url, { as: null, body }), 401, 'not-signed-in');
        expectProblem(await patch(`${address}-NOT`, 1, { colour: 'red' }, { as: 'referee' }), 404, 'not-found');
        expectProblem(await api.post(url, { as: 'auditor', body: { colour: 'red' } }), 403, 'not-allowed');
        expectProblem(await patch(address, 1, { colour: 'red' }, { as: 'auditor' }), 403, 'not-allowed');
        const wrong = await api.post(url, { as, body: { colour: 'red' } });
        expectProblem(wrong, 400, 'invalid-input');
        expect(wrong.body.errors.length).toBeGreaterThan(1);
        expectProblem(await patch(address, undefined, { colour: 'red' }, { as }), 400, 'invalid-input');
        expectProblem(await patch(address, undefined, change, { as }), 428, 'version-required');
        const stale = await patch(address, 7, change, { as });
        expectProblem(stale, 412, 'stale-version');
        expect(stale.body.version).toBe(1);
      });
    },
  );
});

describe('lists', () => {
  let names: string[];

  beforeAll(async () => {
    names = Array.from({ length: 7 }, (_, number) => `Lijstorganisatie ${String.fromCharCode(65 + number)}`);
    for (const name of names)
      await add('/v1/organisations', { name, kind: name.endsWith('C') ? 'municipality' : 'foundation' });
  });

  it('lead from page to page by their Link, each record once, in the order that is asked for', async () => {
    const seen: string[] = [];
    let url: string | undefined = '/v1/organisations?q=lijst&sort=-name&limit=3';
    while (url !== undefined) {
      const page = await api.get(url);
      expect(page.status).toBe(200);
      seen.push(...page.body.items.map(({ name }) => String(name)));
      const link = page.headers['link'];
      expect(link === undefined).toBe(page.body.next === null);
      url = link === undefined ? undefined : /^<(\/v1\/organisations\?[^>]+)>; rel="next"$/.exec(String(link))?.[1];
    }
    expect(seen).toEqual(names.toReversed());
  });

  it('are filtered by fields, one or several values', async () => {
    const kinds = async (query: string) => (await api.get(`/v1/organisations?q=lijst&${query}`)).body.items.length;
    expect(await kinds('kind=municipality')).toBe(1);
    expect(await kinds('kind=municipality&kind=foundation')).toBe(7);
    expect(await kinds('country=BE')).toBe(0);
  });

  it.each([
    ['colour=red', ['/query/colour']],
    ['limit=0', ['/query/limit']],
    ['limit=201', ['/query/limit']],
    ['limit=1.5', ['/query/limit']],
    ['limit=many&sort=size&kind=castle&colour=red', ['/query/limit', '/query/sort', '/query/kind', '/query/colour']],
    ['limit=1&limit=2', ['/query/limit']],
    ['cursor=!', ['/query/cursor']],
    ['cursor=abc', ['/query/cursor']],
    ['q=%20!', ['/query/q']],
    ['q=a&q=b', ['/query/q']],
    ['__proto__=1', ['/query/__proto__']],
    ['constructor=1', ['/query/constructor']],
  ])('refuse a query that is not in order: %s', async (query, pointers) => {
    const answer = await api.get(`/v1/organisations?${query}`);
    expectProblem(answer, 400, 'invalid-input');
    expect(new Set(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer))).toEqual(new Set(pointers));
  });

  it('refuse a cursor of another order, and a query where none is taken', async () => {
    const { body } = await api.get('/v1/organisations?limit=1');
    expectProblem(await api.get(`/v1/organisations?limit=1&sort=name&cursor=${body.next}`), 400, 'invalid-input');
    const answer = await api.get('/v1/funders/INV?colour=red');
    expectProblem(answer, 400, 'invalid-input');
    expect(answer.body.errors).toEqual([{ pointer: '/query/colour', detail: 'this field is not known' }]);
    expectProblem(await api.get('/v1/funders/NOBODY?colour=red'), 404, 'not-found');
    expectProblem(
      await api.post('/v1/organisations?dryRun=true', { body: { name: 'Verzonnen', kind: 'other' } }),
      400,
      'invalid-input',
    );
  });

  it.each([
    ['funders', 'referee', null],
    ['organisations', 'applicant', null],
    ['people', 'project_leader', null],
    ['programmes', 'referee', null],
    ['policy-objectives', 'applicant', null],
    ['target-groups', 'applicant', null],
    ['legacy-awards', 'ministry_reporter', 'applicant'],
    ['import-runs', 'administrator', 'programme_officer'],
  ] as const)('%s: can be asked for by %s, and not by %s', async (collection, may, mayNot) => {
    expect(await api.get(`/v1/${collection}?limit=2`, { as: may })).toMatchObject({
      status: 200,
      body: { items: expect.any(Array) },
    });
    expectProblem(await api.get(`/v1/${collection}`, { as: null }), 401, 'not-signed-in');
    if (mayNot) expectProblem(await api.get(`/v1/${collection}`, { as: mayNot }), 403, 'not-allowed');
  });
});

describe('organisations', () => {
  it('keep the names that they had', async () => {
    const address = await add('/v1/organisations', {
      name: 'Eerste naam',
      kind: 'foundation',
      effectiveOn: '2015-01-01',
    });
    expect((await patch(address, 1, { name: 'Tweede naam', effectiveOn: '2020-01-01' })).status).toBe(200);
    const { body } = await api.get(`${address}/names`, { as: 'applicant' });
    expect(body.items).toMatchObject([
      { name: 'Eerste naam', from: null, until: '2020-01-01' },
      { name: 'Tweede naam', from: '2020-01-01', until: null },
    ]);
  });

  it('have identifiers that can be right and that nobody else has', async () => {
    const answer = await api.post('/v1/organisations', {
      body: { name: 'Verzonnen', kind: 'other', ror: '04jsz6e68', kvk: '1' },
    });
    expectProblem(answer, 400, 'invalid-input');
    const checked = await api.post('/v1/organisations', {
      body: { name: 'Verzonnen', kind: 'other', ror: '04jsz6e68' },
    });
    expect(checked.body.errors).toMatchObject([{ pointer: '/ror' }]);
    await add('/v1/organisations', { name: 'Verzonnen', kind: 'other', kvk: '90000777' });
    await leavesNothing(async () => {
      expectProblem(
        await api.post('/v1/organisations', { body: { name: 'Ook verzonnen', kind: 'other', kvk: '90000777' } }),
        409,
        'already-exists',
      );
    });
  });

  it('are not given a name in the future, or none', async () => {
    const address = await add('/v1/organisations', { name: 'Verzonnen', kind: 'other' });
    const future = await patch(address, 1, { name: 'Later', effectiveOn: '2999-01-01' });
    expectProblem(future, 422, 'guard-failed');
    expect(future.body.rules).toEqual(['effective_in_future']);
    expectProblem(await patch(address, 1, { name: null }), 400, 'invalid-input');
  });

  it('are added once for one key', async () => {
    const [body, key] = [{ name: 'Een keer verzonnen', kind: 'other' }, newId()];
    const [first, second] = [
      await api.post('/v1/organisations', { body, key }),
      await api.post('/v1/organisations', { body, key }),
    ];
    expect([second.status, second.body, second.headers['location']]).toEqual([
      201,
      first.body,
      first.headers['location'],
    ]);
    expectProblem(await api.post('/v1/organisations', { body: { ...body, name: 'Anders' }, key }), 422, 'key-reused');
    expect((await api.post('/v1/organisations', { body, key: null })).body.reference).not.toBe(first.body.reference);
  });
});

describe('people', () => {
  it('are seen by the staff, and themselves', async () => {
    const stranger = await add('/v1/people', { familyName: 'Vreemd' });
    expectProblem(await api.get(stranger, { as: 'applicant' }), 404, 'not-found');
    const { personId } = await api.actor('applicant');
    const [own] = await api.adminSql<{ reference: string }>('select reference from person where id = $1', personId);
    expect((await api.get(`/v1/people/${own?.reference}`, { as: 'applicant' })).status).toBe(200);
    const { body } = await api.get('/v1/people', { as: 'applicant' });
    expect(body.items.map(({ reference }: { reference: string }) => reference)).toEqual([own?.reference]);
  });

  it('are reached by contact data that few may read', async () => {
    const address = await add('/v1/people', { familyName: 'Bereikbaar' });
    const put = (version: number, body: object, as: ApiRequest['as'] = 'programme_officer') =>
      api.request('PUT', `${address}/contact`, { as, version, body });
    expect(await put(1, { email: 'vera@verzonnen.example', phone: '+31 20 555 0100' })).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    expect((await put(2, { email: 'anders@verzonnen.example' })).status).toBe(200);
    const read = await api.get(`${address}/contact`, { as: 'privacy_officer' });
    expect(read.body).toMatchObject({ email: 'anders@verzonnen.example', phone: null, address: null, version: 3 });
    expect(read.headers['etag']).toBe('"3"');
    expectProblem(await api.get(`${address}/contact`, { as: 'auditor' }), 403, 'not-allowed');
    expectProblem(await put(3, { email: 'nowhere' }), 400, 'invalid-input');
    expectProblem(await put(3, {}, 'auditor'), 403, 'not-allowed');
  });
});

describe('accounts', () => {
  it('get roles between dates, which end', async () => {
    const body = { issuer: 'urn:test', subject: 'verzonnen-1' };
    const made = await api.post('/v1/accounts', { ...administrator, body });
    expect(made).toMatchObject({ status: 201, headers: { location: `/v1/accounts/${String(made.body['id'])}` } });
    const address = String(made.headers['location']);
    expectProblem(await api.get('/v1/funders', { token: await api.token({ subject: 'other' }) }), 401, 'not-signed-in');
    const officer = await api.post(`${address}/roles`, {
      ...administrator,
      body: { role: 'programme_officer', funder: 'INV', validFrom: '2020-01-01' },
    });
    expect(officer.status).toBe(201);
    const ended = await api.post(`${address}/roles/${String(officer.body['id'])}/end`, {
      ...administrator,
      body: { validTo: '2021-01-01' },
    });
    expect(ended).toMatchObject({ status: 200, body: officer.body });
    const { body: account } = await api.get(address, { as: 'auditor' });
    expect(account).toMatchObject({
      ...body,
      person: null,
      roles: [
        { role: 'programme_officer', funder: 'INV', programme: null, validFrom: '2020-01-01', validTo: '2021-01-01' },
      ],
    });
    await leavesNothing(async () => {
      expectProblem(await api.post('/v1/accounts', { ...administrator, body }), 409, 'already-exists');
      expectProblem(await api.post('/v1/accounts', { body }), 403, 'not-allowed');
      expectProblem(await api.get(address), 404, 'not-found');
      expectProblem(await api.get('/v1/accounts/nobody', administrator), 404, 'not-found');
      expectProblem(
        await api.post(`${address}/roles/${newId()}/end`, { ...administrator, body: { validTo: '2021-01-01' } }),
        404,
        'not-found',
      );
      expectProblem(
        await api.post(`${address}/roles/x/end`, { ...administrator, body: { validTo: '2021-01-01' } }),
        404,
        'not-found',
      );
      const nowhere = await api.post(`${address}/roles`, {
        ...administrator,
        body: { role: 'auditor', funder: 'NOBODY', validFrom: '2020-01-01' },
      });
      expect(nowhere).toMatchObject({ status: 400, body: { errors: [{ pointer: '/funder' }] } });
      const backwards = await api.post(`${address}/roles`, {
        ...administrator,
        body: { role: 'auditor', validFrom: '2021-01-01', validTo: '2020-01-01' },
      });
      expect(backwards).toMatchObject({ status: 422, body: { rules: ['role_assignment_dates_in_order'] } });
    });
  });
});
