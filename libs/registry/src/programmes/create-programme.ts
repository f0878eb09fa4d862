import { InvalidInput, type InputError } from '@grants/domain';
import type { Database, RecordTx } from '@grants/persistence';
import { keysOf } from '../shared/references-store.js';
import { found, runRecord, type SavedRecord } from '../shared/run-record.js';
import { requireVersion, type StepMoment } from '../shared/run-step.js';
import { objectiveKeys } from './aims.js';
import {
  addProgramme,
  changeProgramme,
  programmeByReference,
  setPolicyObjectives,
  setTargetGroups,
  targetGroupsOf,
  type ChangeProgrammeInput,
  type CreateProgrammeInput,
} from './programme-store.js';

/** Begins a programme. NL: programma. */
export class CreateProgramme {
  constructor(private readonly db: Database) {}

  execute(input: CreateProgrammeInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, input, moment, async (tx) => {
      const id = await keysOf(tx, { '/funder': ['funder', input.funder] });
      const { id: programmeId, funderId, reference, version } = await addProgramme(tx, id('/funder'), input);
      await setAims(tx, programmeId, funderId, input);
      return { reference, version };
    });
  }
}

/** Changes a programme; a new title can hold from a day on. */
export class ChangeProgramme {
  constructor(private readonly db: Database) {}

  execute(input: ChangeProgrammeInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, input, moment, async (tx) => {
      const programme = found('programme', input.reference, await programmeByReference(tx, input.reference));
      requireVersion('programme', programme, input.version);
      const changed = await changeProgramme(tx, programme, input);
      await setAims(tx, programme.id, programme.funderId, input);
      return changed;
    });
  }
}

type Aims = Pick<ChangeProgrammeInput, 'policyObjectives' | 'targetGroups'>;

/** Sets what a programme contributes to and for whom; both are the funder's own. */
async function setAims(tx: RecordTx, programmeId: string, funderId: string, { policyObjectives, targetGroups }: Aims) {
  const objectives = await objectiveKeys(tx, funderId, policyObjectives);
  const groups = await targetGroupsOf(tx, funderId, targetGroups ?? []);
  const errors: InputError[] = [
    ...objectives.errors,
    ...(targetGroups ?? []).flatMap((code, place) =>
      groups.has(code) ? [] : [{ pointer: `/targetGroups/${place}`, detail: `the funder has no target group ${code}` }],
    ),
  ];
  if (errors.length > 0) throw new InvalidInput(errors);
  if (policyObjectives) await setPolicyObjectives(tx, programmeId, objectives.ids);
  if (targetGroups) await setTargetGroups(tx, programmeId, [...groups.values()]);
}
