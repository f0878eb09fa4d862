import { setStep, statement, type Actor, type TextVault, type Tx } from '@grants/persistence';
import type { SubjectKind } from '../shared/access-queries.js';
import { bulkLoad, copyInto, copyLine } from '../shared/copy-store.js';

type Value = string | number | boolean | null;

/** The tables that are filled, with the columns that are given, in the order in which they are written. */
const tables = {
  funder: 'id code name kind',
  organisation: 'id reference name kind',
  person: 'id reference given_name family_name',
  account: 'id issuer subject person_id',
  role_assignment: 'id account_id role funder_id valid_from',
  programme: 'id funder_id reference title commissioner starts_on ends_on',
  programme_line: 'id programme_id parent_id reference code title',
  'staging.call':
    'id funder_id programme_id programme_line_id reference title type procedure access_mode allocation_method criteria ceiling ceiling_from max_amount max_duration_months decision_term_weeks start_term_months state_aid_basis provisions_version legal_basis opens_at closes_at last_application_number created_at',
  'staging.application':
    'id funder_id call_id reference title summary requested starts_on duration_months organisation_id main_applicant_id project_leader_id leader_organisation_id invitation_id received_at complete_at created_by created_at',
  'staging.decision':
    'id funder_id application_id project_id reference number kind granted activities provisions_version reason_code reason_text_id starts_on ends_on prepared_by signed_by signed_on announced_on irrevocable_on created_at',
  'staging.project':
    'id funder_id application_id decision_id reference title number number_key granted starts_on ends_on started_on late_start_reason_id ended_on final_report_approved_on created_at',
  'staging.step':
    'machine machine_version subject_id seq command to_status occurred_at actor role decision_id reason_id',
  application_partner: 'application_id organisation_id contribution',
  application_parent: 'application_id project_id',
  call_invitation: 'id call_id reference person_id invited_by invited_on valid_until used_by_application created_at',
  project_leader: 'id project_id person_id organisation_id valid_from valid_to',
  project_recipient: 'id project_id organisation_id valid_from valid_to',
  project_relation: 'id reference kind from_project_id to_project_id valid_from',
  deadline: 'subject_id kind machine basis starts_on ends_on term ground steps met_on cancelled_on',
} as const;
type Table = keyof typeof tables;
type ColumnOf<T extends Table> = Split<(typeof tables)[T]>;
type Split<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Split<Rest> : Text;
/** A row by the names of its columns; what is left out is null. */
export type RowOf<T extends Table> = { readonly [Column in ColumnOf<T>]?: Value };

/** Parents first. What refers to a staged subject comes after the bulk function has taken those. */
const beforeLoad: readonly Table[] = [
  'funder',
  'organisation',
  'person',
  'account',
  'role_assignment',
  'programme',
  'programme_line',
  'staging.call',
  'staging.application',
  'staging.decision',
  'staging.project',
  'staging.step',
];
const afterLoad: readonly Table[] = [
  'application_partner',
  'application_parent',
  'call_invitation',
  'project_leader',
  'project_recipient',
  'project_relation',
  'deadline',
];

const columnsOf = Object.fromEntries(
  Object.entries(tables).map(([table, columns]) => [table, columns.split(' ')]),
) as Readonly<Record<string, readonly string[]>> as Readonly<Record<Table, readonly string[]>>;

/** The tables whose rows say of themselves that they are invented, with what provenance calls them. */
const kinds: Partial<Record<Table, SubjectKind>> = {
  funder: 'funder',
  organisation: 'organisation',
  person: 'person',
  programme: 'programme',
  programme_line: 'programme_line',
  'staging.call': 'call',
  'staging.application': 'application',
  'staging.decision': 'decision',
  'staging.project': 'project',
};

/** A chance to repair that was given. */
export interface SyntheticRepair {
  readonly applicationId: string;
  readonly actor: string;
  readonly requestedAt: string;
  readonly until: string;
}

/** A draft that waits for its applicant. */
export interface SyntheticDraft {
  readonly applicationId: string;
  readonly ownerId: string;
  readonly content: string;
}

/** Rows that wait to be written in one transaction. */
export class Batch {
  /** What COPY cannot write. */
  readonly drafts: SyntheticDraft[] = [];
  readonly repairs: SyntheticRepair[] = [];
  /** What is invented as a whole, by its kind. */
  readonly invented = new Map<SubjectKind, string[]>();
  readonly #lines = new Map<Table, string[]>();

