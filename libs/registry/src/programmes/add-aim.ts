import type { Database } from '@grants/persistence';
import { keysOf } from '../shared/references-store.js';
import { runRecord } from '../shared/run-record.js';
import type { StepMoment } from '../shared/run-step.js';
import {
  addPolicyObjective,
  addTargetGroup,
  type AddPolicyObjectiveInput,
  type AddTargetGroupInput,
} from './programme-store.js';

/** Adds an aim of the government that programmes contribute to. NL: beleidsdoelstelling. */
export class AddPolicyObjective {
  constructor(private readonly db: Database) {}

  execute(input: AddPolicyObjectiveInput, moment: StepMoment): Promise<{ reference: string }> {
    return runRecord(this.db, input, moment, async (tx) => {
      const id = await keysOf(tx, { '/funder': ['funder', input.funder] });
      return addPolicyObjective(tx, id('/funder'), input);
    });
  }
}

/** Adds a group that the results of programmes can be for. NL: doelgroep. */
export class AddTargetGroup {
  constructor(private readonly db: Database) {}

  execute(input: AddTargetGroupInput, moment: StepMoment): Promise<{ code: string }> {
    return runRecord(this.db, input, moment, async (tx) => {
      const id = await keysOf(tx, { '/funder': ['funder', input.funder] });
      return addTargetGroup(tx, id('/funder'), input);
    });
  }
}
