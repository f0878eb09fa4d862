import { setTimeout as delay } from 'node:timers/promises';
import type { DiagnoseMigrationHistoryOutput, MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { Client } from 'pg';
import { engineLock, type MigrationAdapterFactory } from './migration-adapter.js';
import { MigrationError } from './migration-error.js';
import { readMigrations } from './migration-files.js';
import { noFilters, withSchemaEngine, type SchemaEngine } from './schema-engine.js';
import { withClient } from './with-client.js';

export interface MigrateOptions {
  /** The folder with one folder a migration, each with its `migration.sql`. */
  readonly migrationsDir: string;
  readonly log: (message: string) => void;
  /** Tries a migration again that failed before; it must have left nothing behind. */
  readonly retryFailed?: boolean;
  /** How many seconds to wait for another migrator; 60 by default. */
  readonly waitSeconds?: number;
  /** How many seconds a statement may wait for a table, while it blocks others; 5 by default. */
  readonly lockSeconds?: number;
}

export interface MigrateResult {
  /** The names of the migrations that were applied now, in order. */
  readonly applied: readonly string[];
}

/**
 * Applies the migrations that the database does not have yet, one migrator at a time, and records them in
 * `_prisma_migrations` exactly as `prisma migrate deploy` does; the two can be mixed.
 *
 * @throws {MigrationError} if a migration fails, if the history of the database is not that of the folder, or if
 *   another migrator does not come to an end.
 */
export async function migrate(ownerUrl: string, options: MigrateOptions): Promise<MigrateResult> {
  const migrationsList = await readMigrations(options.migrationsDir);
  return withClient(ownerUrl, async (client) => {
    await waitForOtherMigrators(client, options);
    return withSchemaEngine({ url: ownerUrl, lockSeconds: options.lockSeconds }, async (engine, adapters) => {
      await requireSameHistory(engine, migrationsList, options);
      const applied = await apply(engine, adapters, migrationsList);
      for (const name of applied) options.log(`Applied migration ${name}.`);
      return { applied };
    });
  });
}

/**
 * Takes the lock that Prisma's own tools take, until `client` closes. It is asked for again and again: a connection
 * that waits for it would block `CREATE INDEX CONCURRENTLY` of the migrator that holds it.
 */
async function waitForOtherMigrators(client: Client, { log, waitSeconds = 60 }: MigrateOptions): Promise<void> {
  const end = Date.now() + waitSeconds * 1000;
  for (let attempt = 0; ; attempt++) {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [engineLock]);
    if (rows[0]?.locked) return;
    if (Date.now() >= end) {
      throw new MigrationError(
        'locked',
        `Another migrator still held its lock after ${waitSeconds} seconds.`,
        `Wait until it is done, or end it: it is in pg_locks with objid ${engineLock}.`,
      );
    }
    if (attempt === 0) log('Waiting for another migrator.');
    await delay(200);
  }
}

async function requireSameHistory(
  engine: SchemaEngine,
  migrationsList: MigrationList,
  { log, retryFailed = false }: MigrateOptions,
): Promise<void> {
  const { editedMigrationNames, failedMigrationNames, history } = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters: noFilters,
  });
  // What failed has left nothing, so its file may be mended, or taken away.
  const succeeded = (name: string): boolean => !failedMigrationNames.includes(name);
  const edited = editedMigrationNames.filter(succeeded);
  if (edited.length > 0) {
    throw new MigrationError(
      'edited',
      `The database has these migrations in another version than this release: ${edited.join(', ')}.`,
      'Put their files back as they were when they were applied; a change needs a new migration.',
    );
  }
  const unknown = appliedButNotInFolder(history).filter(succeeded);
  if (unknown.length > 0) {
    throw new MigrationError(
      'missing',
      `The database has migrations that this release does not have: ${unknown.join(', ')}.`,
      'Use the release that applied them, or a later one.',
    );
  }
  if (failedMigrationNames.length > 0 && !retryFailed) {
    throw new MigrationError(
      'failed_before',
      `These migrations failed when they were last applied: ${failedMigrationNames.join(', ')}.`,
      'See the column logs of _prisma_migrations, remove what they left behind, and ask for them to be tried again.',
    );
  }
  for (const migrationName of failedMigrationNames) {
    await engine.markMigrationRolledBack({ migrationName });
    log(`Trying migration ${migrationName} again.`);
  }
}

function appliedButNotInFolder(history: DiagnoseMigrationHistoryOutput['history']): readonly string[] {
  return history && 'unpersistedMigrationNames' in history ? history.unpersistedMigrationNames : [];
}

async function apply(
  engine: SchemaEngine,
  adapters: MigrationAdapterFactory,
  migrationsList: MigrationList,
): Promise<readonly string[]> {
  try {
    return (await engine.applyMigrations({ migrationsList, filters: noFilters })).appliedMigrationNames;
  } catch (cause) {
    const { scriptError } = adapters;
    if (!scriptError) throw cause;
    const { script, error } = scriptError;
    const name = migrationOf(migrationsList, script);
    const problem = `Migration ${name} failed${lineOf(script, error.position)}: ${error.message}.`;
    if (error.code === lockNotAvailable) {
      // Nothing of the script remains (it is one transaction), and nothing in it has to be mended.
      await engine.markMigrationRolledBack({ migrationName: name });
      throw new MigrationError(
        'locked',
        problem,
        'Something else uses the table; run it again at a quieter moment.',
        error,
      );
    }
    const hint = [error.detail, error.hint].filter((text) => text !== undefined).join(' ');
    throw new MigrationError(
      'failed',
      problem,
      `${hint} Mend its cause, then ask for it to be tried again.`.trim(),
      error,
    );
  }
}

/** `lock_timeout` was reached. */
const lockNotAvailable = '55P03';

function migrationOf(migrationsList: MigrationList, script: string): string {
  const found = migrationsList.migrationDirectories.find(({ migrationFile: { content } }) => content.value === script);
  return found?.path ?? '(unknown)';
}

function lineOf(script: string, position: string | undefined): string {
  return position === undefined ? '' : ` in line ${script.slice(0, Number(position)).split('\n').length}`;
}
