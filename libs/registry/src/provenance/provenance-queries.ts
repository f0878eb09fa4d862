import { statement, type Queryable } from '@grants/persistence';
import { accessSubjectOf, type SubjectKind } from '../shared/access-queries.js';
import { found } from '../shared/run-record.js';

/** Where a field of a record comes from. */
export interface ProvenanceView {
  readonly field: string;
  /** NL: bron, afgeleid, verzonnen, onbekend. */
  readonly origin: string;
  readonly source: string | null;
  readonly checksum: string | null;
  readonly line: number | null;
  readonly note: string | null;
  readonly recordedAt: string;
}

const latest = statement(
  'provenance_of',
  `select distinct on (field) field, origin, source, checksum, line, note, recorded_at as "recordedAt"
     from provenance where subject_id = $1 order by field, id desc`,
);

/**
 * Where the fields of a record come from, by the last note on each; empty for what came in by the procedure. The
 * caller has judged who may see it. @throws NotFound
 */
export async function provenanceOf(on: Queryable, kind: SubjectKind, reference: string): Promise<ProvenanceView[]> {
  const { id } = found(kind, reference, await accessSubjectOf(on, kind, reference));
  return on.query<ProvenanceView>(latest(id));
}
