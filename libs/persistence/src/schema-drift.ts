import { randomBytes } from 'node:crypto';
import type { DiffTarget, SchemaContainer } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { escapeIdentifier } from 'pg';
import { bootstrap } from './bootstrap.js';
import { errorCode } from './error-code.js';
import { migrate } from './migrate.js';
import { MigrationError } from './migration-error.js';
import { readSchema } from './migration-files.js';
import { noFilters, withSchemaEngine } from './schema-engine.js';
import { asRole, urlWith, withClient } from './with-client.js';

/**
 * The SQL that would bring the database to the Prisma schema: empty if they agree. What Prisma's schema cannot say
 * (checks, exclusion constraints, triggers, row security, partitions) is not compared.
 *
 * @throws {MigrationError} if the schema is not valid.
 */
export async function schemaDrift(ownerUrl: string, { schemaDir }: { readonly schemaDir: string }): Promise<string> {
  const files = await readSchema(schemaDir);
  return difference(ownerUrl, liveDatabase(files), files);
}

/** The engine takes the connection that it was made with; the schema only tells it that this is PostgreSQL. */
function liveDatabase(files: SchemaContainer[]): DiffTarget {
  return { tag: 'schemaDatasource', files, configDir: '' };
}

export interface SchemaSqlOptions {
  /** An administrator's URL of a server where a scratch database may be made; it is dropped again. */
  readonly adminUrl: string;
  /** Start from what these migrations make, instead of from nothing. */
  readonly migrationsDir?: string;
}

/**
 * The SQL of the Prisma schema, from nothing or from what the migrations make: the draft of the next migration.
 *
 * @throws {MigrationError} if the schema is not valid or a migration fails.
 */
export async function schemaSql(schemaDir: string, { adminUrl, migrationsDir }: SchemaSqlOptions): Promise<string> {
  const files = await readSchema(schemaDir);
  if (migrationsDir === undefined) return difference(adminUrl, { tag: 'empty' }, files);
  const database = `registry_scratch_${randomBytes(6).toString('hex')}`;
  try {
    await bootstrap(adminUrl, { database });
    const ownerUrl = asRole(urlWith(adminUrl, { database }), 'registry_owner');
    await migrate(ownerUrl, { migrationsDir, log: () => undefined });
    return await difference(ownerUrl, liveDatabase(files), files);
  } finally {
    await withClient(adminUrl, (admin) =>
      admin.query(`drop database if exists ${escapeIdentifier(database)} with (force)`),
    );
  }
}

async function difference(url: string, from: DiffTarget, files: SchemaContainer[]): Promise<string> {
  return withSchemaEngine({ url }, async (engine) => {
    try {
      const to = { tag: 'schemaDatamodel' as const, files };
      const { stdout } = await engine.diff({ from, to, script: true, exitCode: null, filters: noFilters });
      return stdout === null || stdout.includes('-- This is an empty migration.') ? '' : stdout;
    } catch (error) {
      if (errorCode(error) !== 'P1012') throw error;
      throw new MigrationError('invalid_schema', String(error), 'Mend the Prisma schema.', error);
    }
  });
}
