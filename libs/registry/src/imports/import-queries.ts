import { statement, type Queryable } from '@grants/persistence';
import type { ImportSummary } from './import-summary.js';
import { matchRecipients, type RecipientMatch, type RecipientName } from './match-recipients.js';
import type { ImportFault } from './ministry-subsidies.js';

/** One reading of one file, as it is kept. */
export interface ImportRun {
  readonly reference: string;
  readonly kind: string;
  readonly fileName: string;
  readonly checksum: string;
  /** The account that ran it. */
  readonly actor: string;
  readonly startedAt: string;
  /** Null while it stands. */
  readonly voidedAt: string | null;
  readonly summary: ImportSummary;
}

const run = `reference, kind, file_name as "fileName", checksum, actor, started_at as "startedAt", voided_at as "voidedAt", summary`;
const list = statement(
  'import_runs',
  `select ${run} from import_run where $1::text is null or reference < $1 order by reference desc limit $2`,
);
const one = statement('import_run', `select ${run} from import_run where reference = $1`);

/** The runs, newest first; `before` is the reference of the last one of the page before. */
export function listImportRuns(on: Queryable, { before, limit = 50 }: { before?: string; limit?: number } = {}) {
  return on.query<ImportRun>(list(before ?? null, limit));
}

/** One run, or null. */
export async function findImportRun(on: Queryable, reference: string): Promise<ImportRun | null> {
  const [row] = await on.query<ImportRun>(one(reference));
  return row ?? null;
}

/** A fault as it is kept; `number` counts those of one row. */
export interface KeptFault extends ImportFault {
  readonly number: number;
}

const errors = statement(
  'import_errors',
  `select error.line, error.number, error.field as column, error.reason, error.value
     from import_error error join import_run run on run.id = error.import_run_id
    where run.reference = $1 and (error.line, error.number) > ($2, $3) order by error.line, error.number limit $4`,
);

/** The bad rows of a run in the order of the file; `after` is the last one of the page before. */
export function listImportErrors(
  on: Queryable,
  reference: string,
  { after, limit = 200 }: { after?: Pick<KeptFault, 'line' | 'number'>; limit?: number } = {},
) {
  return on.query<KeptFault>(errors(reference, after?.line ?? 0, after?.number ?? 0, limit));
}

const names = statement(
  'import_organisation_names',
  `select reference, name, exists (select from legacy_award where organisation_id = organisation.id) as "isOfImport"
     from organisation order by name, reference`,
);

/** Which imported recipients may be the same as another organisation: for a person to judge, nothing is merged. */
export async function proposeRecipientMatches(on: Queryable): Promise<RecipientMatch[]> {
  return matchRecipients(await on.query<RecipientName>(names()));
}
