import { dateInAmsterdam, legalTerms, lifecycles, stepInWords } from '@grants/domain';
import type { CaseDeadline, CaseStory, StoryStep } from '@grants/registry';

/** A case as text: each step with its role, article and day, each term with how its end came about. */
export function tellCase({ steps, deadlines }: CaseStory, today: string): string {
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

function deadlineLines(
  { reference, kind, basis, startsOn, endsOn, ground, steps, ...day }: CaseDeadline,
  today: string,
) {
  const standing =
    day.metOn !== null
      ? `met on ${day.metOn}${day.metOn > endsOn ? ', too late' : ''}`
      : day.cancelledOn !== null
        ? `cancelled on ${day.cancelledOn}`
        : day.suspendedSince !== null
          ? `standing still since ${day.suspendedSince}, ends on ${endsOn} at the earliest`
          : endsOn < today
            ? 'passed'
            : 'open';
  const name = legalTerms.find((term) => term.kind === kind)?.nl ?? kind;
  const told = steps.map((step) => `            ${step.until}  ${stepInWords(step)} (${step.basis})`);
  return [
    `${endsOn}  ${reference}: ${name}`,
    `            from ${startsOn}; ${standing}`,
    ...(told.length > 0 ? told : [`            ${ground} (${basis})`]),
  ];
}
