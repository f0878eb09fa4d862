import { backup } from '@grants/persistence';
import type { Command } from 'commander';
import { join } from 'node:path';
import { progress } from '../progress.js';
import { software } from '../software.js';
import { withRegistry } from '../with-registry.js';

/** `registry backup FILE`: all that the registry holds, in one file. */
export function addBackupCommand(program: Command): void {
  program
    .command('backup')
    .description(
      'write all that the registry holds into one compressed file, while it goes on working; needs the owner',
    )
    .argument('<file>', 'the file to make; one that exists is not overwritten')
    .option('--json', 'print the manifest, for machines')
    .action((file: string, { json = false }: { json?: boolean }) =>
      withRegistry(async ({ ownerUrl, configuration, dataDir }) => {
        const manifest = await backup(ownerUrl(), file, { software, log: progress });
        if (json) {
          console.log(JSON.stringify(manifest, null, 2));
          return;
        }
        const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
        console.log(`${file}: ${rows} rows of ${manifest.tables.length} tables, as they were at ${manifest.takenAt}.`);
        const key = configuration.REGISTRY_TEXT_KEY === null ? join(dataDir, 'text-key') : 'REGISTRY_TEXT_KEY';
        console.log(
          `It holds personal data. Keep ${key} apart from it: without that key its confidential texts are lost.`,
        );
      }),
    );
}
