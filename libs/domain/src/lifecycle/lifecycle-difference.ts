import type { LifecycleDocument, TransitionDocument } from './lifecycle-document.js';

/** What came and went of one aspect of a lifecycle or a command. */
export interface AspectChange {
  readonly aspect: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface CommandChange {
  readonly command: string;
  readonly changes: readonly AspectChange[];
}

/** What a change means for the cases that are in a state now. */
export interface StateConsequence {
  readonly state: string;
  /**
   * `gone`: the newer version does not know the state, and a case in it is stuck. `stuck`: nothing leads out of it any
   * more, and it is not final.
   */
  readonly fate: 'same' | 'changed' | 'stuck' | 'gone';
  /** Commands that can be given from it now, that no longer can, and that ask or do something else than before. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly changed: readonly string[];
}

/** What differs between two versions of a lifecycle, and what that means for running cases. */
export interface LifecycleDifference {
  readonly machine: string;
  readonly from: number;
  readonly to: number;
  /** Of the lifecycle as a whole: its states, labels, initial and final states. */
  readonly changes: readonly AspectChange[];
  readonly commandsAdded: readonly string[];
  readonly commandsRemoved: readonly string[];
  readonly commandsChanged: readonly CommandChange[];
  /** One for each state of the older version. */
  readonly consequences: readonly StateConsequence[];
}

/** Every aspect is a set of texts, so that all are compared in one way. */
type Aspects<Of> = Readonly<Record<string, (of: Of) => readonly string[]>>;

const ofLifecycle: Aspects<LifecycleDocument> = {
  states: ({ states }) => states.map(({ state }) => state),
  labels: ({ states }) => states.map(({ state, nl, en }) => `${state}: ${nl}, ${en}`),
  'initial state': ({ initial }) => [initial],
  'final states': ({ final }) => final,
};

const ofCommand: Aspects<TransitionDocument> = {
  from: ({ from }) => from.map((state) => state || 'nothing'),
  to: ({ to }) => [to ?? 'the same state'],
  by: ({ by }) => by,
  'late by': ({ lateBy }) => lateBy,
  guards: ({ guards }) => guards.map(({ code }) => code),
  rules: ({ guards }) =>
    guards.map(({ code, rule, basis, enforcedBy }) => `${code}: ${rule} (${basis}; ${enforcedBy})`),
  'decision kinds': ({ decisionKinds }) => decisionKinds,
  reason: ({ reasonRequired }) => (reasonRequired ? ['required'] : []),
  'in bulk only': ({ bulkOnly }) => (bulkOnly ? ['yes'] : []),
  event: ({ event }) => [event],
  basis: ({ basis }) => [basis],
};

const without = (some: readonly string[], others: readonly string[]) => some.filter((each) => !others.includes(each));

function changesOf<Of>(aspects: Aspects<Of>, older: Of, newer: Of): AspectChange[] {
  return Object.entries(aspects)
    .map(([aspect, read]) => {
      const [before, after] = [read(older), read(newer)];
      return { aspect, added: without(after, before), removed: without(before, after) };
    })
    .filter(({ added, removed }) => added.length + removed.length > 0);
}

/** What differs between two versions of a lifecycle. */
export function lifecycleDifference(older: LifecycleDocument, newer: LifecycleDocument): LifecycleDifference {
  const namesOf = ({ transitions }: LifecycleDocument) => transitions.map(({ command }) => command);
  const commandsChanged = older.transitions.flatMap((before) => {
    const after = newer.transitions.find(({ command }) => command === before.command);
    const changes = after ? changesOf(ofCommand, before, after) : [];
    return changes.length > 0 ? [{ command: before.command, changes }] : [];
  });
  const elsewhere = commandsChanged
    .filter(({ changes }) => changes.some(({ aspect }) => aspect !== 'from'))
    .map(({ command }) => command);
  return {
    machine: newer.machine,
    from: older.version,
    to: newer.version,
    changes: changesOf(ofLifecycle, older, newer),
    commandsAdded: without(namesOf(newer), namesOf(older)),
    commandsRemoved: without(namesOf(older), namesOf(newer)),
    commandsChanged,
    consequences: older.states.map(({ state }) => consequence(state, older, newer, elsewhere)),
  };
}

function consequence(
  state: string,
  older: LifecycleDocument,
  newer: LifecycleDocument,
  changedCommands: readonly string[],
): StateConsequence {
  const rowsFrom = ({ transitions }: LifecycleDocument) => transitions.filter(({ from }) => from.includes(state));
  const leadsOut = (lifecycle: LifecycleDocument) => rowsFrom(lifecycle).some(({ to }) => to !== null && to !== state);
  const [before, after] = [older, newer].map((each) => rowsFrom(each).map(({ command }) => command)) as [
    string[],
    string[],
  ];
  const [gained, lost] = [without(after, before), without(before, after)];
  const changed = before.filter((command) => after.includes(command) && changedCommands.includes(command));
  const isGone = !newer.states.some((each) => each.state === state);
  const isStuck = leadsOut(older) && !leadsOut(newer) && !newer.final.includes(state);
  const isSame = gained.length + lost.length + changed.length === 0;
  return { state, fate: isGone ? 'gone' : isStuck ? 'stuck' : isSame ? 'same' : 'changed', gained, lost, changed };
}

const fates = {
  same: 'as before',
  changed: 'changed',
  stuck: 'stuck: nothing leads out of it any more',
  gone: 'stuck: the state no longer exists',
} as const satisfies Record<StateConsequence['fate'], string>;

/** What a change means for the cases in one state, in words. */
export function describeConsequence({ state, fate, gained, lost, changed }: StateConsequence): string {
  const said = [
    fates[fate],
    ...(gained.length > 0 ? [`can now also ${gained.join(', ')}`] : []),
    ...(lost.length > 0 ? [`can no longer ${lost.join(', ')}`] : []),
    ...(changed.length > 0 ? [`judged otherwise: ${changed.join(', ')}`] : []),
  ];
  return `${state}: ${said.join('; ')}`;
}

/** A difference in words, line by line. */
export function describeDifference(difference: LifecycleDifference): string[] {
  const { machine, from, to, changes, commandsAdded, commandsRemoved, commandsChanged, consequences } = difference;
  const isSame = changes.length + commandsAdded.length + commandsRemoved.length + commandsChanged.length === 0;
  if (isSame) return [`${machine}: versions ${from} and ${to} are the same`];
  return [
    `${machine}, from version ${from} to version ${to}`,
    ...describeChanges(changes),
    ...(commandsAdded.length > 0 ? [`new commands: ${commandsAdded.join(', ')}`] : []),
    ...(commandsRemoved.length > 0 ? [`commands that are gone: ${commandsRemoved.join(', ')}`] : []),
    ...commandsChanged.flatMap((command) => [
      `changed command ${command.command}`,
      ...describeChanges(command.changes).map((line) => `  ${line}`),
    ]),
    'for running cases',
    ...consequences.map((each) => `  ${describeConsequence(each)}`),
  ];
}

/** In words, states and guards are told by their labels and rules, which name them too. */
const headings: Readonly<Record<string, string | null>> = {
  states: null,
  labels: 'states',
  guards: null,
  rules: 'guards',
};

function describeChanges(changes: readonly AspectChange[]): string[] {
  return changes.flatMap(({ aspect, added, removed }) => {
    const heading = headings[aspect] === undefined ? aspect : headings[aspect];
    if (heading === null) return [];
    return [...removed.map((each) => `${heading}: - ${each}`), ...added.map((each) => `${heading}: + ${each}`)];
  });
}
