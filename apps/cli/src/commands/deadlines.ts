import { dateInAmsterdam, isCalendarDate, plus } from '@grants/domain';
import { openDeadlines } from '@grants/registry';
import { InvalidArgumentError, type Command } from 'commander';
import { withRegistry } from '../with-registry.js';

/** `registry deadlines`: what has to be done, by when, in all cases. */
export function addDeadlinesCommand(program: Command): void {
  program
    .command('deadlines')
    .description('list the terms of all cases that have passed unmet, or end soon')
    .option('--until <date>', 'up to and including this day; left out, two weeks from now', calendarDate)
    .option('--json', 'for machines')
    .action(({ until, json = false }: { until?: string; json?: boolean }) =>
      withRegistry(async ({ db, clock }) => {
        const today = dateInAmsterdam(clock.now());
        const found = await openDeadlines(db, until ?? plus(today, { weeks: 2 }), today);
        if (json) {
          console.log(JSON.stringify(found, null, 2));
          return;
        }
        for (const { endsOn, reference, kind, basis } of found) {
          console.log(`${endsOn}  ${endsOn < today ? 'passed' : 'open  '}  ${reference}  ${kind} (${basis})`);
        }
        console.log(`${found.length} open, of which ${found.filter(({ endsOn }) => endsOn < today).length} passed.`);
      }),
    );
}

function calendarDate(text: string): string {
  if (!isCalendarDate(text)) throw new InvalidArgumentError('It must be a date, such as 2026-12-31.');
  return text;
}
