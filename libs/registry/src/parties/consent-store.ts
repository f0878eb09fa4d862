import type { Language } from '@grants/domain';
import { dateValue, newId, type RecordTx } from '@grants/persistence';
import type { RecordChange } from '../shared/run-record.js';

/** Whether a person consents to be reached by mail from today on, and in which language. The version is the person's. */
export interface ChangeConsentInput extends Omit<RecordChange, 'effectiveOn'> {
  readonly isGiven: boolean;
  readonly language: Language;
}

/** The consent of a person that holds. */
export function consentOf(tx: RecordTx, personId: string): Promise<{ id: string; language: string } | null> {
  return tx.electronicConsent.findFirst({
    where: { personId, withdrawnOn: null },
    select: { id: true, language: true },
  });
}

export async function withdrawConsent(tx: RecordTx, id: string, by: string, on: string): Promise<void> {
  await tx.electronicConsent.update({
    where: { id },
    data: { withdrawnOn: dateValue(on), withdrawnBy: by },
    select: { id: true },
  });
}

export async function giveConsent(
  tx: RecordTx,
  personId: string,
  language: Language,
  by: string,
  on: string,
): Promise<void> {
  const data = { id: newId(), personId, language, givenOn: dateValue(on), givenBy: by };
  await tx.electronicConsent.create({ data, select: { id: true } });
}
