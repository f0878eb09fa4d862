import type { Database, Tx } from './database.js';
import { inSnapshot } from './snapshot.js';
import { statement } from './statement.js';
import { catalogueFaults } from './catalogue.js';
import { checkAttachedFiles } from './attached-files.js';
import type { FileStore } from './file-store.js';
import type { TextVault } from './text-vault.js';
import { checks, historyQuery, queries, subjects, type Check } from './verify-checks.js';

/** Something that cannot be, if nobody went round the guards. */
export interface Finding {
  readonly check: Check;
  readonly machine: string | null;
  /** Key and reference of the record, where it is about one; a record that has gone has no reference. */
  readonly subject: string | null;
  readonly reference: string | null;
  readonly seq: number | null;
  readonly detail: string;
}

/** The records of a lifecycle, and the SHA-256 of the hashes of their last events, in the order of their ids. */
interface Heads {
  readonly count: number;
  readonly digest: string;
}

/** What was looked at, and what was found. */
export interface Verification {
  /** How many rows of each kind were checked. */
  readonly checked: Readonly<Record<string, number>>;
  /** For each lifecycle, what can be kept elsewhere to show later that no chain was rewritten together with its head. */
  readonly heads: Readonly<Record<string, Heads>>;
  readonly findings: readonly Finding[];
  /** False where a check found more than it was to name. */
  readonly complete: boolean;
}

export interface VerifyOptions {
  /** How many findings each check names at most; 1,000 by default. */
  readonly limit?: number;
  /** Where the key of texts is at hand: whether it opens all of them is looked at as well. */
  readonly vault?: TextVault;
  /** Where the file store is at hand: the file of every attachment is read as well. */
  readonly files?: FileStore;
  /** Where the catalogue of the release is at hand: every table, guard, right and role is compared with it. */
  readonly catalogueFile?: string;
  /** Told what is being checked now. */
  readonly log?: (message: string) => void;
}

const counted = [
  'registry_event',
  'status_period',
  'confidential_text',
  'decision',
  'decision_letter',
  'call_ceiling',
  'lifecycle_transition',
];
const count = statement(
  'verify_count',
  `select ${counted.map((table) => `(select count(*) from ${table})::integer as ${table}`).join(', ')},
          (select count(*) from (${subjects}) as subject)::integer as subjects`,
);
const headsOf = statement(
  'verify_heads',
  `select machine, count(*)::integer as count, encode(sha256(string_agg(event_hash, ''::bytea order by id)), 'hex') as digest
     from (${subjects}) as subject group by machine order by machine`,
);
const isOwner = statement('verify_is_owner', `select pg_has_role('registry_owner', 'usage') as "isOwner"`);
const historyColumns = statement(
  'verify_history_columns',
  `select record.relname as "table", array_agg(kept.attname::text order by kept.attnum) as columns
     from pg_class record join pg_class history on history.relname = record.relname || '_history' and history.relnamespace = record.relnamespace
     join pg_attribute kept on kept.attrelid = history.oid and kept.attnum > 0 and not kept.attisdropped
     join pg_attribute own on own.attrelid = record.oid and own.attname = kept.attname and not own.attisdropped
    where record.relnamespace = 'public'::regnamespace group by record.relname order by record.relname`,
);
const references = statement(
  'verify_references',
  `select id, reference from (${subjects}) as subject where id = any($1::uuid[])`,
);

type Row = Omit<Finding, 'reference' | 'detail'> & { readonly detail: string | null };

/**
 * Recomputes what the guards wrote, as the owner of the tables, at one moment: every event's text and hash, the chain,
 * the heads of all records, decisions and texts against their hashes, periods of status against events, ceilings against
 * awards, moves against the lifecycles, records against their history. The database does the work: nothing but findings
 * comes here.
 */
export function verify(owner: Database, options: VerifyOptions = {}): Promise<Verification> {
  const { limit = 1000, vault, files, catalogueFile, log = () => undefined } = options;
  return inSnapshot(owner, async (tx) => {
    await tx.client.query('set local search_path = public'); // whatever the database was told to read instead
    const [role] = await tx.query<{ isOwner: boolean }>(isOwner());
    if (!role?.isOwner) throw new Error('Only registry_owner can verify: other roles do not see all rows');
    const found: Row[] = [];
    let complete = true;
    for (const [name, sql] of [...Object.entries(queries), ...(await historyQueries(tx))]) {
      log(`Checking ${name}`);
      // Without a name: it runs once, and its plan is to know the tables as they are.
      const { rows } = await tx.client.query<Row>(`select * from (${sql}) as found limit $1`, [limit + 1]);
      complete &&= rows.length <= limit;
      found.push(...rows.slice(0, limit));
    }
    const [counts] = await tx.query<Record<string, number>>(count());
    const keys = vault && (await textKeys(tx, vault));
    complete &&= (keys?.found.length ?? 0) <= limit;
    found.push(...(keys?.found.slice(0, limit) ?? []));
    if (files) log('Checking the files of attachments');
    const attached = files && (await attachedFiles(tx, files));
    complete &&= (attached?.found.length ?? 0) <= limit;
    found.push(...(attached?.found.slice(0, limit) ?? []));
    if (catalogueFile !== undefined) log('Checking the database against the catalogue of the release');
    const faults = catalogueFile === undefined ? [] : await catalogueFaults(tx.client, catalogueFile);
    complete &&= faults.length <= limit;
    found.push(...faults.slice(0, limit).map(asFinding));
    const checked = {
      ...counts,
      ...(keys && { text_key: keys.tried }),
      ...(attached && { attachment: attached.checked }),
    };
    const rows = await tx.query<Heads & { machine: string }>(headsOf());
    const heads = Object.fromEntries(rows.map(({ machine, ...each }) => [machine, each]));
    return { checked, heads, findings: await named(tx, found), complete };
  });
}

async function textKeys(tx: Tx, vault: TextVault): Promise<{ tried: number; found: Row[] }> {
  const { tried, unreadable } = await vault.tryAllKeys(tx);
  const found = unreadable.map(
    (subject) => ({ check: 'text_key', machine: null, subject, seq: null, detail: null }) as const,
  );
  return { tried, found };
}

async function attachedFiles(tx: Tx, files: FileStore): Promise<{ checked: number; found: Row[] }> {
  const { checked, faulty } = await checkAttachedFiles(tx, files);
  const found = faulty.map(({ subject, number, fault }) => {
    const detail = `number ${number} ${fault}`;
    return { check: 'attachment', machine: 'application', subject, seq: null, detail } as const;
  });
  return { checked, found };
}

function asFinding(detail: string): Row {
  return { check: 'catalogue', machine: null, subject: null, seq: null, detail };
}

async function historyQueries(tx: Tx): Promise<[name: string, sql: string][]> {
  const tables = await tx.query<{ table: string; columns: string[] }>(historyColumns());
  return tables.map(({ table, columns }) => [`history of ${table}`, historyQuery(table, columns)]);
}

/** Findings as people read them: with the reference, and what it means. */
async function named(tx: Tx, found: readonly Row[]): Promise<Finding[]> {
  const keys = [...new Set(found.flatMap(({ subject }) => subject ?? []))];
  const rows = await tx.query<{ id: string; reference: string }>(references(keys));
  const referenceOf = new Map(rows.map(({ id, reference }) => [id, reference]));
  return found.map(({ detail, ...finding }) => ({
    ...finding,
    reference: referenceOf.get(finding.subject ?? '') ?? null,
    detail: detail === null ? checks[finding.check] : `${checks[finding.check]}: ${detail}`,
  }));
}
