import { InvalidInput } from '@grants/domain';
import type { Database, RecordTx } from '@grants/persistence';
import { found, runRecord, type SavedRecord } from '../shared/run-record.js';
import { requireVersion, type StepMoment } from '../shared/run-step.js';
import { objectiveKeys } from './aims.js';
import {
  addLine,
  changeLine,
  lineByReference,
  programmeByReference,
  setObjectivesOfLine,
  type AddLineInput,
  type ChangeLineInput,
} from './programme-store.js';

/** Adds a line to a programme, or a sub-line to a line. NL: programmalijn, sublijn. */
export class AddLine {
  constructor(private readonly db: Database) {}

  execute(input: AddLineInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, input, moment, async (tx) => {
      const programme = found('programme', input.programme, await programmeByReference(tx, input.programme));
      const parentId = input.parent === undefined ? null : await lineOf(tx, programme.id, input.parent);
      const { id, ...added } = await addLine(tx, programme, input, parentId);
      await setAims(tx, id, programme.funderId, input);
      return added;
    });
  }
}

/** Renames a line from a day on, or moves it in the tree; its reference stays. */
export class ChangeLine {
  constructor(private readonly db: Database) {}

  execute(input: ChangeLineInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, input, moment, async (tx) => {
      const line = found('programme line', input.reference, await lineByReference(tx, input.reference));
      requireVersion('programme line', line, input.version);
      const { parent } = input;
      const parentId = typeof parent === 'string' ? await lineOf(tx, line.programmeId, parent) : parent;
      const changed = await changeLine(tx, line, input, parentId);
      await setAims(tx, line.id, line.programme.funderId, input);
      return changed;
    });
  }
}

/** Sets what a line contributes to by itself. @throws InvalidInput where that is not the funder's own. */
async function setAims(tx: RecordTx, lineId: string, funderId: string, given: Pick<AddLineInput, 'policyObjectives'>) {
  if (!given.policyObjectives) return;
  const { ids, errors } = await objectiveKeys(tx, funderId, given.policyObjectives);
  if (errors.length > 0) throw new InvalidInput(errors);
  await setObjectivesOfLine(tx, lineId, ids);
}

/** The key of a line of the programme. @throws InvalidInput where it has no such line. */
async function lineOf(tx: RecordTx, programmeId: string, reference: string): Promise<string> {
  const line = await lineByReference(tx, reference);
  if (line?.programmeId === programmeId) return line.id;
  throw new InvalidInput([{ pointer: '/parent', detail: `the programme has no line ${reference}` }]);
}
