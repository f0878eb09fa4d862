import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList, SchemaContainer } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { MigrationError } from './migration-error.js';

/** The migrations in a folder, in the order of their names, as Prisma's engine wants them. */
export async function readMigrations(migrationsDir: string): Promise<MigrationList> {
  const names = await namesIn(migrationsDir, (entry) => entry.isDirectory());
  return {
    baseDir: migrationsDir,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(migrationsDir, 'migration_lock.toml'), 'utf8').catch(() => null),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await read(join(migrationsDir, name, 'migration.sql')) },
        },
      })),
    ),
  };
}

/** All `.prisma` files of a folder. */
export async function readSchema(schemaDir: string): Promise<SchemaContainer[]> {
  const names = await namesIn(schemaDir, (entry) => entry.isFile() && entry.name.endsWith('.prisma'));
  return Promise.all(names.map(async (name) => ({ path: name, content: await read(join(schemaDir, name)) })));
}

async function namesIn(
  folder: string,
  wanted: (entry: { name: string; isFile(): boolean; isDirectory(): boolean }) => boolean,
): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(folder, error);
  });
  return entries
    .filter(wanted)
    .map((entry) => entry.name)
    .toSorted();
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, error);
  });
}

function unreadable(path: string, cause: unknown): MigrationError {
  return new MigrationError('unreadable', `${path} cannot be read.`, 'Check that the release is complete.', cause);
}
