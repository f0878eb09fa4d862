import type { CalendarDate } from '@grants/domain';
import { givenFields, newId, type IdempotentRequest, type RecordTx } from '@grants/persistence';
import { saved, type KnownRecord, type RecordChange, type SavedRecord } from '../shared/run-record.js';

/** A new funder. */
export interface CreateFunderInput {
  /** Short and in capitals: every reference of the funder begins with it. */
  readonly code: string;
  readonly name: string;
  /** NL: subsidieverstrekker, ministerie. */
  readonly kind: 'funder' | 'ministry';
  readonly ror?: string | undefined;
  /** The day from which it has this name, where that is not today. */
  readonly effectiveOn?: CalendarDate | undefined;
  readonly request: IdempotentRequest | null;
}

/** Another name or identifier; a field that is left out stays as it is. */
export interface ChangeFunderInput extends RecordChange {
  readonly name?: string | undefined;
  readonly ror?: string | null | undefined;
}

export async function addFunder(tx: RecordTx, { code, name, kind, ror }: CreateFunderInput): Promise<SavedRecord> {
  const { version } = await tx.funder.create({ data: { id: newId(), code, name, kind, ror: ror ?? null } });
  return { reference: code, version };
}

export async function funderByCode(tx: RecordTx, code: string): Promise<KnownRecord | null> {
  const funder = await tx.funder.findUnique({ where: { code } });
  return funder && { id: funder.id, reference: code, version: funder.version };
}

export async function changeFunder(
  tx: RecordTx,
  { id, reference, version }: KnownRecord,
  { name, ror }: ChangeFunderInput,
): Promise<SavedRecord> {
  const data = { ...givenFields({ name, ror }), version: { increment: 1 } };
  return saved('funder', reference, await tx.funder.updateManyAndReturn({ where: { id, version }, data }));
}
