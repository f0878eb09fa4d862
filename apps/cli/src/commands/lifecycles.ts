import { lifecycles } from '@grants/domain';
import type { Command } from 'commander';

/** `registry lifecycles`: every state machine. */
export function addLifecyclesCommand(program: Command): void {
  program
    .command('lifecycles')
    .description('show every lifecycle: its states, commands, roles and guards')
    .option('--json', 'for machines')
    .action(({ json = false }: { json?: boolean }) => {
      if (json) {
        console.log(JSON.stringify(lifecycles, null, 2));
        return;
      }
      for (const { machine, version, nl, transitions } of Object.values(lifecycles)) {
        console.log(`\n${machine} (${nl}), version ${version}`);
        for (const { command, from, to, by, guards } of transitions) {
          console.log(`  ${command}: ${from.map((state) => state || '—').join(', ')} → ${to} (${by.join(', ')})`);
          for (const { code, basis } of guards) console.log(`    ${code} (${basis})`);
        }
      }
    });
}
