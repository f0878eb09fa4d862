import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Client, escapeIdentifier } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import {
  END_OF_ROWS,
  type BackedUpFile,
  type BackedUpTable,
  type BackupHeader,
  type BackupManifest,
} from './backup-archive.js';
import type { FileStore } from './file-store.js';
import { withClient } from './with-client.js';

export interface BackupOptions {
  /** The release that makes it. */
  readonly software: string;
  /** Where the files of attachments are. */
  readonly files: FileStore;
  readonly log?: (message: string) => void;
}

/** How values are written, whatever the settings of server and role. */
export const COPY_SETTINGS = `
  set datestyle = 'ISO, MDY'; set timezone = 'UTC'; set intervalstyle = 'postgres'; set bytea_output = 'hex';
  set extra_float_digits = 1; set client_encoding = 'UTF8'; set search_path = public; set statement_timeout = 0;
  set idle_in_transaction_session_timeout = 0`;

/** The migrations of a database, in the order in which they were applied. */
export const APPLIED_MIGRATIONS = `
  select migration_name as name, checksum from _prisma_migrations
   where finished_at is not null and rolled_back_at is null order by migration_name`;

/** Tables with their columns; partitions are part of their parent, and migrations have their own record. */
export const TABLES = `
  select relname as "table", array_agg(attname::text order by attnum) as columns
    from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = ''
   where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> '_prisma_migrations'
   group by relname order by relname`;

const WHERE_FROM = `
  select (select system_identifier::text from pg_control_system()) as "systemIdentifier", registry_epoch_now() as epoch,
         to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "takenAt",
         (select json_build_array(min(year), max(year))
            from (select substring(relname from '^registry_event_(\\d+)$')::integer as year from pg_class where relispartition)) as "eventYears"`;

const FILES = `select distinct sha256 from attachment where removed_at is null order by sha256`;

const SEQUENCES = `
  select string_agg(format('select %L as name, last_value::text as value, is_called as "isCalled" from %I', relname, relname), ' union all ') as sql
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S'`;

/**
 * Writes all that the registry holds, as it is at one moment, into one compressed file, while it goes on working. The
 * file holds personal data and the wrapped keys of texts, but not the key that wraps them. A file appears under its name
 * only when it is complete; one that is there already is never overwritten.
 */
export async function backup(ownerUrl: string, file: string, options: BackupOptions): Promise<BackupManifest> {
  const half = `${file}.part`;
  await refuseToOverwrite(file);
  const { log = () => undefined } = options;
  return withClient(ownerUrl, async (client) => {
    await client.query(COPY_SETTINGS);
    await client.query('begin transaction isolation level repeatable read, read only');
    const done: { manifest?: BackupManifest } = {};
    try {
      const content = archive(client, { ...options, log }, (manifest) => (done.manifest = manifest));
      const target = createWriteStream(half, { mode: 0o600, flush: true });
      await pipeline(Readable.from(content, { objectMode: false }), createGzip({ level: 4 }), target);
    } catch (error) {
      await rm(half, { force: true });
      throw error;
    }
    await rename(half, file);
    if (!done.manifest) throw new Error('The backup has no manifest');
    return done.manifest;
  });
}

async function refuseToOverwrite(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new Error(`${file} exists already; a backup never takes the place of another`);
}

async function* archive(
  client: Client,
  { software, files, log }: Required<BackupOptions>,
  finish: (manifest: BackupManifest) => void,
): AsyncGenerator<Buffer, void> {
  const line = (content: unknown) => Buffer.from(`${JSON.stringify(content)}\n`);
  const header = await headerOf(client, software);
  yield line(header);
  const tables: BackedUpTable[] = [];
  const { rows } = await client.query<{ table: string; columns: string[] }>(TABLES);
  for (const { table, columns } of rows) {
    log(`Copying ${table}`);
    yield line({ table, columns });
    const listed = columns.map(escapeIdentifier).join(', ');
    const source = client.query(copyTo(`copy (select ${listed} from ${escapeIdentifier(table)}) to stdout`));
    const hash = createHash('sha256');
    for await (const chunk of source as AsyncIterable<Buffer>) {
      hash.update(chunk);
      yield chunk;
    }
    yield Buffer.from(`${END_OF_ROWS}\n`);
    const copied = { table, columns, rows: source.rowCount, sha256: hash.digest('hex') };
    yield line(copied);
    tables.push(copied);
  }
  const copiedFiles: BackedUpFile[] = [];
  const missingFiles: string[] = [];
  for (const { sha256 } of (await client.query<{ sha256: string }>(FILES)).rows) {
    const { fault, size } = await files.stateOf(sha256);
    if (fault) {
      log(`The file ${sha256} ${fault}`);
      missingFiles.push(sha256);
      continue;
    }
    const copied = { file: sha256, size };
    yield line(copied);
    yield* base64Lines(await files.read(sha256));
    yield Buffer.from(`${END_OF_ROWS}\n`);
    copiedFiles.push(copied);
  }
  // Sequences do not stand still for the transaction: read last, they are beyond every number that was copied.
  const manifest = { ...header, tables, files: copiedFiles, missingFiles, sequences: await sequencesOf(client) };
  yield line(manifest);
  finish(manifest);
}

/** Each line stands by itself: whole threes of bytes, but for the last. */
async function* base64Lines(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const all = Buffer.concat([rest, chunk]);
    const whole = all.length - (all.length % 3);
    rest = all.subarray(whole);
    if (whole > 0) yield Buffer.from(`${all.toString('base64', 0, whole)}\n`);
  }
  if (rest.length > 0) yield Buffer.from(`${rest.toString('base64')}\n`);
}

async function headerOf(client: Client, software: string): Promise<BackupHeader> {
  const [where] = (
    await client.query<Pick<BackupHeader, 'systemIdentifier' | 'epoch' | 'takenAt' | 'eventYears'>>(WHERE_FROM)
  ).rows;
  if (!where) throw new Error('The server does not say which cluster it is');
  const migrations = (await client.query<BackupHeader['migrations'][number]>(APPLIED_MIGRATIONS)).rows;
  return { format: 'grant-registry-backup', formatVersion: 1, software, ...where, migrations };
}

async function sequencesOf(client: Client): Promise<BackupManifest['sequences']> {
  const [query] = (await client.query<{ sql: string }>(SEQUENCES)).rows;
  return query ? (await client.query<BackupManifest['sequences'][number]>(query.sql)).rows : [];
}
