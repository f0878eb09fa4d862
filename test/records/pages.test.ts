import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '@grants/persistence';
import {
  listApplications,
  listCalls,
  listOrganisations,
  listProjects,
  type Page,
  type PageRequest,
} from '@grants/registry';
import { testRegistry, type Named, type TestRegistry } from '../support/registry.js';
import { viewerAs, viewerIn } from './viewers.js';

let on: TestRegistry;
beforeAll(async () => {
  on = await testRegistry();
});
afterAll(() => on.close());

type List = (page: PageRequest) => Promise<Page<{ reference: string }>>;

/** Everything that the pages of a list give, with something done between them. */
async function walk(
  list: List,
  page: PageRequest,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await list({ ...page, cursor });
    expect(items.length).toBeLessThanOrEqual(page.limit ?? 50);
    found.push(...items.map(({ reference }) => reference));
    cursor = next ?? undefined;
    await between();
  } while (cursor !== undefined);
  return found;
}

/** Organisations with names of which many are equal. */
const addOrganisations = (count: number) =>
  on.stepSql<{ reference: string }>(
    `insert into organisation (id, name, kind) select gen_random_uuid(), 'Naam ' || (n % 3), 'university' from generate_series(1, $1::integer) n returning reference`,
    count,
  );

describe('the pages of a list', () => {
  it('give every record that was there once, in order, while others are added', async () => {
    await addOrganisations(40);
    const reader = viewerIn(on, 'auditor');
    const list: List = (page) => listOrganisations(on.db, reader, {}, page);
    const sorts = fc.constantFrom('reference', '-reference', 'name', '-name');
    await fc.assert(
      fc.asyncProperty(sorts, fc.integer({ min: 1, max: 23 }), fc.array(fc.nat(3)), async (sort, limit, additions) => {
        const before = (await on.appSql<{ reference: string }>('select reference from organisation')).map(
          (row) => row.reference,
        );
        const queue = [...additions];
        const seen = await walk(list, { sort, limit }, () => addOrganisations(queue.pop() ?? 0));
        expect(new Set(seen).size).toBe(seen.length);
        expect(new Set(before).difference(new Set(seen)).size).toBe(0);
      }),
      { seed: 20_261_122, numRuns: 12 },
    );
    const names = (await on.appSql<{ name: string }>('select name from organisation order by name desc, id desc')).map(
      (row) => row.name,
    );
    const { items } = await listOrganisations(on.db, reader, {}, { sort: '-name', limit: 200 });
    expect(items.map(({ name }) => name)).toEqual(names.slice(0, 200));
  });

  it('give a case once to somebody who reaches it in two ways', async () => {
    const programme = await on.aProgramme();
    const person: Named = await on.aPerson();
    const call = await on.aCall({ programme });
    const content = { mainApplicant: person.reference, projectLeader: person.reference };
    for (let count = 0; count < 7; count += 1) {
      await on.anApplication({
        call,
        ...(count % 2 === 0 && { content }),
        status: count < 2 ? 'honoured' : 'submitted',
      });
    }
    const officer = viewerIn(on, 'programme_officer', { programme });
    const both = { ...officer, principal: { ...officer.principal, personId: person.id } };
    const applications = await walk((page) => listApplications(on.db, both, {}, page), {
      limit: 2,
      sort: '-receivedAt',
    });
    expect([applications.length, new Set(applications).size]).toEqual([7, 7]);
    expect(await walk((page) => listApplications(on.db, viewerAs(on, person), {}, page), { limit: 2 })).toHaveLength(4);
    for (const sort of ['reference', 'statusSince', '-statusSince', 'startsOn', '-startsOn']) {
      expect(await walk((page) => listProjects(on.db, both, {}, page), { limit: 1, sort })).toHaveLength(2);
    }
    expect(
      await walk((page) => listCalls(on.db, both, { programme: programme.reference }, page), {
        limit: 1,
        sort: '-closesAt',
      }),
    ).toHaveLength(1);
  });

  it('are not resumed by a cursor that is none of theirs', async () => {
    const reader = viewerIn(on, 'auditor');
    const { next } = await listOrganisations(on.db, reader, {}, { limit: 1, sort: 'name' });
    const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const refused = { errors: [{ pointer: '/cursor' }] };
    const asked: PageRequest[] = [
      { cursor: next ?? '', sort: 'reference' },
      { cursor: 'nonsense' },
      { cursor: '' },
      { cursor: cursor('reference', 'x', 'not-a-key') },
      { cursor: cursor('reference', 7, newId()) },
      { cursor: cursor('reference', 'x\0', newId()) },
    ];
    for (const page of asked) {
      await expect(listOrganisations(on.db, reader, {}, page)).rejects.toMatchObject(refused);
    }
    for (const key of ['2020-13-01', 'yesterday', '2020-01-01 25:00:00+00', "2020-01-01' or true --"]) {
      const page = { sort: 'receivedAt', cursor: cursor('receivedAt', key, newId()) };
      await expect(listApplications(on.db, reader, {}, page)).rejects.toMatchObject(refused);
    }
    for (const limit of [0, 201, 1.5, Number.NaN]) {
      await expect(listOrganisations(on.db, reader, {}, { limit })).rejects.toMatchObject({
        errors: [{ pointer: '/limit' }],
      });
    }
  });
});
