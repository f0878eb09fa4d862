import {
  applicationLifecycle,
  endOf,
  failedGuards,
  lifecycles,
  NotFound,
  roleFor,
  type Action,
  type Guard,
  type Lifecycle,
  type Machine,
  type Role,
  type Transition,
} from '@grants/domain';
import type { Queryable } from '@grants/persistence';
import { amendableFields } from '../calls/index.js';
import { missingFields, openItems, receiptFacts } from '../applications/index.js';
import { accessSubjectOf } from '../shared/access-queries.js';
import type { Viewer } from '../shared/reach-queries.js';
import {
  applicationFacts,
  callFacts,
  decisionFacts,
  standingFacts,
  type StandingFacts,
} from './transition-facts-queries.js';

/** A condition on a move, with its ground. */
export interface GuardView {
  readonly code: string;
  readonly rule: string;
  readonly basis: string;
}

/** A command that leads on from where a subject stands. */
export interface AvailableTransition {
  readonly command: string;
  readonly to: string;
  readonly basis: string;
  /** Who may give it. */
  readonly roles: readonly Role[];
  /** In which of them the caller may; null where they may not. */
  readonly role: Role | null;
  /** Whether it is given by itself, or comes with the announcement of a decision. */
  readonly through: 'command' | 'decision';
  /** What is given with it, the required fields first. */
  readonly asks: readonly string[];
  readonly needsReason: boolean;
  /** The guards that stand in its way now. */
  readonly barredBy: readonly GuardView[];
  /** The guards that look at what is given with it. */
  readonly judgedThen: readonly GuardView[];
  /** Whether the caller can give it now. */
  readonly isOpen: boolean;
}

/** What may be done with a subject from where it stands. */
export interface AvailableTransitions {
  readonly machine: Machine;
  readonly reference: string;
  readonly state: string;
  readonly version: number;
  readonly transitions: readonly AvailableTransition[];
}

/** What is given with a command and judged then: its guards cannot be judged before. */
const asked: Partial<Record<Machine, Readonly<Record<string, readonly string[]>>>> = {
  call: { amend: amendableFields },
  application: {
    request_repair: ['repairUntil'],
    suspend_term: ['ground', 'through'],
    name_another_term: ['until'],
    give_notice_of_default: ['exclusion'],
  },
  decision: {
    note_budget: ['condition', 'adoptedOn'],
    invoke_reservation: ['condition'],
    lapse_reservation: ['condition'],
    meet_condition: ['condition'],
    fulfil_obligation: ['obligation'],
  },
  project: {
    confirm_start: ['startedOn', 'endsOn', 'lateStartReason'],
    end: ['endedOn'],
    complete: ['finalReportApprovedOn'],
  },
};

/** Given by no use case of its own: it comes with the announcement of the decision that corrects this one. */
const comesWithDecision = (machine: Machine, { command, decisionKinds = [] }: Transition<string>) =>
  decisionKinds.length > 0 || (machine === 'decision' && command === 'supersede');

const namesOnlyWhatExists: GuardView = {
  code: 'reference_unknown',
  rule: 'every record that the application names exists',
  basis: 'Awb 4:2',
};

interface Judged extends StandingFacts {
  /** The guards of a row that do not hold, with those of the moves that it brings about. */
  readonly failed: (row: Transition<string>) => readonly GuardView[];
}

/**
 * Every command that leads on from where a subject stands: whether the caller may give it, and what stands in its way.
 * @throws NotFound where the viewer sees no such subject.
 */
export async function availableTransitions(
  on: Queryable,
  machine: Machine,
  reference: string,
  { principal, today }: Viewer,
): Promise<AvailableTransitions> {
  const subject = await accessSubjectOf(on, machine, reference);
  const isSeen = subject !== null && roleFor(principal, subject.seenBy, subject, today) !== null;
  const judged = isSeen ? await judge(on, machine, reference, principal.accountId) : null;
  if (!isSeen || !judged) throw new NotFound(machine, reference);
  const { state, version, failed } = judged;
  const rows = (lifecycles[machine] as Lifecycle<string>).transitions.filter(
    (row) => row.from.includes(state) && !row.bulkOnly,
  );
  const transitions = rows.map((row): AvailableTransition => {
    const { command, basis, by: roles, reasonRequired: needsReason = false } = row;
    const asks = asked[machine]?.[command] ?? [];
    const through = comesWithDecision(machine, row) ? 'decision' : 'command';
    const isJudgedThen = asks.length > 0 || through === 'decision';
    const barredBy = isJudgedThen ? [] : failed(row);
    const role = roleFor(principal, `${machine}.${command}` as Action, subject, today);
    return {
      command,
      to: endOf(row, state),
      basis,
      roles,
      role,
      through,
      asks,
      needsReason,
      barredBy,
      judgedThen: isJudgedThen ? row.guards.map(viewOf) : [],
      isOpen: through === 'command' && role !== null && barredBy.length === 0,
    };
  });
  return { machine, reference, state, version, transitions };
}

function viewOf({ code, rule, basis }: Guard<never>): GuardView {
  return { code, rule, basis };
}

/** Loads what the guards of a subject look at. */
async function judge(on: Queryable, machine: Machine, reference: string, accountId: string): Promise<Judged | null> {
  const judgedBy = (facts: StandingFacts | null): Judged | null =>
    facts && { ...facts, failed: (row) => failedGuards(row, facts).map(viewOf) };
  switch (machine) {
    case 'call':
      return judgedBy(await callFacts(on, reference));
    case 'application':
      return judgeApplication(on, reference, accountId);
    case 'decision':
      return judgeDecision(on, reference, accountId);
    case 'project':
    case 'legacy_award':
      return judgedBy(await standingFacts(on, machine, reference));
  }
}

async function judgeApplication(on: Queryable, reference: string, accountId: string): Promise<Judged | null> {
  const found = await applicationFacts(on, reference, accountId);
  if (!found) return null;
  const standing = { ...found, openItems: openItems(found.checks) };
  if (!found.content) {
    // What a draft says is its owner's alone: whether it could be submitted is not for others to know.
    return { ...found, failed: (row) => (row.from.includes('draft') ? [] : failedGuards(row, standing).map(viewOf)) };
  }
  const receipt = await receiptFacts(on, found.callId, found.content, found.now);
  const facts = { ...receipt, occurred: found.now, missing: missingFields(found.content) };
  const unknown = receipt.unknown.length > 0 ? [namesOnlyWhatExists] : [];
  return {
    ...found,
    failed: (row) => (row.guards.length === 0 ? [] : [...unknown, ...failedGuards(row, facts).map(viewOf)]),
  };
}

async function judgeDecision(on: Queryable, reference: string, signedBy: string): Promise<Judged | null> {
  const found = await decisionFacts(on, reference);
  if (!found) return null;
  const facts = { ...found, granted: found.granted ?? '0', signedBy, takesEffect: true, isCorrected: true };
  // Announcing brings about a move of the application, whose guards can stand in the way too.
  const brought = applicationLifecycle.transitions.find(
    (row) => 'decisionKinds' in row && (row.decisionKinds as readonly string[]).includes(found.decisionKind),
  );
  return {
    ...found,
    failed: (row) => [
      ...failedGuards(row, facts).map(viewOf),
      ...(row.command === 'announce' && brought && !found.isCorrection ? failedGuards(brought, facts).map(viewOf) : []),
    ],
  };
}
