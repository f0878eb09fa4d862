import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Client, DatabaseError, escapeIdentifier, type QueryResultRow } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { APPLIED_MIGRATIONS, COPY_SETTINGS, TABLES } from './backup.js';
import {
  BackupReader,
  type BackedUpFile,
  type BackedUpTable,
  type BackupHeader,
  type BackupManifest,
} from './backup-archive.js';
import { Database } from './database.js';
import type { FileStore } from './file-store.js';
import { RestoreRefused } from './restore-refused.js';
import type { Statement } from './statement.js';
import { type TextVault, WrongTextKey } from './text-vault.js';
import { verify, type Verification } from './verify.js';
import { withClient } from './with-client.js';

/** What was restored, and what verifying it found. */
export interface Restored {
  readonly manifest: BackupManifest;
  /** The new epoch: transaction ids of before mean nothing beside those from now on. */
  readonly epoch: number;
  readonly verification: Verification;
}

export interface RestoreOptions {
  /** Has to open the texts of the backup: who restored them under another key would lose them. */
  readonly vault: TextVault;
  /** Takes in the files of attachments; what is there already stays. */
  readonly files: FileStore;
  /** Where the catalogue of the release is at hand, the database is compared with it. */
  readonly catalogueFile?: string;
  readonly log?: (message: string) => void;
  /** How many seconds to wait for a table that something else uses; 5 by default. */
  readonly lockSeconds?: number;
}

/** Filled by the migrations themselves; a restore puts the rows of the backup in their place. */
const FILLED_BY_MIGRATIONS = ['clock_shift', 'lifecycle_transition', 'registry_epoch'];
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Puts a backup into a migrated database without data, in one transaction: all of it, or nothing. Every row comes back
 * as it was, with its hashes and its transaction id; then a new epoch begins, so that seals of before go on answering
 * from the ids of before alone. The guards are off for the load only. Afterwards everything is verified.
 *
 * @throws RestoreRefused
 */
export async function restore(ownerUrl: string, file: string, options: RestoreOptions): Promise<Restored> {
  const { vault, files, catalogueFile, log = () => undefined, lockSeconds = 5 } = options;
  const { manifest, epoch } = await withClient(ownerUrl, async (client) => {
    const reader = new BackupReader(file);
    try {
      await client.query(COPY_SETTINGS);
      await client.query('begin');
      const header = await headerOf(reader);
      await requireSameMigrations(client, header);
      await client.query(`set local lock_timeout = ${lockSeconds * 1000}`);
      const restored = await load(client, reader, header, { files, log });
      await requireTextKey(client, vault);
      await client.query('commit');
      await client.query('analyze');
      return restored;
    } finally {
      await reader.close();
    }
  });
  const owner = new Database({ url: ownerUrl, poolSize: 1 });
  try {
    return {
      manifest,
      epoch,
      verification: await verify(owner, { log, vault, files, ...(catalogueFile !== undefined && { catalogueFile }) }),
    };
  } finally {
    await owner.close();
  }
}

async function headerOf(reader: BackupReader): Promise<BackupHeader> {
  const header = await reader.json<BackupHeader>().catch((error: unknown) => {
    if (!(error instanceof SyntaxError || error instanceof RestoreRefused)) throw error; // there is no such file
    throw new RestoreRefused('This is not a backup of a registry.', 'Name a file that `registry backup` made.', error);
  });
  if (header.format === 'grant-registry-backup' && header.formatVersion === 1) return header;
  throw new RestoreRefused(
    'This is not a backup that this release can read.',
    'Restore it with the release that made it, then migrate.',
  );
}

async function requireSameMigrations(client: Client, { migrations, software }: BackupHeader): Promise<void> {
  const { rows: here } = await client
    .query<BackupHeader['migrations'][number]>(APPLIED_MIGRATIONS)
    .catch((error: unknown) => {
      throw new RestoreRefused('The database is not migrated.', 'Run `registry migrate` first.', error);
    });
  const known = new Set(here.map(({ name, checksum }) => `${name} ${checksum}`));
  const missing = migrations
    .filter(({ name, checksum }) => !known.delete(`${name} ${checksum}`))
    .map(({ name }) => name);
  const more = [...known].map((each) => each.split(' ')[0]);
  if (missing.length === 0 && more.length === 0) return;
  const differences = [
    missing.length > 0 && `the database lacks ${missing.join(', ')}`,
    more.length > 0 && `the backup lacks ${more.join(', ')}`,
  ];
  throw new RestoreRefused(
    `The backup is of release ${software}, and ${differences.filter(Boolean).join('; ')}.`,
    'Restore it into a database that is migrated by that release, then migrate on.',
  );
}

type Table = Pick<BackedUpTable, 'table' | 'columns'>;

async function load(
  client: Client,
  reader: BackupReader,
  { eventYears }: BackupHeader,
  { files, log }: { files: FileStore; log: (message: string) => void },
): Promise<{ manifest: BackupManifest; epoch: number }> {
  const tables = (await client.query<Table>(TABLES)).rows;
  await lockEmpty(client, tables);
  await client.query('select make_event_years($1, $2)', eventYears as [number, number]);
  const guards = await guardsOf(client);
  for (const sql of guards.off) await client.query(sql);
  for (const table of FILLED_BY_MIGRATIONS) await client.query(`delete from ${table}`);
  for (;;) {
    const next = await reader.json<Table | BackedUpFile | BackupManifest>();
    if ('file' in next) {
      await loadFile(reader, next, files);
      continue;
    }
    if (!('table' in next)) {
      requireSame(next.tables.length, tables.length, 'the tables');
      const epoch = await finish(client, next);
      log('Switching the guards on');
      for (const sql of guards.on) await client.query(sql);
      return { manifest: next, epoch };
    }
    log(`Loading ${next.table}`);
    const known = tables.find(({ table }) => table === next.table);
    requireSame(next.columns.join(), known?.columns.join(), `the columns of ${next.table}`);
    await loadTable(client, reader, next);
  }
}

