import { dateInAmsterdam, NotFound, RuleBroken, StaleVersion, startOfDay, type CalendarDate } from '@grants/domain';
import { recordTransaction, type Database, type IdempotentRequest, type RecordTx } from '@grants/persistence';
import { keepKey, lookUpKey } from './idempotency-store.js';
import { seenResult, unlessDone, type StepMoment } from './run-step.js';

/** Where an ordinary record stands after a change. */
export interface SavedRecord {
  readonly reference: string;
  readonly version: number;
}

/** An ordinary record that is about to be changed. */
export interface KnownRecord extends SavedRecord {
  readonly id: string;
}

/** What every change of an ordinary record is given besides its own input. */
export interface RecordChange {
  readonly reference: string;
  /** The version that the caller read (If-Match). */
  readonly version: number | null;
  /** The day from which it holds, where that is not today; reports of earlier days keep what was so before. */
  readonly effectiveOn?: CalendarDate | undefined;
}

interface Booking {
  readonly request?: IdempotentRequest | null;
  readonly effectiveOn?: CalendarDate | undefined;
}

/**
 * Changes ordinary records in one transaction, once for each idempotency key, with the context that tells their
 * history who and from when.
 * @throws RuleBroken `effective_in_future`.
 */
export async function runRecord<T extends object>(
  db: Database,
  { request = null, effectiveOn }: Booking,
  { actor, now }: StepMoment,
  work: (tx: RecordTx) => Promise<T>,
): Promise<T> {
  const today = dateInAmsterdam(now);
  if (effectiveOn !== undefined && effectiveOn > today) {
    throw new RuleBroken(['effective_in_future'], 'A change holds from a day that has come');
  }
  const occurred = effectiveOn === undefined || effectiveOn === today ? undefined : startOfDay(effectiveOn);
  return unlessDone(db, request, () =>
    recordTransaction(db, { actor, commands: {}, occurred }, async (tx) => {
      if (!request) return work(tx);
      const seen = await lookUpKey(tx, request);
      const known = seen && seenResult<T>(seen, request);
      if (known) return known;
      const result = await work(tx);
      await keepKey(tx, request, result);
      return result;
    }),
  );
}

/** The record that a store found. @throws NotFound */
export function found<T>(entity: string, reference: string, record: T | null): T {
  if (record === null) throw new NotFound(entity, reference);
  return record;
}

/** What a conditional update gave back. @throws StaleVersion where it found the version gone. */
export function saved(entity: string, reference: string, rows: readonly { readonly version: number }[]): SavedRecord {
  const [row] = rows;
  if (!row) throw new StaleVersion(entity, reference, null);
  return { reference, version: row.version };
}
