import { dateInAmsterdam } from '@grants/domain';
import { caseStory } from '@grants/registry';
import type { Command } from 'commander';
import { tellCase } from '../tell-case.js';
import { withRegistry } from '../with-registry.js';

/** `registry explain`: a case as a story, with every step's article and how every term was counted. */
export function addExplainCommand(program: Command): void {
  program
    .command('explain')
    .description('tell a case as a story: each step with its article, each term with how it was counted')
    .argument('<reference>', 'of an application, its decision or its project; of a call; of a legacy award')
    .option('--json', 'for machines')
    .action((reference: string, { json = false }: { json?: boolean }) =>
      withRegistry(async ({ db, clock }) => {
        const story = await caseStory(db, reference);
        console.log(json ? JSON.stringify(story, null, 2) : tellCase(story, dateInAmsterdam(clock.now())));
      }),
    );
}
