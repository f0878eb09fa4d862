import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  backup,
  bootstrap,
  Database,
  joinEmbeddedServer,
  migrate,
  restore,
  RestoreRefused,
  setStep,
  TextVault,
  verify,
  WrongTextKey,
  type Restored,
} from '@grants/persistence';
import { Registry } from '@grants/registry';
import { copyFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { everyState } from '../support/every-state.js';
import { TestRegistry, testRegistry, type TestProject } from '../support/registry.js';
import { statusBySeal, takeSeal } from '../support/status-by-seal.js';
import { newDatabase, testDatabase, testServer, type TestDatabase } from '../support/test-database.js';

const software = '0.0.0-test';
const migrationsDir = join(import.meta.dirname, '..', '..', 'prisma', 'migrations');

/** Every row of every table as text, by table, but for the epochs that a restore begins. */
async function rowsOf(db: Database): Promise<Record<string, string[]>> {
  const { rows: tables } = await db.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
        and relname not like '\\_prisma%' order by relname`,
  );
  const all: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await db.pool.query<{ row: string }>(
      `select each::text as row from ${name} each ${name === 'registry_epoch' ? 'where epoch = 1' : ''} order by row`,
    );
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}

/** What keeps the rules: constraints, triggers, row security, rights. */
async function guardsOf(db: Database): Promise<unknown[]> {
  const { rows } = await db.pool.query<{ guard: string }>(
    `select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as guard from pg_constraint where connamespace = 'public'::regnamespace
     union all select format('%s %s %s', tgrelid::regclass, tgenabled, pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
     union all select format('%s %s %s %s', oid::regclass, relrowsecurity, relforcerowsecurity, relacl) from pg_class where relnamespace = 'public'::regnamespace
     order by guard`,
  );
  return rows;
}

describe('a backup', () => {
  let folder: string;
  let file: string;
  let on: TestRegistry;
  let rewritten: TestProject;
  let seals: string[];
  let rows: Awaited<ReturnType<typeof rowsOf>>;
  const others: { drop(): Promise<void> }[] = [];

  /** The status of everything by every seal, now and on moments before and between the late bookings. */
  const answers = async (db: Database) => {
    const found = [];
    for (const seal of seals) {
      for (const hours of [0, -12, -16, -30]) found.push(await statusBySeal(db, seal, on.hoursFromNow(hours)));
    }
    return found;
  };
  const target = async () => {
    const database = await testDatabase();
    others.push(database);
    return database;
  };
  const spoilt = async (name: string, change: (text: string) => string) => {
    const path = join(folder, name);
    await writeFile(path, gzipSync(change(gunzipSync(await readFile(file)).toString('utf8'))));
    return path;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grants-backup-'));
    file = join(folder, 'registry.backup.gz');
    on = await testRegistry();
    ({ rewritten } = await everyState(on));
    await on.ownerSql(`select make_event_years(2041, 2043)`);
    // A step that was under way when a seal was taken.
    const call = await on.aCall({ status: 'draft' });
    await on.db.transaction(async (tx) => {
      await setStep(tx, { actor: on.authority, commands: { call: 'publish' } });
      await tx.client.query(`update call set status = 'published', version = version + 1 where id = $1`, [call.id]);
      await takeSeal(on.owner);
    });
    seals = (await on.ownerSql<{ number: string }>(`select number::text from seal order by number`)).map(
      ({ number }) => number,
    );
    rows = await rowsOf(on.admin);
    // A change that is under way while the backup is made.
    await on.db.transaction(async (tx) => {
      await setStep(tx, { actor: on.officer, commands: {} });
      await tx.client.query(
        `insert into organisation (id, name, kind) values (gen_random_uuid(), 'Not committed yet', 'other')`,
      );
      await backup(on.database.ownerUrl, file, { software, files: on.files });
    });
  });
  afterAll(async () => {
    await on.close();
    await Promise.all(others.map((other) => other.drop()));
    await rm(folder, { recursive: true });
  });

  it('is one file for its owner alone, that says what it holds', async () => {
    const text = gunzipSync(await readFile(file))
      .toString('utf8')
      .trimEnd();
    const manifest = JSON.parse(text.slice(text.lastIndexOf('\n') + 1)) as {
      tables: { table: string; rows: number }[];
    };
    const counts = Object.fromEntries(manifest.tables.map(({ table, rows: count }) => [table, count]));

    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(manifest).toMatchObject({
      format: 'grant-registry-backup',
      formatVersion: 1,
      software,
      epoch: 1,
      eventYears: [2024, 2043],
    });
    expect(counts).toEqual(Object.fromEntries(Object.entries(rows).map(([table, { length }]) => [table, length])));
    for (const table of [
      'person_contact',
      'application_draft',
      'confidential_text',
      'legacy_award',
      'idempotency_key',
    ]) {
      expect(counts[table]).toBeGreaterThan(0);
    }
    expect(text).not.toContain('Not committed yet');
  });

  it('is never written over another', async () => {
    await expect(backup(on.database.ownerUrl, file, { software, files: on.files })).rejects.toThrow('exists already');
  });

  it('leaves nothing behind where it fails', async () => {
    const url = on.database.readerUrl; // does not see every table

    await expect(backup(url, join(folder, 'refused.gz'), { software, files: on.files })).rejects.toThrow(
      'permission denied',
    );
    expect((await readdir(folder)).filter((name) => name.startsWith('refused'))).toEqual([]);
  });

  describe('restored into another database of the same server', () => {
    let copy: TestRegistry;
    let restored: Restored;
    let expected: unknown;
    beforeAll(async () => {
      expected = await answers(on.db);
      const database = await target();
      restored = await restore(database.ownerUrl, file, { vault: on.vault, files: on.files });
      copy = new TestRegistry(database, 8);
    });
    afterAll(() => copy.close());

    it('brings every row back as it was, with its hashes and transaction ids', async () => {
      expect(await rowsOf(copy.admin)).toEqual(rows);
    });

    it('verifies, with the heads that it had', async () => {
      expect(restored.verification.heads).toEqual((await verify(on.owner)).heads);
      expect(restored.verification.heads['project']?.digest).toMatch(/^[0-9a-f]{64}$/);
      expect(restored.verification.findings).toEqual([]);
      expect(restored.verification.checked['registry_event']).toBe(rows['registry_event']?.length);
    });

    it('needs the key of its texts: with another the service does not start, no text is read as none, and verify says so', async () => {
      const other = new TextVault(Buffer.alloc(32, 8));
      const [text] = await copy.ownerSql<{ id: string }>('select id from confidential_text limit 1');
      const id = text?.id ?? '';
      const { findings } = await verify(copy.owner, { vault: other });

      await expect(on.vault.requireRightKey(copy.db)).resolves.toBeUndefined();
      await expect(other.requireRightKey(copy.db)).rejects.toThrow(WrongTextKey);
      expect(await on.vault.read(copy.db, id)).toEqual(expect.any(String));
      await expect(other.read(copy.db, id)).rejects.toThrow(WrongTextKey);
      expect(restored.verification.checked['text_key']).toBe(rows['text_key']?.length);
      expect(findings).toHaveLength(rows['text_key']?.length ?? 0);
      expect(new Set(findings.map(({ check }) => check))).toEqual(new Set(['text_key']));
    });

    it('has every guard on again', async () => {
      expect(await guardsOf(copy.owner)).toEqual(await guardsOf(on.owner));
      await expect(copy.ownerSql(`delete from registry_event`)).rejects.toThrow('only ever added');
    });

    it('begins a new epoch', async () => {
      expect(restored.epoch).toBe(2);
      expect(await copy.ownerSql(`select registry_epoch_now() as epoch, begin_epoch_if_moved() as moved`)).toEqual([
        { epoch: 2, moved: false },
      ]);
    });

    it('answers by every earlier seal as before', async () => {
      expect(await answers(copy.db)).toEqual(expected);
    });

    it('goes on: numbers, steps and chains, and earlier seals do not see it', async () => {
      const organisation = await copy.anOrganisation();
      const highest = rows['organisation']
        ?.map((row) => /ORG-\d+/.exec(row)?.[0] ?? '')
        .toSorted()
        .at(-1);
      await copy.aProject({ status: 'completed' });
      const moved = {
        reference: rewritten.reference,
        version: rewritten.version,
        command: 'resume',
        request: null,
      } as const;
      await copy.registry.moveProject.execute(moved, copy.as(copy.officer));
      const seal = await takeSeal(copy.owner);

      expect(organisation.reference > (highest ?? '')).toBe(true);
      expect((await copy.eventsOf(rewritten)).at(-1)).toMatchObject({ seq: 6, command: 'resume' });
      expect((await verify(copy.owner)).findings).toEqual([]);
      expect(await answers(copy.db)).toEqual(expected);
      expect((await statusBySeal(copy.db, seal, copy.clock.now()))[rewritten.id]).toBe('started');
    });
  });

  it('restored into another server begins a new epoch, whose low transaction ids no earlier seal takes for its own', async () => {
    const dataDir = join(folder, 'another-server');
    const server = await joinEmbeddedServer({ dataDir, forTests: true, log: () => undefined });
    const database = new Database({ url: server.ownerUrl, poolSize: 4 });
    try {
      await migrate(server.ownerUrl, { migrationsDir, log: () => undefined });
      const expected = await answers(on.db);
      const { epoch, manifest, verification } = await restore(server.ownerUrl, file, {
        vault: on.vault,
        files: on.files,
      });
      const rejoined = new Database({ url: server.appUrl, poolSize: 4 });
      const { moveProject } = new Registry(rejoined, on.vault, on.files);
      const moved = {
        reference: rewritten.reference,
        version: rewritten.version,
        command: 'resume',
        request: null,
      } as const;
      await moveProject.execute(moved, on.as(on.officer));
      await rejoined.close();
      const [ids] = (
        await database.pool.query<{ here: string; before: string }>(
          `select pg_current_xact_id()::text as here, max(xact)::text as before from registry_event where epoch = 1`,
        )
      ).rows;

      expect(verification.findings).toEqual([]);
      expect(epoch).toBe(2);
      expect(Number(ids?.here)).toBeLessThan(Number(ids?.before)); // otherwise this shows nothing
      expect(await answers(database)).toEqual(expected);
      const [begun] = (
        await database.pool.query<{ identifier: string }>(
          `select system_identifier::text as identifier from registry_epoch where epoch = 2`,
        )
      ).rows;
      expect(begun?.identifier).not.toBe(manifest.systemIdentifier);
      expect((await verify(database)).findings).toEqual([]);
    } finally {
      await database.close();
      await server.leave();
    }
  });

  describe('is refused, and nothing is changed,', () => {
    const refused = async (database: TestDatabase, path: string, vault = on.vault) => {
      const problem = await restore(database.ownerUrl, path, { vault, files: on.files }).then(
        () => 'it was not refused',
        (error: unknown) => (error instanceof RestoreRefused ? error.message : String(error)),
      );
      const db = new Database({ url: database.ownerUrl, poolSize: 1 });
      const { findings } = await verify(db);
      const { rows: epochs } = await db.pool.query(`select epoch from registry_epoch`);
      await db.close();
      expect(findings).toEqual([]);
      expect(epochs).toEqual([{ epoch: 1 }]);
      return problem;
    };
    let empty: TestDatabase;
    beforeAll(async () => {
      empty = await target();
    });

    it('by a database that has data', async () => {
      expect(await refused(on.database, file)).toContain('has data already, in application, ');
    });

    it('by another key of texts, which would lose them', async () => {
      const other = new TextVault(Buffer.alloc(32, 8));
      expect(await refused(empty, file, other)).toMatch(
        /does not open the confidential texts of (\d+) of \1 records in the backup\. Set REGISTRY_TEXT_KEY .*\.data\/text-key/,
      );
    });

    it('by a database that is in use', async () => {
      const db = new Database({ url: empty.appUrl, poolSize: 1 });
      const problem = await db.transaction(async ({ client }) => {
        await client.query('select from programme');
        return restore(empty.ownerUrl, file, { vault: on.vault, files: on.files, lockSeconds: 0.1 }).catch(String);
      });
      await db.close();

      expect(problem).toContain('The database is in use. Stop what works with it.');
    });

    it('by a database of another release', async () => {
      const older = await target();
      const db = new Database({ url: older.adminUrl, poolSize: 1 });
      await db.pool.query(
        `delete from _prisma_migrations where migration_name = (select max(migration_name) from _prisma_migrations)`,
      );
      await db.close();

      expect(await refused(older, file)).toMatch(/of release 0\.0\.0-test, and the database lacks 2026\d+_\w+\./);
    });

    it('by a database that is not migrated', async () => {
      const bare = newDatabase();
      others.push(bare);
      await bootstrap(testServer().adminUrl, { database: bare.name });

      await expect(restore(bare.ownerUrl, file, { vault: on.vault, files: on.files })).rejects.toThrow(
        'The database is not migrated. Run `registry migrate`',
      );
    });

    it('where it is not a backup', async () => {
      const path = join(folder, 'something-else.gz');
      await writeFile(path, 'something else');

      expect(await refused(empty, path)).toContain('not a backup of a registry');
      expect(await refused(empty, await spoilt('other-json', () => '{"format":"other"}\n'))).toContain(
        'this release can read',
      );
      expect(await refused(empty, join(folder, 'is-not-there'))).toContain('ENOENT');
    });

    it('where its end is missing', async () => {
      const path = join(folder, 'half.gz');
      await copyFile(file, path);
      await truncate(path, Math.round((await stat(file)).size / 2));

      expect(await refused(empty, path)).toContain('damaged, or not complete');
      const short = await spoilt('short.gz', (text) => text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1));
      expect(await refused(empty, short)).toContain('damaged, or not complete');
    });

    it('where a row was changed, added or taken away', async () => {
      const changed = await spoilt('changed.gz', (text) => text.replaceAll('Invented call', 'Another call'));
      const fewer = await spoilt('fewer.gz', (text) => text.replace(/\n[^\n]*Invented call[^\n]*\n/, '\n'));

      expect(await refused(empty, changed)).toContain('damaged: the rows of call ');
      expect(await refused(empty, fewer)).toContain('damaged: the number of rows of call ');
    });
  });
});
