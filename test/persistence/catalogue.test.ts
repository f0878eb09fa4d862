import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { catalogueFaults } from '../../libs/persistence/src/catalogue.js';
import { catalogueDrift, Database, verify } from '@grants/persistence';
import { withClient } from '../../libs/persistence/src/with-client.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

const catalogueFile = join(import.meta.dirname, '../../prisma/catalogue.txt');

/** What a superuser does, with what it is called. Each is undone by dropping the database. */
const spoilt: readonly (readonly [sql: string, fault: string])[] = [
  ['drop trigger e_keep_change on programme', 'missing: trigger e_keep_change of table programme '],
  [
    'alter table organisation disable trigger e_keep_change',
    'changed: trigger e_keep_change of table organisation is (.*switched off',
  ],
  [
    'create trigger meddle before insert on funder for each row execute function refuse_change()',
    'extra: trigger meddle of ',
  ],
  ['drop trigger refuse_truncate on registry_event_2026', 'extra: truncation of table registry_event_2026 '],
  [
    'alter table project_relation drop constraint project_relation_self',
    'missing: constraint project_relation_self of ',
  ],
  [
    `alter table call_invitation drop constraint invitation_open_already;
     alter table call_invitation add constraint invitation_open_already check (true)`,
    'changed: constraint invitation_open_already of ',
  ],
  ['drop index project_number_search', 'missing: index project_number_search of table project '],
  ['create index meddle on project (title)', 'extra: index meddle of table project '],
  [
    'alter table project disable trigger all',
    'extra: enforcement of constraint project_decision_id_fkey of table project ',
  ],
  ['create policy meddle on confidential_text using (true)', 'extra: row policy meddle of table confidential_text '],
  ['alter table seal enable row level security', 'changed: table seal is (.*with row security'],
  ['alter table outbox_message set unlogged', 'changed: table outbox_message is (.*unlogged'],
  ['grant delete on registry_event to registry_app', 'extra: right of registry_app to delete table registry_event '],
  [
    'grant truncate on registry_event_2026 to registry_app',
    'extra: right of registry_app to truncate table registry_event_2026 ',
  ],
  [
    'grant update (event_hash) on project to registry_app',
    'extra: right of registry_app to update column event_hash of table project ',
  ],
  ['revoke select on seal from registry_reader', 'missing: right of registry_reader to select table seal '],
  [
    'grant execute on function make_event_years(integer, integer) to registry_app',
    'extra: right of registry_app to execute function make_event_years(',
  ],
  ['alter table seal owner to registry_app', 'changed: table seal is (owned by registry_app'],
  [
    `create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'`,
    'changed: function refuse_change() is ',
  ],
  ['alter function take_seal() security invoker', 'changed: function take_seal() is '],
  ['alter table programme alter column title drop not null', 'changed: column title of table programme is (text)'],
  [
    'create schema meddle; set search_path = meddle, public; alter database THIS set search_path = meddle',
    'extra: setting search_path of the database ',
  ],
  ['create rule meddle as on insert to seal do instead nothing', 'extra: rule meddle of table seal '],
];

describe('the catalogue of the release', () => {
  let database: TestDatabase;
  const faults = (): Promise<string[]> => catalogueDrift(database.ownerUrl, { catalogueFile });
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it('is that of a database that was just migrated, also when later years were added', async () => {
    await withClient(database.ownerUrl, (owner) => owner.query('select make_event_years(2041, 2042)'));

    expect(await faults()).toEqual([]);
  });

  it('is compared with roles: their attributes and their settings', async () => {
    // Roles are of the whole server, that others use: so this is seen within its own transaction only.
    await withClient(database.adminUrl, async (admin) => {
      await admin.query(`begin; alter role registry_app bypassrls;
        alter role registry_reader set session_replication_role = 'replica'; grant registry_importer to registry_app`);

      expect(await catalogueFaults(admin, catalogueFile)).toEqual([
        'changed: role registry_app is (may sign in, passes row security), should be (may sign in)',
        'extra: membership of role registry_app in registry_importer (given, has its rights, may become it)',
        'extra: setting session_replication_role of role registry_reader (replica)',
      ]);
      await admin.query('rollback');
    });
  });

  it('names each object that is missing, extra or changed, to migrate --check and to verify', async () => {
    await withClient(database.adminUrl, async (admin) => {
      for (const [sql] of spoilt) await admin.query(sql.replace('THIS', database.name));
    });
    const found = await faults();

    for (const [, fault] of spoilt) {
      const [beginning = '', rest = ''] = fault.split('.*');
      const named = found.filter((each) => each.startsWith(beginning) && each.includes(rest));
      expect({ fault, named: named.length > 0 }).toEqual({ fault, named: true });
    }
    const owner = new Database({ url: database.ownerUrl, poolSize: 1 });
    try {
      const { findings } = await verify(owner, { catalogueFile });
      const told = findings.filter(({ check }) => check === 'catalogue').map(({ detail }) => detail);
      expect(told).toHaveLength(found.length);
      for (const each of found) expect(told).toContainEqual(expect.stringContaining(each));
    } finally {
      await owner.close();
    }
  });
});
