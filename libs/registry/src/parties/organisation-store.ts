import type { CalendarDate } from '@grants/domain';
import { givenFields, newId, type IdempotentRequest, type RecordTx } from '@grants/persistence';
import { saved, type KnownRecord, type RecordChange, type SavedRecord } from '../shared/run-record.js';

/** Kinds of organisations that apply, receive or take part. */
export const organisationKinds = [
  'university',
  'university_medical_centre',
  'research_institute',
  'municipality',
  'care_provider',
  'government',
  'company',
  'foundation',
  'partnership',
  'natural_person',
  'other',
  'unknown',
] as const;

interface OrganisationFields {
  readonly name: string;
  readonly kind: (typeof organisationKinds)[number];
  /** Without its address: "04jsz6e67". */
  readonly ror?: string | null | undefined;
  /** NL: KvK-nummer. */
  readonly kvk?: string | null | undefined;
  /** Two letters, ISO 3166. */
  readonly country?: string | undefined;
}

/** A new organisation. */
export interface CreateOrganisationInput extends OrganisationFields {
  /** The day from which it has this name, where that is not today. */
  readonly effectiveOn?: CalendarDate | undefined;
  readonly request: IdempotentRequest | null;
}

/** Another name, kind or identifier; a field that is left out stays as it is, null empties it. */
export interface ChangeOrganisationInput
  extends RecordChange, Partial<{ [F in keyof OrganisationFields]: OrganisationFields[F] | undefined }> {}

export async function addOrganisation(tx: RecordTx, input: CreateOrganisationInput): Promise<SavedRecord> {
  const { name, kind, ror, kvk, country } = input;
  const data = { id: newId(), name, kind, ...givenFields({ ror, kvk, country }) };
  return tx.organisation.create({ data, select: { reference: true, version: true } });
}

export function organisationByReference(tx: RecordTx, reference: string): Promise<KnownRecord | null> {
  return tx.organisation.findUnique({ where: { reference }, select: { id: true, reference: true, version: true } });
}

export async function changeOrganisation(
  tx: RecordTx,
  { id, reference, version }: KnownRecord,
  { name, kind, ror, kvk, country }: ChangeOrganisationInput,
): Promise<SavedRecord> {
  const data = { ...givenFields({ name, kind, ror, kvk, country }), version: { increment: 1 } };
  return saved('organisation', reference, await tx.organisation.updateManyAndReturn({ where: { id, version }, data }));
}