  add<T extends Table>(table: T, row: RowOf<T>): void {
    const given: Readonly<Record<string, Value | undefined>> = row;
    const line = copyLine(columnsOf[table].map((column) => given[column] ?? null));
    const lines = this.#lines.get(table);
    if (lines) lines.push(line);
    else this.#lines.set(table, [line]);
    const kind = kinds[table];
    if (!kind) return;
    const ids = this.invented.get(kind);
    if (ids) ids.push(given['id'] as string);
    else this.invented.set(kind, [given['id'] as string]);
  }

  /** The lines of a table in pieces of some size, each given once. */
  *take(table: Table): Generator<string> {
    const lines = this.#lines.get(table) ?? [];
    this.#lines.delete(table);
    for (let from = 0; from < lines.length; from += 500) yield lines.slice(from, from + 500).join('');
  }

  has(table: Table): boolean {
    return this.#lines.has(table);
  }
}

/** A confidential text with the key that it is to have. */
export interface SyntheticText {
  readonly id: string;
  readonly subjectId: string;
  readonly content: string;
}

/** Keeps texts, before the batch whose rows refer to them. */
export async function keepTexts(tx: Tx, vault: TextVault, texts: readonly SyntheticText[], by: string): Promise<void> {
  for (const text of texts) await vault.keep(tx, { ...text, purpose: 'reason', by });
}

const seeDrafts = statement('synthetic_see_drafts', `select set_config('registry.account', $1, true)`);
const addDraft = statement(
  'synthetic_add_draft',
  `insert into application_draft (application_id, owner_id, content) values ($1, $2, $3)`,
);

/** Writes what drafts say: they are their owner's alone, by row security, which COPY cannot pass. */
async function keepDrafts(tx: Tx, drafts: readonly SyntheticDraft[]): Promise<void> {
  for (const { applicationId, ownerId, content } of drafts) {
    await tx.query(seeDrafts(ownerId));
    await tx.query(addDraft(applicationId, ownerId, content));
  }
}

const addRepair = statement(
  'synthetic_add_repair',
  `insert into application_repair (application_id, until) values ($1, $2)`,
);

/** Writes the chances to repair, each as its own step would have done. */
async function keepRepairs(tx: Tx, repairs: readonly SyntheticRepair[]): Promise<void> {
  for (const { applicationId, actor, requestedAt, until } of repairs) {
    const by = { id: actor, role: 'programme_officer', personId: null } as const;
    await setStep(tx, { actor: by, commands: { application: 'request_repair' }, occurred: requestedAt });
    await tx.query(addRepair(applicationId, until));
  }
}

// The clock and the epoch are read once a statement: as defaults of columns they would be, once a row.
const addProvenance = statement(
  'synthetic_add_provenance',
  `insert into provenance (subject_kind, subject_id, field, origin, note, recorded_at, epoch)
   select $1, id, '*', 'invented', $3, (select registry_now()), (select registry_epoch_now()) from unnest($2::uuid[]) as come (id)`,
);

/** Who writes a batch, and of which seed it is. */
interface BatchBy {
  readonly actor: Actor;
  readonly seed: number;
}

/** Writes a batch; the number of its events. `meanwhile` runs while the server is busy with most of it. */
export async function writeBatch(
  tx: Tx,
  batch: Batch,
  { actor, seed }: BatchBy,
  meanwhile?: () => void,
): Promise<number> {
  await setStep(tx, { actor, commands: {} });
  await copyTables(tx, batch, beforeLoad);
  const loading = bulkLoad(tx);
  meanwhile?.();
  const events = await loading;
  await copyTables(tx, batch, afterLoad);
  await keepDrafts(tx, batch.drafts);
  await keepRepairs(tx, batch.repairs);
  for (const [kind, ids] of batch.invented) await tx.query(addProvenance(kind, ids, `synthetic, seed ${seed}`));
  return events;
}

async function copyTables(tx: Tx, batch: Batch, names: readonly Table[]): Promise<void> {
  for (const table of names) {
    if (batch.has(table)) await copyInto(tx, `${table} (${columnsOf[table].join(', ')})`, batch.take(table));
  }
}

const funderExists = statement('synthetic_funder_exists', `select from funder where code = any ($1)`);

/** Whether a funder with one of the codes is there already. */
export async function someFunderExists(tx: Tx, codes: readonly string[]): Promise<boolean> {
  return (await tx.query(funderExists(codes))).length > 0;
}

const clock = statement('synthetic_clock', `select registry_now() as now`);

/** The moment at which rows are recorded. */
export async function recordingMoment(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ now: string }>(clock());
  return row?.now ?? '';
}
