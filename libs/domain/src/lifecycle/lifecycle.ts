import { TransitionRefused } from '../shared/errors.js';
import type { Role } from '../policy/roles.js';

/** The state of a subject that does not exist yet: a birth leads from here. */
export const UNBORN = '';
/** Where a command leads that leaves a subject in the state it is in: a fact is added, with an event of its own. */
export const STAYS = '=';

/** A condition on a move, over facts that the use case loaded. */
export interface Guard<Facts> {
  /** Stable, part of the API. */
  readonly code: string;
  /** What must hold, in words. */
  readonly rule: string;
  /** Article of law, rule of the funder, or our own policy. */
  readonly basis: string;
  /** Whether the database refuses it too, for every client. */
  readonly enforcedBy: 'database' | 'application';
  readonly holds: (facts: Facts) => boolean;
}

/** One row: a command that leads from some states to one, or to none. */
export interface Transition<State extends string> {
  readonly command: string;
  /** UNBORN for a birth. */
  readonly from: readonly (State | typeof UNBORN)[];
  /** STAYS for a command that adds a fact and moves nothing. */
  readonly to: State | typeof STAYS;
  readonly by: readonly Role[];
  /** Roles that may book it late, with an `occurred` in the past and a reason. */
  readonly lateBy: readonly Role[];
  readonly guards: readonly Guard<never>[];
  /** The kinds of decision that bring it about; empty where it needs none. */
  readonly decisionKinds?: readonly string[];
  readonly reasonRequired?: boolean;
  /** Given to many subjects at once by the bulk function, and by nothing else. */
  readonly bulkOnly?: boolean;
  /** Name of the event and topic of the message. */
  readonly event: string;
  readonly basis: string;
}

/** The life of one kind of subject: a table that decides, and that everything else is rendered from. */
export interface Lifecycle<State extends string> {
  readonly machine: string;
  readonly version: number;
  readonly title: string;
  /** The official Dutch term. */
  readonly nl: string;
  readonly initial: State;
  readonly final: readonly State[];
  readonly states: Readonly<Record<State, { readonly nl: string; readonly en: string }>>;
  readonly transitions: readonly Transition<State>[];
}

type Intersection<Union> = (Union extends unknown ? (part: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type RowOf<L extends Lifecycle<string>, Command> = Extract<L['transitions'][number], { readonly command: Command }>;
type FactsOfRow<Row> = Row extends { readonly guards: readonly (infer G)[] }
  ? [G] extends [never]
    ? unknown
    : Intersection<G extends Guard<infer Facts> ? Facts : never>
  : unknown;

/** The names of the commands of a lifecycle. */
export type CommandOf<L extends Lifecycle<string>> = L['transitions'][number]['command'];
/** What the guards of one command need to know. */
export type FactsFor<L extends Lifecycle<string>, Command extends CommandOf<L>> = FactsOfRow<RowOf<L, Command>>;

/** What somebody asks of a lifecycle. */
export interface Request<Command, Facts> {
  readonly state: string;
  readonly command: Command;
  readonly role: Role;
  readonly facts: Facts;
  /** Whether it is booked late, with an `occurred` in the past. */
  readonly late?: boolean;
  /** Whether a reason is given in words. */
  readonly hasReason?: boolean;
}

/** Rules on how a step is booked, whatever its command; the database enforces them too. */
export const bookingRules = {
  reason_required: 'the command needs a reason in words (Awb 3:46)',
  late_booking_not_allowed: 'this role may not book the command late (registry: late bookings)',
  late_booking_needs_reason: 'a step that is booked late says why (registry: late bookings)',
  occurred_in_future: 'a step cannot have occurred later than now (registry: late bookings)',
  occurred_before_first_event: 'a step cannot have occurred before its subject existed (registry: late bookings)',
  occurred_before_state:
    'a step that leaves a state as it is occurred while its subject was in it (registry: late bookings)',
} as const;

/**
 * The row that applies to a command.
 * @throws TransitionRefused `wrong_role`, `wrong_state` or `guard_failed`, judged in that order, with all the roles,
 *   commands or guards concerned.
 */
export function decide<const L extends Lifecycle<string>, Command extends CommandOf<L>>(
  lifecycle: L,
  request: Request<Command, FactsFor<L, Command>>,
): RowOf<L, Command> {
  const { machine, transitions } = lifecycle;
  const { state, command, role } = request;
  const refuse = (reason: 'wrong_role' | 'wrong_state' | 'guard_failed', concerned: readonly string[]) =>
    new TransitionRefused(reason, { machine, command, state, concerned });
  const row = transitions.find((each) => each.command === command) as RowOf<L, Command> | undefined;
  if (!row) throw refuse('wrong_state', commandsFrom(lifecycle, state));
  if (!row.by.includes(role)) throw refuse('wrong_role', row.by);
  if (!row.from.includes(state)) throw refuse('wrong_state', commandsFrom(lifecycle, state));
  const failed = [...failedBookingRules(row, request), ...failedGuards(row, request.facts).map(({ code }) => code)];
  if (failed.length > 0) throw refuse('guard_failed', failed);
  return row;
}

function failedBookingRules(
  row: Transition<string>,
  { role, late = false, hasReason = false }: Pick<Request<unknown, unknown>, 'role' | 'late' | 'hasReason'>,
): (keyof typeof bookingRules)[] {
  return [
    ...(row.reasonRequired && !hasReason ? (['reason_required'] as const) : []),
    ...(late && !row.lateBy.includes(role) ? (['late_booking_not_allowed'] as const) : []),
    ...(late && !hasReason ? (['late_booking_needs_reason'] as const) : []),
  ];
}

/** The guards of a row that do not hold. */
export function failedGuards<Facts>(row: Transition<string>, facts: Facts): readonly Guard<Facts>[] {
  return (row.guards as readonly Guard<Facts>[]).filter((guard) => !guard.holds(facts));
}

/** The state after a command. */
export function endOf({ to }: Pick<Transition<string>, 'to'>, state: string): string {
  return to === STAYS ? state : to;
}

/** The commands that a state allows to somebody. */
export function commandsFrom(lifecycle: Lifecycle<string>, state: string): string[] {
  return lifecycle.transitions.filter((row) => row.from.includes(state) && !row.bulkOnly).map((row) => row.command);
}
