import { statement, type Database, type Queryable, type Tx } from '@grants/persistence';

/** An attachment as it is added. */
export interface NewAttachment {
  readonly id: string;
  readonly applicationId: string;
  readonly kind: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
}

// The sweep takes the same lock: a file does not go while something comes that refers to it.
const lock = statement('file_lock', `select pg_advisory_xact_lock(hashtextextended('file:' || $1, 0))`);

/** Nobody else keeps or sweeps the file until the end of the transaction. */
export async function lockFile(tx: Tx, sha256: string): Promise<void> {
  await tx.query(lock(sha256));
}

const seeOwnDrafts = statement('attachment_see_own_drafts', `select set_config('registry.account', $1, true)`);

/** Lets this transaction see the attachments of the drafts of an account. */
export async function seeAttachmentsOf(tx: Tx, accountId: string): Promise<void> {
  await tx.query(seeOwnDrafts(accountId));
}

const byReference = statement('attachment_application', `select id from application where reference = $1`);

/** The key of an application, or null. */
export async function applicationOf(tx: Tx, reference: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(byReference(reference));
  return row?.id ?? null;
}

const add = statement(
  'attachment_add',
  `insert into attachment (id, application_id, number, kind, file_name, media_type, size, sha256)
   values ($1, $2, 0, $3, $4, $5, $6, $7) returning number`,
);

/** Adds an attachment under the next number. The database refuses what does not wait for files. */
export async function addAttachment(tx: Tx, given: NewAttachment): Promise<number> {
  const { id, applicationId, kind, fileName, mediaType, size, sha256 } = given;
  const [row] = await tx.query<{ number: number }>(add(id, applicationId, kind, fileName, mediaType, size, sha256));
  if (!row) throw new Error(`Nothing was added to application ${applicationId}`);
  return row.number;
}

const remove = statement(
  'attachment_remove',
  `update attachment set removed_at = registry_now() where application_id = $1 and number = $2 and removed_at is null returning number`,
);

/** Marks an attachment as removed; false where there is none. */
export async function removeAttachment(tx: Tx, applicationId: string, number: number): Promise<boolean> {
  return (await tx.query(remove(applicationId, number))).length > 0;
}

const missing = statement('attachment_kinds_missing', `select missing_attachment_kinds($1) as kinds`);

/** The kinds of attachment that the call asks for and the application does not have. */
export async function missingAttachmentKinds(on: Queryable, applicationId: string): Promise<string[]> {
  const [row] = await on.query<{ kinds: string[] }>(missing(applicationId));
  return row?.kinds ?? [];
}

const isKept = statement('file_is_kept', `select is_file_kept($1) as kept`);

/** Runs `work` if nothing refers to the file, or did in the last week; nothing comes to refer to it meanwhile. */
export async function ifUnused(db: Database, sha256: string, work: () => Promise<void>): Promise<boolean> {
  const [before] = await db.query<{ kept: boolean }>(isKept(sha256));
  if (before?.kept !== false) return false;
  return db.transaction(async (tx) => {
    await lockFile(tx, sha256);
    const [now] = await tx.query<{ kept: boolean }>(isKept(sha256));
    if (now?.kept !== false) return false;
    await work();
    return true;
  });
}
