import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../libs/persistence/src/with-client.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

describe('the database of a test file', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it.each([
    ['ownerUrl', 'registry_owner'],
    ['appUrl', 'registry_app'],
    ['readerUrl', 'registry_reader'],
  ] as const)('lets %s in as %s', async (url, role) => {
    const { rows } = await withClient(database[url], (client) =>
      client.query('select session_user as role, current_database() as name'),
    );

    expect(rows).toEqual([{ role, name: database.name }]);
  });

  it('has the tables of the migrations', async () => {
    const { rows } = await withClient(database.ownerUrl, (client) =>
      client.query<{ applied: number }>('select count(finished_at)::int as applied from _prisma_migrations'),
    );

    expect(rows[0]?.applied).toBeGreaterThan(0);
  });

  it('is its own: another copy does not see what is written here', async () => {
    await withClient(database.ownerUrl, (client) => client.query('create table only_here ()'));
    const other = await testDatabase();
    const { rows } = await withClient(other.ownerUrl, (client) =>
      client.query("select to_regclass('only_here') as found"),
    );
    await other.drop();

    expect(rows).toEqual([{ found: null }]);
  });
});
