import { restore } from '@grants/persistence';
import type { Command } from 'commander';
import { failIfFound, printVerification } from '../print-verification.js';
import { progress } from '../progress.js';
import { releaseFolders, withRegistry } from '../with-registry.js';

/** `registry restore FILE`: a backup into a database without data, which is then verified. */
export function addRestoreCommand(program: Command): void {
  program
    .command('restore')
    .description('put a backup into a migrated database without data, and verify it; needs the owner')
    .argument('<file>', 'a file that `registry backup` made')
    .option('--json', 'for machines')
    .action((file: string, { json = false }: { json?: boolean }) =>
      withRegistry(async ({ ownerUrl, registry }) => {
        const restored = await restore(ownerUrl(), file, {
          vault: registry.vault,
          files: registry.files,
          catalogueFile: releaseFolders.catalogue,
          log: progress,
        });
        if (json) {
          console.log(JSON.stringify(restored, null, 2));
        } else {
          console.log(`Restored what ${restored.manifest.software} kept at ${restored.manifest.takenAt}.`);
          printVerification(restored.verification);
        }
        failIfFound(restored.verification);
      }),
    );
}
