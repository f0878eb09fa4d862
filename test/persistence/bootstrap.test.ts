import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap } from '../../libs/persistence/src/bootstrap.js';
import { joinEmbeddedServer, type EmbeddedServer } from '../../libs/persistence/src/embedded-server.js';
import { urlWith, withClient } from '../../libs/persistence/src/with-client.js';

const roles = ['registry_owner', 'registry_app', 'registry_reader', 'registry_importer'];
const passwords = { owner: 'for the owner', app: 'for/the@app', reader: 'for the reader' };

// A server of its own: roles belong to a whole server, and these tests drop them.
let dataDir: string;
let server: EmbeddedServer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'grants-bootstrap-'));
  server = await joinEmbeddedServer({ dataDir, forTests: true, log: () => undefined });
});

afterAll(async () => {
  await server.leave();
  await rm(dataDir, { recursive: true });
});

beforeEach(async () => {
  await asAdmin(`drop database if exists registry with (force)`);
  await asAdmin(`drop database if exists second with (force)`);
  for (const role of ['hosted', ...roles]) {
    await asAdmin(`do $$ begin drop owned by ${role} cascade; exception when undefined_object then null; end $$`);
  }
  await asAdmin(`drop role if exists hosted, ${roles.join(', ')}`);
});

function asAdmin(sql: string, url = server.adminUrl): Promise<unknown[]> {
  return withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
}

describe('preparing a server', () => {
  it('makes the roles and the database', async () => {
    expect(await bootstrap(server.adminUrl, { database: 'registry' })).toMatchObject({
      createdRoles: roles,
      createdDatabase: true,
    });
    expect(
      await asAdmin(`select rolname, rolcanlogin from pg_roles
                      where rolname like 'registry_%' and not (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls)
                      order by rolname`),
    ).toEqual([
      { rolname: 'registry_app', rolcanlogin: true },
      { rolname: 'registry_importer', rolcanlogin: false },
      { rolname: 'registry_owner', rolcanlogin: true },
      { rolname: 'registry_reader', rolcanlogin: true },
    ]);
  });

  it('lets the roles in with the passwords given, and no one else', async () => {
    const { ownerUrl, appUrl, readerUrl } = await bootstrap(server.adminUrl, { database: 'registry', passwords });
    await asAdmin(`create role hosted login password 'x'`);

    for (const url of [ownerUrl, appUrl, readerUrl]) {
      expect(await asAdmin(`select current_database() as name`, url)).toEqual([{ name: 'registry' }]);
    }
    const stranger = urlWith(appUrl, { user: 'hosted', password: 'x' });
    await expect(asAdmin('select', stranger)).rejects.toMatchObject({ code: '42501' });
  });

  it('keeps the passwords out of reach: the server only ever saw what it stores', async () => {
    await bootstrap(server.adminUrl, { database: 'registry', passwords });

    expect(
      await asAdmin(`select rolname from pg_authid where rolname = 'registry_app' and rolpassword like 'SCRAM-%'`),
    ).toEqual([{ rolname: 'registry_app' }]);
  });

  it('leaves tables to the owner alone', async () => {
    const { ownerUrl, appUrl } = await bootstrap(server.adminUrl, { database: 'registry', passwords });
    await asAdmin(
      'create table here (during daterange, owner int, exclude using gist (owner with =, during with &&))',
      ownerUrl,
    );

    await expect(asAdmin('create table there ()', appUrl)).rejects.toMatchObject({ code: '42501' });
    await expect(asAdmin('create temporary table there ()', appUrl)).rejects.toMatchObject({ code: '42501' });
    await expect(asAdmin('select from here', appUrl)).rejects.toMatchObject({ code: '42501' });
  });

  it('lets the owner give a function to the importer, and have none of its rights', async () => {
    const { ownerUrl } = await bootstrap(server.adminUrl, { database: 'registry', passwords });

    expect(
      await asAdmin(
        `select pg_has_role('registry_importer', 'set') as become, pg_has_role('registry_importer', 'usage') as use`,
        ownerUrl,
      ),
    ).toEqual([{ become: true, use: false }]);
  });

  it('gives every server the same order of text and the same time zone', async () => {
    const { ownerUrl } = await bootstrap(server.adminUrl, { database: 'registry', passwords });

    expect(
      await asAdmin(
        `select datlocprovider as provider, datlocale as locale, current_setting('timezone') as zone,
                pg_encoding_to_char(encoding) as encoding from pg_database where datname = current_database()`,
        ownerUrl,
      ),
    ).toEqual([{ provider: 'b', locale: 'C.UTF-8', zone: 'UTC', encoding: 'UTF8' }]);
  });

  it('can be repeated, and keeps the passwords', async () => {
    const { appUrl } = await bootstrap(server.adminUrl, { database: 'registry', passwords });

    expect(await bootstrap(server.adminUrl, { database: 'registry' })).toMatchObject({
      createdRoles: [],
      createdDatabase: false,
    });
    expect(await asAdmin('select 1 as one', appUrl)).toEqual([{ one: 1 }]);
  });

  it('can be done by several at the same time, for one database or more', async () => {
    const names = ['registry', 'second', 'registry', 'second', 'registry', 'second'];
    const results = await Promise.all(names.map((database) => bootstrap(server.adminUrl, { database, passwords })));

    expect(results.filter(({ createdDatabase }) => createdDatabase)).toHaveLength(2);
    expect(results.flatMap(({ createdRoles }) => createdRoles)).toEqual(roles);
  });
});

describe('an administrator without superuser rights', () => {
  const hosted = (): string => urlWith(server.adminUrl, { user: 'hosted', password: 'h' });

  it('can do all of it with the right to create roles and databases', async () => {
    await asAdmin(`create role hosted login createrole createdb password 'h'`);
    const { ownerUrl } = await bootstrap(hosted(), { database: 'registry', passwords });
    await bootstrap(hosted(), { database: 'registry', passwords });

    expect(await asAdmin(`select extname from pg_extension where extname = 'btree_gist'`, ownerUrl)).toHaveLength(1);
  });

  it('is told what is lacking', async () => {
    await asAdmin(`create role hosted login createrole password 'h'`);

    await expect(bootstrap(hosted(), { database: 'registry' })).rejects.toMatchObject({
      code: 'not_permitted',
      message: expect.stringContaining('CREATEDB'),
    });
  });
});

describe('what exists already', () => {
  it.each([
    ['may bypass row security', 'create role registry_app login bypassrls'],
    [
      'is a member of the owner',
      'create role registry_owner login; create role registry_app login in role registry_owner',
    ],
  ])('is refused if a role %s', async (_why, sql) => {
    await asAdmin(sql);

    await expect(bootstrap(server.adminUrl, { database: 'registry' })).rejects.toMatchObject({
      code: 'role_too_powerful',
      message: expect.stringContaining('registry_app'),
    });
  });

  it('is refused if the database cannot hold every letter', async () => {
    await asAdmin(`create database registry encoding 'LATIN1' locale 'C' template template0`);

    await expect(bootstrap(server.adminUrl, { database: 'registry' })).rejects.toMatchObject({
      code: 'wrong_encoding',
    });
  });

  it('is taken over where it fits', async () => {
    await asAdmin('create database registry');
    await asAdmin('create role registry_reader nologin');
    const { readerUrl } = await bootstrap(server.adminUrl, { database: 'registry', passwords });

    expect(
      await asAdmin(`select datdba::regrole::text as owner from pg_database where datname = 'registry'`, readerUrl),
    ).toEqual([{ owner: 'registry_owner' }]);
  });
});
