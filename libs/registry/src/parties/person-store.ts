import { givenFields, newId, type IdempotentRequest, type RecordTx } from '@grants/persistence';
import { saved, type KnownRecord, type RecordChange, type SavedRecord } from '../shared/run-record.js';

interface PersonFields {
  readonly familyName: string;
  readonly givenName?: string | null | undefined;
  /** NL: tussenvoegsel. */
  readonly prefix?: string | null | undefined;
  readonly orcid?: string | null | undefined;
}

/** A new person. */
export interface CreatePersonInput extends PersonFields {
  readonly request: IdempotentRequest | null;
}

/** Another name or identifier; a field that is left out stays as it is, null empties it. */
export interface ChangePersonInput extends Omit<RecordChange, 'effectiveOn'>, Omit<PersonFields, 'familyName'> {
  readonly familyName?: string | undefined;
}

/** How to reach a person: confidential. */
export interface ContactFields {
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly address?: string | null | undefined;
}

/** How to reach a person from now on; a field that is left out stays as it is, null empties it. */
export interface ChangeContactInput extends Omit<RecordChange, 'effectiveOn'>, ContactFields {}

export async function addPerson(tx: RecordTx, input: CreatePersonInput): Promise<SavedRecord> {
  const { familyName, givenName, prefix, orcid } = input;
  const data = { id: newId(), familyName, ...givenFields({ givenName, prefix, orcid }) };
  return tx.person.create({ data, select: { reference: true, version: true } });
}

export function personByReference(tx: RecordTx, reference: string): Promise<KnownRecord | null> {
  return tx.person.findUnique({ where: { reference }, select: { id: true, reference: true, version: true } });
}

export async function changePerson(
  tx: RecordTx,
  { id, reference, version }: KnownRecord,
  { familyName, givenName, prefix, orcid }: Omit<ChangePersonInput, keyof RecordChange>,
): Promise<SavedRecord> {
  const data = { ...givenFields({ familyName, givenName, prefix, orcid }), version: { increment: 1 } };
  return saved('person', reference, await tx.person.updateManyAndReturn({ where: { id, version }, data }));
}

/** Writes how to reach a person. Row level security shows this transaction the contact data of that person alone. */
export async function changeContact(
  tx: RecordTx,
  { id: personId }: KnownRecord,
  { email, phone, address }: ChangeContactInput,
  now: string,
): Promise<void> {
  await tx.$executeRaw`select set_config('registry.person', ${personId}, true)`;
  const given = givenFields({ email, phone, address });
  await tx.personContact.upsert({
    where: { personId },
    create: { personId, ...given },
    update: { ...given, updatedAt: new Date(now) },
  });
}
