import { plus, startOfDay } from '@grants/domain';

/** A point in the order of commits: what was committed before it is known at it. */
export interface Seal {
  readonly number: string;
  readonly takenAt: string;
  readonly epoch: number;
  /** A `pg_snapshot` as text. */
  readonly snapshot: string;
}

/** A seal as SQL, from a literal or from columns. */
export interface SealSql {
  readonly epoch: string;
  readonly snapshot: string;
}

/** What a run looks through, as SQL literals: a day, and the seal by which it is known. COPY takes no parameters. */
export interface View {
  /** The day itself. */
  readonly day: string;
  /** The first moment after it: what occurred on the day occurred before this. */
  readonly dayEnd: string;
  /** The moment at which the run's facts were known. */
  readonly knownAt: string;
  readonly sealNumber: string;
  readonly seal: SealSql;
}

/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The view of a day as it was known at a seal. */
export function viewOf(asOf: string, knownAt: string, seal: Seal): View {
  return {
    day: `${literal(asOf)}::date`,
    dayEnd: `${literal(startOfDay(plus(asOf, { days: 1 })))}::timestamptz`,
    knownAt: `${literal(knownAt)}::timestamptz`,
    sealNumber: BigInt(seal.number).toString(),
    seal: { epoch: seal.epoch.toString(), snapshot: `${literal(seal.snapshot)}::pg_snapshot` },
  };
}

/** Whether the fact in a row, or the stamp of that name on it, was known. */
export function known(row: string, seal: SealSql, stamp: '' | 'ended_' | 'superseded_' = ''): string {
  return `known_at(${row}.${stamp}xact, ${row}.${stamp}epoch, ${seal.epoch}, ${seal.snapshot})`;
}

/** Whether a period of status was known, and no later booking that took its place was. */
export function inForce(period: string, seal: SealSql): string {
  return `${known(period, seal)} and (${period}.superseded_xact is null or not ${known(period, seal, 'superseded_')})`;
}

/** Whether a period of status in force ran at the end of a day, given as the first moment after it. */
export function holds(period: string, seal: SealSql, dayEnd: string): string {
  return `${period}.occurred_from < ${dayEnd} and (${period}.occurred_to is null or ${period}.occurred_to >= ${dayEnd}
    or not ${known(period, seal, 'ended_')})`;
}

/** Whether a period of status in force is the last that was known. */
export function isLast(period: string, seal: SealSql): string {
  return `(${period}.occurred_to is null or not ${known(period, seal, 'ended_')})`;
}

/**
 * Select: a row a record, with its reported columns as they were on the day. That is the known version with the highest
 * number among those that occurred by then; where there is none, the first that was known.
 */
export function valuesOnDay(table: string, columns: readonly string[], { seal, dayEnd }: View): string {
  return `select distinct on (id) id, ${columns.join(', ')} from ${table}_history version
    where ${known('version', seal)}
    order by id, (occurred_at < ${dayEnd}) desc, case when occurred_at < ${dayEnd} then -seq else seq end`;
}

/**
 * Select: a row a record, with its columns as they were last known. For records that carry their own dates
 * (`valid_from`, `valid_to`): those say when the record holds, whenever it was booked.
 */
export function lastValues(table: string, columns: readonly string[], { seal }: View): string {
  return `select distinct on (id) id, ${columns.join(', ')} from ${table}_history version
    where ${known('version', seal)} order by id, seq desc`;
}

/** Whether a dated record holds on the day; its last day is not included. */
export function isValid(record: string, { day }: View): string {
  return `${record}.valid_from <= ${day} and (${record}.valid_to is null or ${record}.valid_to > ${day})`;
}

/** The year of a moment on the Dutch calendar. */
export function yearOf(moment: string): string {
  return `extract(year from ${moment} at time zone 'Europe/Amsterdam')::integer`;
}
