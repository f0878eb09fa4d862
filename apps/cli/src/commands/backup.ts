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
      withRegistry(async ({ ownerUrl, configuration, dataDir, registry }) => {
        const manifest = await backup(ownerUrl(), file, { software, files: registry.files, log: progress });
        if (manifest.missingFiles.length > 0) process.exitCode = 1;
        if (json) {
          console.log(JSON.stringify(manifest, null, 2));
          return;
        }
        const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
        console.log(
          `${file}: ${rows} rows of ${manifest.tables.length} tables, and ${manifest.files.length} files, as they were at ${manifest.takenAt}.`,
        );
        for (const sha256 of manifest.missingFiles)
          console.log(`The file ${sha256} is missing: \`registry verify\` names its attachments.`);
        const key = configuration.REGISTRY_TEXT_KEY === null ? join(dataDir, 'text-key') : 'REGISTRY_TEXT_KEY';
        console.log(
          `It holds personal data. Keep ${key} apart from it: without that key its confidential texts are lost.`,
        );
      }),
    );
}
