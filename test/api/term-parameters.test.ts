import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultTermParameters, termParameterKinds, type Role } from '@grants/domain';
import { termParametersOf } from '@grants/registry';
import { testApi, type ApiAnswer, type TestApi } from '../support/api.js';
import type { Named } from '../support/registry.js';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

interface Place {
  readonly funder: Named & { readonly code: string };
  readonly programme: Named;
}
async function aPlace(): Promise<Place> {
  const funder = await api.aFunder();
  return { funder, programme: await api.aProgramme(funder) };
}

const read = (path: string) => api.get(`/v1/${path}/term-parameters`, { as: 'auditor' });
/** Sets lengths in a place as it stands now. */
async function set(path: string, as: Role, terms: readonly object[], more: object = {}): Promise<ApiAnswer> {
  const { version } = (await read(path)).body;
  return api.request('PUT', `/v1/${path}/term-parameters`, { as, version, body: { terms, ...more } });
}
const rebuttal = (length: string, basis = 'ZonMw: rebuttal') => ({ kind: 'rebuttal', length, basis });
const itsRebuttal = async (path: string) => (await read(path)).body.items.find(({ kind }) => kind === 'rebuttal');

describe('how long terms are', () => {
  it('is the default where nobody set anything, for every term whose length is not in the law', async () => {
    const { funder } = await aPlace();
    const { status, body, headers } = await read(`funders/${funder.code}`);

    expect([status, headers['etag']]).toEqual([200, '"1"']);
    expect(body.items.map(({ kind }) => kind)).toEqual(termParameterKinds);
    expect(new Set(body.items.map(({ setBy }) => setBy))).toEqual(new Set(['default']));
    expect(await itsRebuttal(`funders/${funder.code}`)).toMatchObject({
      nl: 'wederhoor',
      length: 'P2W',
      basis: defaultTermParameters.rebuttal.basis,
      validFrom: null,
    });
  });

  it('is what a call sets before its programme, and that before its funder', async () => {
    const { funder, programme } = await aPlace();
    const call = await api.aCall({ programme, status: 'draft' });
    const [atFunder, atProgramme, atCall] = [
      `funders/${funder.code}`,
      `programmes/${programme.reference}`,
      `calls/${call.reference}`,
    ];
    const outcome = async () => (await itsRebuttal(atCall)) ?? {};

    expect((await set(atFunder, 'administrator', [rebuttal('P3W')])).status).toBe(200);
    expect(await outcome()).toMatchObject({ length: 'P3W', setBy: 'funder', validFrom: api.today() });
    expect((await set(atProgramme, 'programme_officer', [rebuttal('P4W')])).body).toMatchObject({ version: 2 });
    expect(await outcome()).toMatchObject({ length: 'P4W', setBy: 'programme' });
    expect((await set(atCall, 'programme_officer', [rebuttal('P10D', 'call: rebuttal')])).status).toBe(200);
    expect(await outcome()).toMatchObject({ length: 'P10D', setBy: 'call', basis: 'call: rebuttal' });
    expect(await itsRebuttal(atProgramme)).toMatchObject({ length: 'P4W' });
    expect(await itsRebuttal(atFunder)).toMatchObject({ length: 'P3W' });
    // What is left out is taken back, so that the next one holds again.
    expect((await set(atCall, 'programme_officer', [])).status).toBe(200);
    expect(await outcome()).toMatchObject({ length: 'P4W', setBy: 'programme' });
    expect((await set(atProgramme, 'programme_officer', [])).status).toBe(200);
    expect(await outcome()).toMatchObject({ length: 'P3W', setBy: 'funder' });
  });

  it('is, for deciding and for starting, what the call says in fields of its own', async () => {
    const { funder, programme } = await aPlace();
    const ofFunder = { kind: 'decision_on_application', length: 'P13W', basis: 'Awb 4:13(1); ZonMw: decision term' };
    await set(`funders/${funder.code}`, 'administrator', [ofFunder]);
    const silent = await api.aCall({ programme, status: 'draft' });
    const says = await api.aCall({ programme, status: 'draft', decisionTermWeeks: 22, startTermMonths: 9 });

    expect((await termParametersOf(api.db, silent.id)).decision_on_application).toMatchObject({
      length: { weeks: 13 },
      basis: 'Awb 4:13(1); ZonMw: decision term',
    });
    expect(await termParametersOf(api.db, says.id)).toMatchObject({
      decision_on_application: { length: { weeks: 22 }, basis: 'Awb 4:13(1); call: decision term' },
      project_start: { length: { months: 9 } },
      rebuttal: defaultTermParameters.rebuttal,
    });
    await expect(termParametersOf(api.db, funder.id)).rejects.toThrow('has gone');
  });

  it('stays, for a call that was published, what it was then', async () => {
    const { funder, programme } = await aPlace();
    const atFunder = `funders/${funder.code}`;
    await set(atFunder, 'administrator', [rebuttal('P3W')]);
    const published = await api.aCall({ programme, status: 'published' });
    await api.aMomentLater();
    await set(atFunder, 'administrator', [rebuttal('P5W')]);

    expect((await termParametersOf(api.db, published.id)).rebuttal.length).toEqual({ weeks: 3 });
    expect(await itsRebuttal(atFunder)).toMatchObject({ length: 'P5W' });
    const later = await api.aCall({ programme, status: 'published' });
    expect((await termParametersOf(api.db, later.id)).rebuttal.length).toEqual({ weeks: 5 });
  });

  it('can be set ahead', async () => {
    const { funder } = await aPlace();
    const path = `funders/${funder.code}`;
    await set(path, 'administrator', [rebuttal('P3W')]);
    await set(path, 'administrator', [rebuttal('P4W')], { validFrom: api.today(10) });
    expect(await itsRebuttal(path)).toMatchObject({ length: 'P3W' });
    await api.moveClock(24 * 10);
    expect(await itsRebuttal(path)).toMatchObject({ length: 'P4W', validFrom: api.today() });
    await api.moveClock(0);
  });
});

