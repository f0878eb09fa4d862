import { catalogueDrift, migrate, schemaDrift } from '@grants/persistence';
import { readConfiguration } from '@grants/platform';
import type { Command } from 'commander';
import { releaseFolders, withRegistry } from '../with-registry.js';

/** `registry migrate`: brings the database to this release. */
export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('apply the migrations that the database does not have yet; with --check, compare it with the schema')
    .option('--check', 'only tell whether the database differs from what this release expects')
    .option('--retry-failed', 'try a migration again that failed before')
    .action(async ({ check = false, retryFailed = false }: { check?: boolean; retryFailed?: boolean }) => {
      const { DATABASE_URL, DATABASE_OWNER_URL } = readConfiguration(process.env);
      const work = async (ownerUrl: string) => {
        if (!check) {
          const { applied } = await migrate(ownerUrl, {
            migrationsDir: releaseFolders.migrations,
            log: console.log,
            retryFailed,
          });
          console.log(applied.length === 0 ? 'The database is up to date.' : `${applied.length} migrations applied.`);
        }
        const drift = await schemaDrift(ownerUrl, { schemaDir: releaseFolders.schema });
        const faults = await catalogueDrift(ownerUrl, { catalogueFile: releaseFolders.catalogue });
        if (drift === '' && faults.length === 0) {
          console.log('The database is as the schema and the catalogue of this release say.');
          return;
        }
        if (drift !== '') console.error(`The database differs from the schema; this would mend it:\n${drift}`);
        for (const fault of faults) console.error(`The database differs from this release; ${fault}`);
        process.exitCode = 1;
      };
      // Another database than the embedded one is migrated by its owner alone, before anything serves it.
      if (DATABASE_URL === null && DATABASE_OWNER_URL === null) return withRegistry(({ ownerUrl }) => work(ownerUrl()));
      if (DATABASE_OWNER_URL === null) throw new Error('This needs DATABASE_OWNER_URL.');
      return work(DATABASE_OWNER_URL);
    });
}
