import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { bootstrap } from '../../libs/persistence/src/bootstrap.js';
import { migrate, type MigrateOptions, type MigrateResult } from '../../libs/persistence/src/migrate.js';
import { schemaDrift, schemaSql } from '../../libs/persistence/src/schema-drift.js';
import { withClient } from '../../libs/persistence/src/with-client.js';
import { newDatabase, testServer, type TestDatabase } from '../support/test-database.js';

const scratch = join(import.meta.dirname, 'scratch');
const schemaDir = join(scratch, 'schema');
const first = '20260101000000_programmes';
const second = '20260102000000_what_prisma_cannot_say';
const third = '20260103000000_index_without_blocking';
const fourth = '20260104000000_another';

let database: TestDatabase;
let migrationsDir: string;

beforeEach(async () => {
  database = newDatabase();
  await bootstrap(testServer().adminUrl, { database: database.name });
  migrationsDir = await mkdtemp(join(tmpdir(), 'grants-migrations-'));
  await cp(join(scratch, 'migrations'), migrationsDir, { recursive: true });
});

afterEach(async () => {
  await database.drop();
  await rm(migrationsDir, { recursive: true });
});

function migrated(options: Partial<MigrateOptions> = {}): Promise<MigrateResult> {
  return migrate(database.ownerUrl, { migrationsDir, log: () => undefined, ...options });
}

async function aMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(migrationsDir, name), { recursive: true });
  await writeFile(join(migrationsDir, name, 'migration.sql'), sql);
}

async function rowsOf(sql: string): Promise<unknown[]> {
  const { rows } = await withClient(database.ownerUrl, (client) => client.query<Record<string, unknown>>(sql));
  return rows;
}

const nameOf = (table: string): string => `select to_regclass('${table}')::text as name`;

describe('migrating', () => {
  it('applies what is new, in order, and tells of each', async () => {
    const told: string[] = [];

    expect(await migrated({ log: (message) => told.push(message) })).toEqual({ applied: [first, second, third] });
    expect(told).toHaveLength(3);
    expect(await migrated()).toEqual({ applied: [] });
  });

  it('records a migration as Prisma does', async () => {
    await migrated();
    const sql = await readFile(join(migrationsDir, second, 'migration.sql'));

    expect(
      await rowsOf(`select checksum, logs, rolled_back_at, applied_steps_count, finished_at >= started_at as in_order
                      from _prisma_migrations where migration_name = '${second}'`),
    ).toEqual([
      {
        checksum: createHash('sha256').update(sql).digest('hex'),
        logs: null,
        rolled_back_at: null,
        applied_steps_count: 1,
        in_order: true,
      },
    ]);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    await migrated();
    await appendFile(join(migrationsDir, first, 'migration.sql'), '-- better');

    await expect(migrated()).rejects.toMatchObject({ code: 'edited', message: expect.stringContaining(first) });
  });

  it('refuses a database that is ahead of the release', async () => {
    await migrated();
    await rm(join(migrationsDir, third), { recursive: true });

    await expect(migrated()).rejects.toMatchObject({ code: 'missing', message: expect.stringContaining(third) });
  });

  it('says which migration failed, where and why, and leaves nothing of it', async () => {
    await aMigration(fourth, 'create table fourth ();\n\ncreate table wrong (\n  id numric\n);');

    await expect(migrated()).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining(`${fourth} failed in line 4: type "numric" does not exist`),
    });
    expect(await rowsOf(nameOf('fourth'))).toEqual([{ name: null }]);
  });

  it('tries a migration that failed again only if told to', async () => {
    await aMigration(fourth, 'create table fourth (id numric)');
    await expect(migrated()).rejects.toMatchObject({ code: 'failed' });
    await aMigration(fourth, 'create table fourth (id numeric)');

    await expect(migrated()).rejects.toMatchObject({ code: 'failed_before', message: expect.stringContaining(fourth) });
    expect(await migrated({ retryFailed: true })).toEqual({ applied: [fourth] });
    expect(await migrated()).toEqual({ applied: [] });
  });

  it('gives up rather than wait behind a table in use, and can be run again', async () => {
    await migrated();
    await aMigration(fourth, 'alter table programme add remark text');
    await withClient(database.ownerUrl, async (reader) => {
      await reader.query('begin; select from programme');

      await expect(migrated({ lockSeconds: 0.2 })).rejects.toMatchObject({ code: 'locked' });
    });

    expect(await migrated()).toEqual({ applied: [fourth] });
  });

  it('lets an index without blocking wait for whoever reads', async () => {
    await withClient(database.ownerUrl, async (reader) => {
      await reader.query('begin isolation level repeatable read; select');
      const migrating = migrated({ lockSeconds: 0.2 });
      await delay(1500);
      await reader.query('commit');

      expect(await migrating).toEqual({ applied: [first, second, third] });
    });
  });

  it('happens once when several start at the same time, also past an index without blocking', async () => {
    const results = await Promise.all([migrated(), migrated(), migrated()]);

    expect(results.flatMap(({ applied }) => applied)).toEqual([first, second, third]);
    expect(await rowsOf('select count(*)::int as rows from _prisma_migrations')).toEqual([{ rows: 3 }]);
  });

  it("does not wait for ever for another migrator, Prisma's own included", async () => {
    await withClient(database.ownerUrl, async (prisma) => {
      await prisma.query('select pg_advisory_lock(72707369)');

      await expect(migrated({ waitSeconds: 0.3 })).rejects.toMatchObject({ code: 'locked' });
    });
  });

  it('says so if the folder is not there', async () => {
    await expect(migrated({ migrationsDir: join(migrationsDir, 'none') })).rejects.toMatchObject({
      code: 'unreadable',
    });
  });
});

describe('comparing with the Prisma schema', () => {
  it('finds nothing where they agree, whatever else the migrations make', async () => {
    await migrated();

    expect(await schemaDrift(database.ownerUrl, { schemaDir })).toBe('');
  });

  it('finds what the schema does not know', async () => {
    await migrated();
    await rowsOf('alter table programme add remark text');

    expect(await schemaDrift(database.ownerUrl, { schemaDir })).toContain('DROP COLUMN "remark"');
  });

  it('says what is wrong with a schema', async () => {
    await cp(join(schemaDir, 'main.prisma'), join(migrationsDir, 'main.prisma'));
    await writeFile(join(migrationsDir, 'wrong.prisma'), 'model Wrong {\n  id Strin\n}\n');

    await expect(schemaDrift(database.ownerUrl, { schemaDir: migrationsDir })).rejects.toMatchObject({
      code: 'invalid_schema',
      message: expect.stringContaining('Strin'),
    });
  });
});

describe('drafting a migration', () => {
  it('gives the whole schema, with amounts that keep every digit', async () => {
    const sql = await schemaSql(schemaDir, { adminUrl: testServer().adminUrl });

    expect(sql).toContain('CREATE TABLE "leadership"');
    expect(sql).toContain('"amount" DECIMAL NOT NULL DEFAULT 0');
  });

  it('gives only what the migrations lack, and leaves no scratch database', async () => {
    await rm(join(migrationsDir, third), { recursive: true });
    const sql = await schemaSql(schemaDir, { adminUrl: testServer().adminUrl, migrationsDir });

    expect(sql.trim()).toBe('-- CreateIndex\nCREATE INDEX "leadership_person_idx" ON "leadership"("person");');
    expect(await rowsOf("select datname from pg_database where datname like 'registry_scratch_%'")).toEqual([]);
  });
});
