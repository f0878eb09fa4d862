import type { CalendarDate } from '@grants/domain';
import { dateValue, newId, type IdempotentRequest, type RecordTx } from '@grants/persistence';

/** How projects belong together: each reads from the first project to the second. */
export const relationKinds = ['vimp_of', 'umbrella_of', 'follow_up_of', 'phase_of'] as const;

/** A relation between two projects. */
export interface RelateProjectsInput {
  readonly kind: (typeof relationKinds)[number];
  readonly from: string;
  readonly to: string;
  readonly validFrom?: CalendarDate | undefined;
  /** The first day on which it no longer holds. */
  readonly validTo?: CalendarDate | undefined;
  readonly request: IdempotentRequest | null;
}

const date = (given: CalendarDate | undefined) => (given === undefined ? null : dateValue(given));

/** Adds a relation; the database refuses a self link, a second one at the same time and a cycle. */
export async function addRelation(
  tx: RecordTx,
  { kind, validFrom, validTo }: RelateProjectsInput,
  keys: { fromProjectId: string; toProjectId: string },
): Promise<{ reference: string }> {
  const data = { id: newId(), kind, ...keys, validFrom: date(validFrom), validTo: date(validTo) };
  return tx.projectRelation.create({ data, select: { reference: true } });
}

export function relationByReference(tx: RecordTx, reference: string): Promise<{ id: string } | null> {
  return tx.projectRelation.findUnique({ where: { reference }, select: { id: true } });
}

/** Ends a relation that has no end yet; false if it has one. */
export async function endRelation(tx: RecordTx, id: string, validTo: CalendarDate): Promise<boolean> {
  const { count } = await tx.projectRelation.updateMany({
    where: { id, validTo: null },
    data: { validTo: dateValue(validTo) },
  });
  return count === 1;
}
