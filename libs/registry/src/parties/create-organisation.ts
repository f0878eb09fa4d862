import type { Database } from '@grants/persistence';
import { found, runRecord, type SavedRecord } from '../shared/run-record.js';
import { requireVersion, type StepMoment } from '../shared/run-step.js';
import {
  addOrganisation,
  changeOrganisation,
  organisationByReference,
  type ChangeOrganisationInput,
  type CreateOrganisationInput,
} from './organisation-store.js';
import { checkIdentifiers } from './party-identifiers.js';

/** Adds an organisation. */
export class CreateOrganisation {
  constructor(private readonly db: Database) {}

  execute(input: CreateOrganisationInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, input, moment, (tx) => {
      checkIdentifiers(input);
      return addOrganisation(tx, input);
    });
  }
}

/** Renames an organisation from a day on, or changes what else is known of it; its earlier names stay known. */
export class ChangeOrganisation {
  constructor(private readonly db: Database) {}

  execute(input: ChangeOrganisationInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, input, moment, async (tx) => {
      checkIdentifiers(input);
      const organisation = found('organisation', input.reference, await organisationByReference(tx, input.reference));
      requireVersion('organisation', organisation, input.version);
      return changeOrganisation(tx, organisation, input);
    });
  }
}
