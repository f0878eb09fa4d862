import { dateInAmsterdam, legalTerms, lifecycles } from '@grants/domain';
import { caseStory, type CaseDeadline, type CaseStory, type StoryStep } from '@grants/registry';
import type { Command } from 'commander';
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
        console.log(json ? JSON.stringify(story, null, 2) : told(story, dateInAmsterdam(clock.now())));
      }),
    );
}

function told({ steps, deadlines }: CaseStory, today: string): string {
  const lines = steps.flatMap(stepLines);
  if (deadlines.length > 0) lines.push('', 'Terms', ...deadlines.flatMap((each) => deadlineLines(each, today)));
  return lines.join('\n');
}

function stepLines({ machine, reference, command, from, to, role, basis, decision, ...step }: StoryStep): string[] {
  const { states, nl } = lifecycles[machine];
  const stateName = (state: string) => (states as Readonly<Record<string, { nl: string }>>)[state]?.nl ?? state;
  const [occurred, recorded] = [dateInAmsterdam(step.occurredAt), dateInAmsterdam(step.recordedAt)];
  const notes = [
    decision === null || decision === reference ? null : `by decision ${decision}`,
    step.hasReason ? 'with a reason' : null,
    step.occurredAt === step.recordedAt ? null : `recorded afterwards, on ${recorded}`,
  ].filter((note) => note !== null);
  return [
    `${occurred}  ${nl} ${reference}: ${from === null ? '' : `${stateName(from)} → `}${stateName(to)}`,
    `            ${[`${command} by ${role}`, basis, ...notes].join('; ')}`,
  ];
}

function deadlineLines({ reference, kind, basis, startsOn, endsOn, ground, ...day }: CaseDeadline, today: string) {
  const standing =
    day.metOn !== null
      ? `met on ${day.metOn}${day.metOn > endsOn ? ', too late' : ''}`
      : day.cancelledOn !== null
        ? `cancelled on ${day.cancelledOn}`
        : endsOn < today
          ? 'passed'
          : 'open';
  const name = legalTerms.find((term) => term.kind === kind)?.nl ?? kind;
  return [`${endsOn}  ${reference}: ${name}`, `            from ${startsOn}; ${ground}; ${basis}; ${standing}`];
}
