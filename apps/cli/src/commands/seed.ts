import { tellZonmw } from '@grants/registry';
import type { Command } from 'commander';
import { DEMO_ISSUER } from '../local-secrets.js';
import { withRegistry } from '../with-registry.js';

/** `registry seed`: data to begin with. */
export function addSeedCommand(program: Command): Command {
  const seed = program.command('seed').description('put data into the registry');
  seed
    .command('zonmw')
    .description('the story of two ZonMw programmes, with an account of the demo for each role')
    .action(() =>
      withRegistry(async ({ registry, clock, configuration }) => {
        if (configuration.NODE_ENV === 'production') throw new Error('The demo’s story is not for production.');
        const told = await tellZonmw(registry, clock, DEMO_ISSUER);
        console.log(told ? 'The story is told.' : 'The story was told already.');
      }),
    );
  return seed;
}
