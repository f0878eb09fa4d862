import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SubjectKind } from '@grants/registry';
import { testApi, type TestApi } from '../support/api.js';

let api: TestApi;
/** A record of each kind that comes in by no lifecycle: its collection, kind and reference. */
const records: (readonly [collection: string, kind: SubjectKind, reference: string])[] = [];

async function added(url: string, body: object): Promise<string> {
  const answer = await api.post(url, { as: 'programme_officer', body });
  expect([url, answer.status]).toEqual([url, 201]);
  return answer.body.reference;
}

beforeAll(async () => {
  api = await testApi();
  const body = { code: 'VZF', name: 'Verzonnen fonds', kind: 'funder' };
  expect((await api.post('/v1/funders', { as: 'administrator', body })).status).toBe(201);
  const programme = await added('/v1/programmes', { funder: 'VZF', code: 'P1', title: 'Verzonnen programma' });
  const meeting = { code: 'IB', kind: 'implementation_meeting', title: 'Verzonnen bijeenkomst', heldOn: '2017-09-07' };
  const aim = { funder: 'VZF', code: 'DOEL', description: 'Een verzonnen doel.' };
  records.push(
    ['funders', 'funder', 'VZF'],
    ['programmes', 'programme', programme],
    ['programme-lines', 'programme_line', await added(`/v1/programmes/${programme}/lines`, { code: '2b', title: 'B' })],
    ['policy-objectives', 'policy_objective', await added('/v1/policy-objectives', aim)],
    ['activities', 'activity', await added(`/v1/programmes/${programme}/activities`, meeting)],
    ['organisations', 'organisation', await added('/v1/organisations', { name: 'Verzonnen BV', kind: 'company' })],
    ['people', 'person', await added('/v1/people', { familyName: 'Verzonnen' })],
  );
});
afterAll(() => api.close());

describe('where the fields of a record come from', () => {
  it('is empty for what was entered, and told for what was not, of each kind', async () => {
    const by = { actor: await api.actor('programme_officer'), now: api.clock.now() };
    for (const [collection, kind, reference] of records) {
      const url = `/v1/${collection}/${reference}/provenance`;
      expect([url, await api.get(url)]).toMatchObject([url, { status: 200, body: { items: [] } }]);
      const fields = [
        { field: '*', origin: 'source', source: 'verzonnen.csv', line: 7 },
        { field: 'name', origin: 'invented', note: 'for a test' },
      ] as const;
      await api.registry.noteProvenance.execute({ kind, reference, fields }, by);
      expect([url, (await api.get(url)).body.items]).toMatchObject([
        url,
        [
          { field: '*', origin: 'source', source: 'verzonnen.csv', checksum: null, line: 7, note: null },
          { field: 'name', origin: 'invented', source: null, line: null, note: 'for a test' },
        ],
      ]);
    }
  });

  it('is shown to whoever may read the record, and of nothing that is not there', async () => {
    for (const [collection, , reference] of records) {
      const asApplicant = await api.get(`/v1/${collection}/${reference}/provenance`, { as: 'applicant' });
      const record = await api.get(`/v1/${collection}/${reference}`, { as: 'applicant' });
      // A policy objective is read in lists alone, by everybody.
      const expected = collection === 'policy-objectives' ? 200 : record.status;
      expect([collection, asApplicant.status]).toEqual([collection, expected]);
      expect([collection, (await api.get(`/v1/${collection}/NO-1/provenance`)).status]).toEqual([collection, 404]);
    }
  });
});
