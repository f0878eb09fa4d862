import { RuleBroken, type CalendarDate } from '@grants/domain';
import type { Database, IdempotentRequest } from '@grants/persistence';
import { keysOf } from '../shared/references-store.js';
import { found, runRecord } from '../shared/run-record.js';
import type { StepMoment } from '../shared/run-step.js';
import { addRelation, endRelation, relationByReference, type RelateProjectsInput } from './relation-store.js';

/** Records how two projects belong together. NL: VIMP van, koepel van, vervolg op, fase van. */
export class RelateProjects {
  constructor(private readonly db: Database) {}

  execute(input: RelateProjectsInput, moment: StepMoment): Promise<{ reference: string }> {
    return runRecord(this.db, input, moment, async (tx) => {
      const id = await keysOf(tx, { '/from': ['project', input.from], '/to': ['project', input.to] });
      return addRelation(tx, input, { fromProjectId: id('/from'), toProjectId: id('/to') });
    });
  }
}

/** The end of a relation, on the first day on which it no longer holds. */
export interface EndRelationInput {
  readonly reference: string;
  readonly validTo: CalendarDate;
  readonly request: IdempotentRequest | null;
}

/** Ends a relation; it stays known that it was there. */
export class EndRelation {
  constructor(private readonly db: Database) {}

  execute(input: EndRelationInput, moment: StepMoment): Promise<{ reference: string }> {
    return runRecord(this.db, input, moment, async (tx) => {
      const { id } = found('relation', input.reference, await relationByReference(tx, input.reference));
      if (!(await endRelation(tx, id, input.validTo))) {
        throw new RuleBroken(['relation_ended'], 'The relation has an end already');
      }
      return { reference: input.reference };
    });
  }
}
