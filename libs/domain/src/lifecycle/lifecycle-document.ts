import { STAYS, type Guard, type Lifecycle, type Transition } from './lifecycle.js';

/** A guard without its function. */
export interface GuardDocument {
  readonly code: string;
  readonly rule: string;
  readonly basis: string;
  readonly enforcedBy: 'database' | 'application';
}

/** A row of a lifecycle, with nothing left out. */
export interface TransitionDocument {
  readonly command: string;
  /** UNBORN for a birth. */
  readonly from: readonly string[];
  /** Null for a command that leaves a subject in the state it is in. */
  readonly to: string | null;
  readonly by: readonly string[];
  readonly lateBy: readonly string[];
  readonly guards: readonly GuardDocument[];
  readonly decisionKinds: readonly string[];
  readonly reasonRequired: boolean;
  readonly bulkOnly: boolean;
  readonly event: string;
  readonly basis: string;
}

/** One version of a lifecycle as plain data: it is kept for good, compared, and rendered. */
export interface LifecycleDocument {
  readonly machine: string;
  readonly version: number;
  readonly title: string;
  readonly nl: string;
  readonly initial: string;
  readonly final: readonly string[];
  readonly states: readonly { readonly state: string; readonly nl: string; readonly en: string }[];
  readonly transitions: readonly TransitionDocument[];
}

/** A lifecycle as plain data. */
export function lifecycleDocument(lifecycle: Lifecycle<string>): LifecycleDocument {
  const { machine, version, title, nl, initial, final, states, transitions } = lifecycle;
  return {
    machine,
    version,
    title,
    nl,
    initial,
    final: [...final],
    states: Object.entries(states).map(([state, label]) => ({ state, nl: label.nl, en: label.en })),
    transitions: transitions.map(transitionDocument),
  };
}

function transitionDocument(row: Transition<string>): TransitionDocument {
  const { command, from, to, by, lateBy, guards, decisionKinds = [], event, basis } = row;
  return {
    command,
    from: [...from],
    to: to === STAYS ? null : to,
    by: [...by],
    lateBy: [...lateBy],
    guards: guards.map(guardDocument),
    decisionKinds: [...decisionKinds],
    reasonRequired: row.reasonRequired ?? false,
    bulkOnly: row.bulkOnly ?? false,
    event,
    basis,
  };
}

function guardDocument({ code, rule, basis, enforcedBy }: Guard<never>): GuardDocument {
  return { code, rule, basis, enforcedBy };
}
