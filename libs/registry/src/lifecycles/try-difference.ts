import { describeConsequence, type LifecycleDifference, type StateConsequence } from '@grants/domain';
import type { RunningCases } from './lifecycle-queries.js';

/** What a change of a lifecycle means for the cases that run now. */
export interface TriedDifference {
  readonly difference: LifecycleDifference;
  readonly states: readonly (StateConsequence & Omit<RunningCases, 'state'>)[];
  /** Cases in states that the older version does not know: they went on by another. */
  readonly beyond: readonly RunningCases[];
}

/** Lays a difference over the running cases; it only counts. */
export function tryDifference(difference: LifecycleDifference, running: readonly RunningCases[]): TriedDifference {
  const states = difference.consequences.map((consequence) => {
    const { cases = 0, examples = [] } = running.find(({ state }) => state === consequence.state) ?? {};
    return { ...consequence, cases, examples };
  });
  const beyond = running.filter(({ state }) => !states.some((known) => known.state === state));
  return { difference, states, beyond };
}

/** The cases that would be stuck. */
export function casesStuck({ states }: TriedDifference): number {
  return states.filter(({ fate }) => fate === 'gone' || fate === 'stuck').reduce((sum, { cases }) => sum + cases, 0);
}

/** What came of a trial, in words, line by line. */
export function describeTrial(trial: TriedDifference): string[] {
  const { machine, from, to } = trial.difference;
  const few = ({ cases, examples }: Omit<RunningCases, 'state'>) =>
    `${cases} ${cases === 1 ? 'case' : 'cases'}${cases > 0 ? ` (${examples.join(', ')}${cases > examples.length ? ', …' : ''})` : ''}`;
  return [
    `${machine}: running cases under version ${to}, as against version ${from}`,
    ...trial.states.map((state) => `  ${describeConsequence(state)}: ${few(state)}`),
    ...trial.beyond.map((state) => `  ${state.state}: unknown to version ${from}: ${few(state)}`),
    `${casesStuck(trial)} would be stuck. Nothing was changed.`,
  ];
}
