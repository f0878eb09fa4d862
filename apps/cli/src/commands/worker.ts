import { deliverMessages, moveDueCalls, runMessenger, runWorker } from '@grants/registry';
import type { Command } from 'commander';
import { postOf } from '../post.js';
import { untilStopped } from '../until-stopped.js';
import { withRegistry } from '../with-registry.js';

/** `registry worker`: lets the clock act. */
export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .description('let the clock act: open and close calls at their moments, take seals, tell people')
    .option('--once', 'do what is due now, and end')
    .action(({ once = false }: { once?: boolean }) =>
      withRegistry(async ({ registry, clock, log, configuration }) => {
        const post = postOf(configuration);
        if (once) {
          for (const reference of await moveDueCalls(registry, clock)) console.log(reference);
          const { told, mailed } = await deliverMessages(registry.db, post, log);
          console.log(`Messages: ${told} told, ${mailed} mailed.`);
          return;
        }
        const stop = new AbortController();
        const running = Promise.all([
          runWorker(registry, clock, log, stop.signal),
          runMessenger(registry.db, post, log, stop.signal),
        ]);
        console.log('The worker runs.');
        await untilStopped();
        stop.abort();
        await running;
      }),
    );
}
