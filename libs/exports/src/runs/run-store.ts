import { statement, type Queryable } from '@grants/persistence';
import type { Language } from '../report.js';

/** A run of a report as it is recorded: enough to do it again. */
export interface ReportRun {
  readonly id: string;
  readonly report: string;
  readonly format: string;
  readonly parameters: { readonly asOf: string; readonly knownAt: string; readonly language: Language };
  readonly asOf: string;
  readonly knownAt: string;
  readonly sealNumber: string;
  readonly rowCount: string;
  /** Of the file's bytes, as hexadecimal digits. */
  readonly sha256: string;
  readonly software: string;
  /** The account that asked for it. */
  readonly actor: string;
  /** The run that it repeated. */
  readonly rerunOf: string | null;
  readonly createdAt: string;
}

const columns = `id, report, format, parameters, as_of as "asOf", known_at as "knownAt", seal_number as "sealNumber",
  row_count as "rowCount", sha256, software, actor, rerun_of as "rerunOf", created_at as "createdAt"`;
const find = statement('report_run_find', `select ${columns} from report_run where id::text = lower($1)`);
const record = statement(
  'report_run_record',
  `insert into report_run (id, report, format, parameters, as_of, known_at, seal_number, row_count, sha256, software, actor, rerun_of)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning ${columns}`,
);

/** A run by its id, or null. */
export async function findRun(db: Queryable, id: string): Promise<ReportRun | null> {
  const [run] = await db.query<ReportRun>(find(id));
  return run ?? null;
}

/** Records a run that is done. */
export async function recordRun(db: Queryable, run: Omit<ReportRun, 'createdAt'>): Promise<ReportRun> {
  const { id, report, format, parameters, asOf, knownAt, sealNumber, rowCount, sha256, software, actor, rerunOf } = run;
  const values = [
    id,
    report,
    format,
    parameters,
    asOf,
    knownAt,
    sealNumber,
    rowCount,
    sha256,
    software,
    actor,
    rerunOf,
  ];
  const [recorded] = await db.query<ReportRun>(record(...values));
  if (!recorded) throw new Error('The run was not recorded');
  return recorded;
}
