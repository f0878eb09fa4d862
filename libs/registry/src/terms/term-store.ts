import type { CalendarDate, TermParameterKind, TermPlace } from '@grants/domain';
import { dateValue, newId, type RecordTx } from '@grants/persistence';
import { saved, type KnownRecord, type SavedRecord } from '../shared/run-record.js';

/** A length that somebody sets. */
export interface GivenTerm {
  readonly kind: TermParameterKind;
  /** ISO 8601 duration in one unit. */
  readonly length: string;
  /** By which article or rule. */
  readonly basis: string;
}

/** Where lengths are set. */
export interface KnownPlace extends KnownRecord {
  readonly ids: { readonly funderId: string; readonly programmeId: string | null; readonly callId: string | null };
  /** Whether nothing can be set there any more: a call that was published. */
  readonly isFrozen: boolean;
}

export async function placeByReference(tx: RecordTx, place: TermPlace, reference: string): Promise<KnownPlace | null> {
  const nowhere = { programmeId: null, callId: null };
  if (place === 'funder') {
    const found = await tx.funder.findUnique({ where: { code: reference }, select: { id: true, version: true } });
    return found && { ...found, reference, ids: { ...nowhere, funderId: found.id }, isFrozen: false };
  }
  const select = { id: true, version: true, funderId: true };
  if (place === 'programme') {
    const found = await tx.programme.findUnique({ where: { reference }, select });
    return (
      found && {
        ...found,
        reference,
        ids: { ...nowhere, funderId: found.funderId, programmeId: found.id },
        isFrozen: false,
      }
    );
  }
  const found = await tx.call.findUnique({ where: { reference }, select: { ...select, status: true } });
  const ids = found && { ...nowhere, funderId: found.funderId, callId: found.id };
  return found && ids && { ...found, reference, ids, isFrozen: found.status !== 'draft' };
}

/** The next version of a place, which is locked by it. @throws StaleVersion */
export async function raiseVersion(
  tx: RecordTx,
  place: TermPlace,
  { id, version, reference }: KnownPlace,
): Promise<SavedRecord> {
  const change = { where: { id, version }, data: { version: { increment: 1 } }, select: { version: true } };
  switch (place) {
    case 'funder':
      return saved(place, reference, await tx.funder.updateManyAndReturn(change));
    case 'programme':
      return saved(place, reference, await tx.programme.updateManyAndReturn(change));
    case 'call':
      return saved(place, reference, await tx.call.updateManyAndReturn(change));
  }
}

/**
 * Sets the lengths of a place from a day on, all of them: what is not given is taken back. Only what differs from what
 * holds there on that day is written.
 */
export async function addTerms(
  tx: RecordTx,
  { ids }: KnownPlace,
  terms: readonly GivenTerm[],
  { validFrom, actor }: { readonly validFrom: CalendarDate; readonly actor: string },
): Promise<void> {
  const rows = await tx.termParameter.findMany({
    where: { ...ids, validFrom: { lte: dateValue(validFrom) } },
    orderBy: [{ validFrom: 'asc' }, { recordedAt: 'asc' }, { id: 'asc' }],
  });
  const there = new Map(rows.map(({ kind, length, basis }) => [kind, { length, basis }]));
  const given = new Map<string, { length: string | null; basis: string | null }>(
    terms.map(({ kind, length, basis }) => [kind, { length, basis }]),
  );
  for (const [kind, { length }] of there) {
    if (length !== null && !given.has(kind)) given.set(kind, { length: null, basis: null });
  }
  const data = [...given]
    .filter(([kind, { length, basis }]) => length !== there.get(kind)?.length || basis !== there.get(kind)?.basis)
    .map(([kind, setting]) => ({ id: newId(), ...ids, kind, ...setting, validFrom: dateValue(validFrom), actor }));
  await tx.termParameter.createMany({ data });
}
