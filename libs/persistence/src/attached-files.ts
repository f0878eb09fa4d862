import type { Queryable } from './database.js';
import type { FileFault, FileStore } from './file-store.js';
import { statement } from './statement.js';

/** An attachment whose file is not what it was. */
export interface FaultyAttachment {
  readonly subject: string;
  readonly number: number;
  readonly fault: FileFault | 'has another size';
}

const attached = statement(
  'verify_attached_files',
  `select application_id as subject, number, sha256, size from attachment where removed_at is null order by sha256, application_id, number`,
);

/** Reads the file of every attachment, each file once. */
export async function checkAttachedFiles(
  on: Queryable,
  files: FileStore,
): Promise<{ checked: number; faulty: FaultyAttachment[] }> {
  const rows = await on.query<{ subject: string; number: number; sha256: string; size: number }>(attached());
  const faulty: FaultyAttachment[] = [];
  let last: { sha256: string; fault: FileFault | null; size: number } | undefined;
  for (const { subject, number, sha256, size } of rows) {
    if (last?.sha256 !== sha256) last = { sha256, ...(await files.stateOf(sha256)) };
    const fault = last.fault ?? (last.size === size ? null : 'has another size');
    if (fault) faulty.push({ subject, number, fault });
  }
  return { checked: rows.length, faulty };
}
