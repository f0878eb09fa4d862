import type { Database } from '@grants/persistence';
import { found, runRecord, type SavedRecord } from '../shared/run-record.js';
import { requireVersion, type StepMoment } from '../shared/run-step.js';
import {
  addFunder,
  changeFunder,
  funderByCode,
  type ChangeFunderInput,
  type CreateFunderInput,
} from './funder-store.js';
import { checkIdentifiers } from './party-identifiers.js';

/** Adds a funder. NL: subsidieverstrekker. */
export class CreateFunder {
  constructor(private readonly db: Database) {}

  execute(input: CreateFunderInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, input, moment, (tx) => {
      checkIdentifiers(input);
      return addFunder(tx, input);
    });
  }
}

/** Renames a funder from a day on, or changes its identifier. */
export class ChangeFunder {
  constructor(private readonly db: Database) {}

  execute(input: ChangeFunderInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, input, moment, async (tx) => {
      checkIdentifiers(input);
      const funder = found('funder', input.reference, await funderByCode(tx, input.reference));
      requireVersion('funder', funder, input.version);
      return changeFunder(tx, funder, input);
    });
  }
}