/** Nobody else comes near the tables until the end of the transaction. */
async function lockEmpty(client: Client, tables: readonly Table[]): Promise<void> {
  const names = tables.map(({ table }) => escapeIdentifier(table));
  await client.query(`lock table ${names.join(', ')} in access exclusive mode`).catch((error: unknown) => {
    if (!(error instanceof DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error;
    throw new RestoreRefused('The database is in use.', 'Stop what works with it.', error);
  });
  const data = tables.filter(({ table }) => !FILLED_BY_MIGRATIONS.includes(table));
  const checks = data.map(
    ({ table }) => `select '${table}' as name where exists (select from ${escapeIdentifier(table)})`,
  );
  const { rows } = await client.query<{ name: string }>(checks.join(' union all '));
  if (rows.length === 0) return;
  throw new RestoreRefused(
    `The database has data already, in ${rows.map(({ name }) => name).join(', ')}.`,
    'Restore into a new one: `registry bootstrap`, then `registry migrate`.',
  );
}

/**
 * Switches every trigger and forced row security off and on, and takes the foreign keys away and puts them back: some
 * tables refer to each other, and checking them all at the end is faster.
 */
async function guardsOf(client: Client): Promise<{ off: string[]; on: string[] }> {
  const { rows } = await client.query<{ off: string; on: string }>(
    `select format('alter table %s disable trigger user', oid::regclass) as off, format('alter table %s enable trigger user', oid::regclass) as on
       from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      union all
     select format('alter table %s no force row level security', oid::regclass), format('alter table %s force row level security', oid::regclass)
       from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity
      union all
     select format('alter table %s drop constraint %I', conrelid::regclass, conname),
            format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
       from pg_constraint where connamespace = 'public'::regnamespace and contype = 'f' and conparentid = 0`,
  );
  return { off: rows.map(({ off }) => off), on: rows.map(({ on }) => on) };
}

async function loadTable(client: Client, reader: BackupReader, { table, columns }: Table): Promise<void> {
  const listed = columns.map(escapeIdentifier).join(', ');
  const target = client.query(copyFrom(`copy ${escapeIdentifier(table)} (${listed}) from stdin`));
  const hash = createHash('sha256');
  await pipeline(async function* hashed() {
    for await (const piece of reader.rows()) {
      hash.update(piece);
      yield piece;
    }
  }, target);
  const { rows, sha256 } = await reader.json<BackedUpTable>();
  requireSame(target.rowCount, rows, `the number of rows of ${table}`);
  requireSame(hash.digest('hex'), sha256, `the rows of ${table}`);
}

/** A file is in its place before the records that speak of it are; if those do not come, it is swept some day. */
async function loadFile(reader: BackupReader, { file, size }: BackedUpFile, files: FileStore): Promise<void> {
  const staged = await files.stage(Readable.from(decoded(reader.rows()), { objectMode: false }));
  try {
    requireSame(staged.sha256, file, `the bytes of the file ${file}`);
    requireSame(staged.size, size, `the size of the file ${file}`);
    await staged.keep();
  } finally {
    await staged.drop();
  }
}

/** The bytes of lines of base64, that come in pieces of any length. */
async function* decoded(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let rest = '';
  for await (const piece of pieces) {
    const text = rest + piece.toString('latin1').replaceAll('\n', '');
    const whole = text.length - (text.length % 4);
    rest = text.slice(whole);
    if (whole > 0) yield Buffer.from(text.slice(0, whole), 'base64');
  }
}

/** The keys of texts are known when they are loaded; the transaction then takes back all of it. */
async function requireTextKey(client: Client, vault: TextVault): Promise<void> {
  const query = async <Row>(sql: Statement) => (await client.query<Row & QueryResultRow>(sql)).rows;
  const { tried, unreadable } = await vault.tryAllKeys({ query });
  if (unreadable.length === 0) return;
  throw new RestoreRefused(
    `The key at hand does not open the confidential texts of ${unreadable.length} of ${tried} records in the backup.`,
    WrongTextKey.advice,
  );
}

/** Sets the sequences on, and begins the new epoch. */
async function finish(client: Client, { sequences }: BackupManifest): Promise<number> {
  for (const { name, value, isCalled } of sequences) {
    await client.query('select setval($1::regclass, $2, $3)', [escapeIdentifier(name), value, isCalled]);
  }
  const { rows } = await client.query<{ epoch: number }>(
    `insert into registry_epoch (epoch, system_identifier, began_at)
     select registry_epoch_now() + 1, system_identifier, clock_timestamp() from pg_control_system() returning epoch`,
  );
  return rows[0]?.epoch ?? 0;
}

function requireSame(found: unknown, expected: unknown, what: string): void {
  if (found === expected) return;
  throw new RestoreRefused(`The backup is damaged: ${what} are not what it says.`, 'Use another backup.');
}