describe('setting a term', () => {
  it.each<[string, Role, string, number]>([
    ['funder', 'programme_officer', 'funders', 403],
    ['funder', 'applicant', 'funders', 403],
    ['programme', 'administrator', 'programmes', 403],
    ['programme', 'decision_authority', 'programmes', 403],
  ])('of a %s is refused to %s', async (_, as, collection, status) => {
    const { funder, programme } = await aPlace();
    const path = `${collection}/${collection === 'funders' ? funder.code : programme.reference}`;
    expect((await set(path, as, [rebuttal('P3W')])).status).toBe(status);
  });

  it('of a call in preparation is hidden from those who may not know of it', async () => {
    const { programme } = await aPlace();
    const { reference } = await api.aCall({ programme, status: 'draft' });
    const path = `/v1/calls/${reference}/term-parameters`;
    expect((await api.get(path, { as: 'applicant' })).status).toBe(404);
    expect((await api.request('PUT', path, { as: 'applicant', version: 1, body: { terms: [] } })).status).toBe(404);
  });

  it.each<[string, string, object, string]>([
    ['a length in two units', 'funders', { terms: [rebuttal('P1M3D')] }, '/terms/0/length'],
    ['no length at all', 'funders', { terms: [rebuttal('P0W')] }, '/terms/0/length'],
    ['a basis that names nothing', 'funders', { terms: [rebuttal('P3W', 'because')] }, '/terms/0/basis'],
    ['a term of the law', 'funders', { terms: [{ ...rebuttal('P3W'), kind: 'objection' }] }, '/terms/0/kind'],
    ['one term twice', 'funders', { terms: [rebuttal('P3W'), rebuttal('P4W')] }, '/terms/1/kind'],
    ['a day that has passed', 'funders', { terms: [], validFrom: '2020-01-01' }, '/validFrom'],
    [
      'what is a field of the call',
      'funders',
      { terms: [{ ...rebuttal('P3M'), kind: 'project_start' }] },
      '/terms/0/kind',
    ],
    [
      'a field of the call, on it',
      'calls',
      { terms: [{ ...rebuttal('P9W'), kind: 'decision_on_application' }] },
      '/terms/0/kind',
    ],
    ['a day, for a call', 'calls', { terms: [], validFrom: '2099-01-01' }, '/validFrom'],
  ])('refuses %s', async (_, collection, body, pointer) => {
    const { funder, programme } = await aPlace();
    const path =
      collection === 'funders'
        ? `funders/${funder.code}`
        : `calls/${(await api.aCall({ programme, status: 'draft' })).reference}`;
    const { version } = (await read(path)).body;
    const as = collection === 'funders' ? 'administrator' : 'programme_officer';
    const refused = await api.request('PUT', `/v1/${path}/term-parameters`, { as, version, body });
    expect([refused.status, refused.body.errors?.map((each) => each.pointer)]).toEqual([400, [pointer]]);
  });

  it('asks for the version that was read, and takes one of two who read the same', async () => {
    const { funder } = await aPlace();
    const url = `/v1/funders/${funder.code}/term-parameters`;
    const body = { terms: [rebuttal('P3W')] };
    expect((await api.request('PUT', url, { as: 'administrator', body })).status).toBe(428);
    const both = await Promise.all(
      [1, 2].map(() => api.request('PUT', url, { as: 'administrator', version: 1, body })),
    );
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 412]);
  });

  it('of a call that was published is refused, by the database too', async () => {
    const { programme } = await aPlace();
    const call = await api.aCall({ programme, status: 'published' });
    const refused = await set(`calls/${call.reference}`, 'programme_officer', [rebuttal('P3W')]);
    expect([refused.status, refused.body.rules]).toEqual([422, ['call_frozen']]);
    await expect(insert({ call: call.reference })).rejects.toMatchObject({ constraint: 'call_frozen' });
  });

  it('is never undone nor backdated in the database, and says what it is', async () => {
    const call = await api.aCall({ status: 'draft' });
    await insert({ call: call.reference });
    await expect(api.appSql(`update term_parameter set length = 'P9W'`)).rejects.toThrow('permission denied');
    await expect(api.ownerSql(`update term_parameter set length = 'P9W'`)).rejects.toMatchObject({
      constraint: 'append_only',
    });
    await expect(api.ownerSql(`truncate term_parameter`)).rejects.toMatchObject({ constraint: 'append_only' });
    for (const [given, constraint] of [
      [{ validFrom: api.today(-1) }, 'term_parameter_not_backdated'],
      [{ length: 'P1M3D' }, 'term_parameter_length_form'],
      [{ basis: null }, 'term_parameter_has_basis'],
      [{ kind: 'project_start' }, 'term_parameter_not_of_call'],
      [{ kind: 'decision_on_application' }, 'term_parameter_not_of_call'],
      [{ alsoProgramme: true }, 'term_parameter_one_place'],
    ] as const) {
      await expect(insert({ call: call.reference, ...given })).rejects.toMatchObject({ constraint });
    }
  });
});

/** Adds a row as the service may, by SQL of its own. */
const insert = ({
  call,
  kind = 'rebuttal',
  length = 'P3W',
  basis = 'call: rebuttal',
  validFrom = api.today(),
  alsoProgramme = false,
}: {
  readonly call: string;
  readonly kind?: string;
  readonly length?: string;
  readonly basis?: string | null;
  readonly validFrom?: string;
  readonly alsoProgramme?: boolean;
}) =>
  api.appSql(
    `insert into term_parameter (id, funder_id, programme_id, call_id, kind, length, basis, valid_from, actor)
     select gen_random_uuid(), funder_id, case when $6::boolean then programme_id end, id, $2, $3, $4, $5::date, gen_random_uuid()
       from call where reference = $1`,
    call,
    kind,
    length,
    basis,
    validFrom,
    alsoProgramme,
  );
