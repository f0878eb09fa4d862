import { isTold, runMessenger, runWorker, tellZonmw } from '@grants/registry';
import type { Command } from 'commander';
import { DEMO_ISSUER } from '../local-secrets.js';
import { postOf } from '../post.js';
import { serve } from '../serve.js';
import { untilStopped } from '../until-stopped.js';
import { withRegistry } from '../with-registry.js';
import { demoRoles } from './token.js';

/** `registry start`: everything on one machine, with demo data on first start. */
export function addStartCommand(program: Command): void {
  program
    .command('start')
    .description('run everything on one machine: database, demo data on first start, API and worker')
    .action(() =>
      withRegistry(async (context) => {
        const { registry, clock, log } = context;
        const post = postOf(context.configuration);
        const stopped = untilStopped();
        if (!(await isTold(registry.db))) {
          console.log('First start: telling the demo’s story …');
          await tellZonmw(registry, clock, DEMO_ISSUER);
        }
        const stopWorker = new AbortController();
        const worker = Promise.all([
          runWorker(registry, clock, log, stopWorker.signal),
          runMessenger(registry.db, post, log, stopWorker.signal),
        ]);
        const service = await serve(context).catch(async (error: unknown) => {
          stopWorker.abort();
          await worker;
          throw error;
        });
        console.log(welcome(service.url));
        await stopped;
        console.log('Stopping: finishing what is under way …');
        stopWorker.abort();
        await Promise.all([service.stop(), worker]);
      }),
    );
}

function welcome(url: string): string {
  return `
The grant registry runs.
  API            ${url}/v1
  API reference  ${url}/docs
  Health         ${url}/health/ready

Sign in as any role with a token of the demo, for example:
  TOKEN=$(npx --no registry token --role programme_officer)
  curl -H "Authorization: Bearer $TOKEN" ${url}/v1/me
Roles: ${demoRoles.join(', ')}.

Ctrl-C stops it; its data stay.`;
}
