import { moveDueCalls, runWorker } from '@grants/registry';
import type { Command } from 'commander';
import { untilStopped } from '../until-stopped.js';
import { withRegistry } from '../with-registry.js';

/** `registry worker`: lets the clock act. */
export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .description('let the clock act: open and close calls at their moments, take seals')
    .option('--once', 'do what is due now, and end')
    .action(({ once = false }: { once?: boolean }) =>
      withRegistry(async ({ registry, clock, log }) => {
        if (once) {
          for (const reference of await moveDueCalls(registry, clock)) console.log(reference);
          return;
        }
        const stop = new AbortController();
        const running = runWorker(registry, clock, log, stop.signal);
        console.log('The worker runs.');
        await untilStopped();
        stop.abort();
        await running;
      }),
    );
}
