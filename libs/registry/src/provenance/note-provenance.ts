import type { Database } from '@grants/persistence';
import { accessSubjectOf, type SubjectKind } from '../shared/access-queries.js';
import { found, runRecord } from '../shared/run-record.js';
import type { StepMoment } from '../shared/run-step.js';
import { addProvenance, type FieldProvenance } from './provenance-store.js';

/** Where the fields of a record come from. */
export interface NoteProvenanceInput {
  readonly kind: SubjectKind;
  readonly reference: string;
  readonly fields: readonly FieldProvenance[];
}

/** Notes where the fields of a record come from; the last note on a field is the one that holds. NL: herkomst. */
export class NoteProvenance {
  constructor(private readonly db: Database) {}

  async execute({ kind, reference, fields }: NoteProvenanceInput, moment: StepMoment): Promise<void> {
    const { id } = found(kind, reference, await accessSubjectOf(this.db, kind, reference));
    await runRecord(this.db, {}, moment, async (tx) => {
      await addProvenance(tx, { kind, id }, fields);
      return {};
    });
  }
}
