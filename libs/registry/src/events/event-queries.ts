import { InvalidInput, lifecycles, type Machine, type TermStep, type Transition } from '@grants/domain';
import type { Queryable } from '@grants/persistence';
import { deadlineColumns } from '../shared/deadlines-sql.js';
import { forEachMachine } from '../shared/for-each-machine.js';
import { MOST, type Page } from '../shared/list-queries.js';

/** What happened to a subject. NL: gebeurtenis. */
export interface EventView {
  readonly seq: number;
  readonly command: string;
  readonly from: string | null;
  readonly to: string;
  /** Opaque id of an account. */
  readonly actor: string;
  readonly role: string;
  readonly basis: string;
  /** The decision that brought it about. */
  readonly decision: string | null;
  readonly occurredAt: string;
  readonly recordedAt: string;
  /** Whether it was booked late: it occurred before it was recorded. */
  readonly isLate: boolean;
  readonly hasReason: boolean;
  readonly machineVersion: number;
  /** Hash of the chain up to here, in hexadecimal. */
  readonly hash: string;
}

/** Steps of bulk work alone: they tell of long ago by their nature, and nobody booked them late. */
const bulkCommands = (machine: Machine): string =>
  (lifecycles[machine].transitions as readonly Transition<string>[])
    .filter(({ bulkOnly }) => bulkOnly)
    .map(({ command }) => `'${command}'`)
    .join(', ');

const events = forEachMachine(
  'events_of',
  (
    machine,
  ) => `select event.seq, event.command, event.from_status as "from", event.to_status as "to", event.actor, event.role, event.basis,
       decision.reference as decision, event.occurred_at as "occurredAt", event.recorded_at as "recordedAt",
       event.occurred_at < event.recorded_at and event.command <> all (array[${bulkCommands(machine)}]::text[]) as "isLate", event.reason_id is not null as "hasReason",
       event.machine_version as "machineVersion", encode(event.hash, 'hex') as hash
  from ${machine} subject join registry_event event on event.subject_id = subject.id
  left join decision on decision.id = event.decision_id
 where subject.reference = $1 and event.seq > $2::integer order by event.seq limit $3::integer`,
);

/**
 * What happened to a subject, in the order of recording. The caller has judged who may see it.
 * @throws InvalidInput for a cursor that is none of ours.
 */
export async function eventsOf(
  on: Queryable,
  machine: Machine,
  reference: string,
  { cursor, limit = MOST }: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
): Promise<Page<EventView>> {
  if (cursor !== undefined && !/^\d{1,9}$/.test(cursor)) {
    throw new InvalidInput([{ pointer: '/cursor', detail: 'must be the cursor of a page of this list' }]);
  }
  const found = await on.query<EventView>(events(machine, reference, Number(cursor ?? 0), limit + 1));
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? String(items.at(-1)?.seq) : null };
}

/** A term on a case. NL: termijn. */
export interface DeadlineView {
  readonly kind: string;
  readonly basis: string;
  readonly startsOn: string;
  readonly endsOn: string;
  /** ISO 8601 duration. */
  readonly term: string;
  /** The day since which it stands still, until nobody knows when. */
  readonly suspendedSince: string | null;
  /** Why the end lies where it lies, in one line. */
  readonly ground: string;
  /** The same step by step; none for a term that was counted before there were steps. */
  readonly steps: readonly TermStep[];
  readonly metOn: string | null;
  readonly cancelledOn: string | null;
}

const deadlines = forEachMachine(
  'deadlines_of',
  (machine) => `select ${deadlineColumns}
  from ${machine} subject join deadline on deadline.subject_id = subject.id
 where subject.reference = $1 order by deadline.ends_on, deadline.kind`,
);

/** The terms on a subject, each with its article and how it was counted. The caller has judged who may see it. */
export function deadlinesOf(on: Queryable, machine: Machine, reference: string): Promise<DeadlineView[]> {
  return on.query<DeadlineView>(deadlines(machine, reference));
}
