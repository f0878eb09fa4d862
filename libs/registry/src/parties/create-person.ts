import type { Database } from '@grants/persistence';
import { found, runRecord, type SavedRecord } from '../shared/run-record.js';
import { requireVersion, type StepMoment } from '../shared/run-step.js';
import { checkIdentifiers } from './party-identifiers.js';
import {
  addPerson,
  changeContact,
  changePerson,
  personByReference,
  type ChangeContactInput,
  type ChangePersonInput,
  type CreatePersonInput,
} from './person-store.js';

/** Adds a person. */
export class CreatePerson {
  constructor(private readonly db: Database) {}

  execute(input: CreatePersonInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, input, moment, (tx) => {
      checkIdentifiers(input);
      return addPerson(tx, input);
    });
  }
}

/** Changes the name or the identifier of a person. */
export class ChangePerson {
  constructor(private readonly db: Database) {}

  execute(input: ChangePersonInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, {}, moment, async (tx) => {
      checkIdentifiers(input);
      const person = found('person', input.reference, await personByReference(tx, input.reference));
      requireVersion('person', person, input.version);
      return changePerson(tx, person, input);
    });
  }
}

/** Changes how a person is reached; the version is the person's. NL: contactgegevens (AVG 16). */
export class ChangeContact {
  constructor(private readonly db: Database) {}

  execute(input: ChangeContactInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, {}, moment, async (tx) => {
      const person = found('person', input.reference, await personByReference(tx, input.reference));
      requireVersion('person', person, input.version);
      const changed = await changePerson(tx, person, {});
      await changeContact(tx, person, input, moment.now);
      return changed;
    });
  }
}
