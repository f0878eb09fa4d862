import { normalisedNumber, type CalendarDate } from '@grants/domain';
import { dateValue, givenFields, newId, type IdempotentRequest, type RecordTx } from '@grants/persistence';
import { saved, type KnownRecord, type RecordChange, type SavedRecord } from '../shared/run-record.js';

/** What changes of a project; a field that is left out stays as it is, null empties it. */
export interface ChangeProjectInput extends RecordChange {
  readonly title?: string | undefined;
  /** As the funder issued it. NL: projectnummer. */
  readonly number?: string | null | undefined;
  /** NL: dossiernummer. */
  readonly fileNumber?: string | null | undefined;
}

/** Who leads a project from a day on. */
export interface AppointLeaderInput {
  readonly project: string;
  readonly person: string;
  /** The leader's own, which need not be the recipient. */
  readonly organisation: string;
  readonly validFrom: CalendarDate;
  readonly request: IdempotentRequest | null;
}

/** Who no longer leads a project from a day on. */
export interface DismissLeaderInput {
  readonly project: string;
  readonly person: string;
  /** The first day without them. */
  readonly validTo: CalendarDate;
  readonly request: IdempotentRequest | null;
}

const SELECTED = { id: true, reference: true, version: true };

export function projectRecord(tx: RecordTx, reference: string): Promise<KnownRecord | null> {
  return tx.project.findUnique({ where: { reference }, select: SELECTED });
}

const keyOf = (number: string | null | undefined) => (typeof number === 'string' ? normalisedNumber(number) : number);

export async function changeProject(
  tx: RecordTx,
  { id, reference, version }: KnownRecord,
  { title, number, fileNumber }: ChangeProjectInput,
): Promise<SavedRecord> {
  const given = { title, number, numberKey: keyOf(number), fileNumber, fileNumberKey: keyOf(fileNumber) };
  const data = { ...givenFields(given), version: { increment: 1 } };
  return saved(
    'project',
    reference,
    await tx.project.updateManyAndReturn({ where: { id, version }, data, select: SELECTED }),
  );
}

/** Ends the leadership that has no end; of somebody in particular, if one is named. How many there were. */
export async function endLeadership(
  tx: RecordTx,
  projectId: string,
  validTo: CalendarDate,
  personId?: string,
): Promise<number> {
  const { count } = await tx.projectLeader.updateMany({
    where: { projectId, validTo: null, ...(personId !== undefined && { personId }) },
    data: { validTo: dateValue(validTo) },
  });
  return count;
}

/** Begins a leadership; the database refuses one that overlaps with another. */
export async function beginLeadership(
  tx: RecordTx,
  projectId: string,
  keys: { personId: string; organisationId: string },
  validFrom: CalendarDate,
): Promise<void> {
  await tx.projectLeader.create({ data: { id: newId(), projectId, ...keys, validFrom: dateValue(validFrom) } });
}
