import { dateInAmsterdam } from '@grants/domain';
import type { Database } from '@grants/persistence';
import { found, runRecord, type SavedRecord } from '../shared/run-record.js';
import { requireVersion, type StepMoment } from '../shared/run-step.js';
import { consentOf, giveConsent, withdrawConsent, type ChangeConsentInput } from './consent-store.js';
import { changePerson, personByReference } from './person-store.js';

/**
 * Records that a person consents to be reached by mail, or no longer does; another language is another consent.
 * NL: instemming met elektronische verzending (Awb 2:14).
 */
export class ChangeConsent {
  constructor(private readonly db: Database) {}

  execute(input: ChangeConsentInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, {}, moment, async (tx) => {
      const person = found('person', input.reference, await personByReference(tx, input.reference));
      requireVersion('person', person, input.version);
      const changed = await changePerson(tx, person, {});
      const today = dateInAmsterdam(moment.now);
      const now = await consentOf(tx, person.id);
      if (now && input.isGiven && now.language === input.language) return changed;
      if (now) await withdrawConsent(tx, now.id, moment.actor.id, today);
      if (input.isGiven) await giveConsent(tx, person.id, input.language, moment.actor.id, today);
      return changed;
    });
  }
}
