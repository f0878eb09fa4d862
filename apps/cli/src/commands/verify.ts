import { verify } from '@grants/persistence';
import type { Command } from 'commander';
import { failIfFound, printVerification } from '../print-verification.js';
import { progress } from '../progress.js';
import { releaseFolders, withRegistry } from '../with-registry.js';

/** `registry verify`: recomputes every event, hash, head, period and sum. */
export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('recompute every event, hash, period and sum, and name what does not fit; needs the owner')
    .option('--json', 'for machines')
    .action(({ json = false }: { json?: boolean }) =>
      withRegistry(async ({ owner, registry, hasTextKey }) => {
        const verification = await verify(owner(), {
          log: progress,
          files: registry.files,
          catalogueFile: releaseFolders.catalogue,
          ...(hasTextKey && { vault: registry.vault }),
        });
        if (json) console.log(JSON.stringify(verification, null, 2));
        else printVerification(verification);
        failIfFound(verification);
      }),
    );
}
