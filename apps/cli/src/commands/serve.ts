import type { Command } from 'commander';
import { serve } from '../serve.js';
import { untilStopped } from '../until-stopped.js';
import { withRegistry } from '../with-registry.js';

/** `registry serve`: the API alone. */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('serve the API')
    .action(() =>
      withRegistry(async (context) => {
        const stopped = untilStopped();
        const service = await serve(context);
        console.log(`Serving ${service.url}/v1`);
        await stopped;
        await service.stop();
      }),
    );
}
