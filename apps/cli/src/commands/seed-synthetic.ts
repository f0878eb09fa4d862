import { InvalidInput } from '@grants/domain';
import { SeedSynthetic, SYSTEM_ACTOR } from '@grants/registry';
import { InvalidArgumentError, type Command } from 'commander';
import { inOptions } from '../in-options.js';
import { withRegistry } from '../with-registry.js';

const wholeNumber = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is not a whole number.');
  return Number(text);
};

/** `registry seed synthetic`: invented data of any size, the same for the same seed; needs the owner. */
export function addSyntheticSeed(seed: Command): void {
  seed
    .command('synthetic')
    .description('invented programmes, calls, applications and projects of any size, the same for the same seed')
    .requiredOption('--projects <count>', 'how many projects; applications are four times as many', wholeNumber)
    .option('--seed <number>', 'which data: another seed gives other funders and other data', wholeNumber, 1)
    .option('--json', 'for machines')
    .action(({ projects, seed: number, json }: { projects: number; seed: number; json?: true }) =>
      withRegistry(async ({ owner, registry, clock, configuration }) => {
        if (configuration.NODE_ENV === 'production') throw new Error('Invented data are not for production.');
        const onProgress = (done: { projects: number; milliseconds: number }) => {
          if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${done.projects} projects, ${rate(done)}`);
        };
        const moment = { actor: { ...SYSTEM_ACTOR, role: 'administrator' } as const, now: clock.now() };
        const sown = await new SeedSynthetic(owner(), registry.vault)
          .execute({ projects, seed: number }, moment, { onProgress })
          .catch((error: unknown) => {
            throw error instanceof InvalidInput ? new Error(inOptions(error)) : error;
          })
          .finally(() => process.stderr.isTTY && process.stderr.write('\r\u001b[K'));
        const { applications, events, milliseconds } = sown;
        const told = `${projects} projects, ${applications} applications and ${events} events`;
        if (json) console.log(JSON.stringify(sown, null, 2));
        else console.log(`${told} in ${(milliseconds / 1000).toFixed(1)} s: ${rate(sown)}.`);
      }),
    );
}

function rate({ projects, milliseconds }: { projects: number; milliseconds: number }): string {
  return `${Math.round((projects / milliseconds) * 1000)} projects a second`;
}
