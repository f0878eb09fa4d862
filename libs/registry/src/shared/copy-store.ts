import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RuleBroken } from '@grants/domain';
import { statement, type Tx } from '@grants/persistence';
import { from } from 'pg-copy-streams';

/**
 * Streams lines in COPY's text format into a table, in the transaction; each piece is one or more whole lines. `target`
 * is our own text: table and columns.
 */
export async function copyInto(
  tx: Tx,
  target: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  await pipeline(Readable.from(pieces, { objectMode: false }), tx.client.query(from(`copy ${target} from stdin`)));
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A value as COPY's text format has it. */
function copyText(value: string | number | boolean | null): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  return /[\\\t\n\r]/.test(value) ? value.replaceAll(/[\\\t\n\r]/g, (character) => escapes[character] ?? '') : value;
}

/** A line of values as COPY's text format has it. */
export function copyLine(values: readonly (string | number | boolean | null)[]): string {
  return `${values.map(copyText).join('\t')}\n`;
}

const tryLock = statement(
  'bulk_lock',
  `select pg_try_advisory_xact_lock(hashtextextended('registry: bulk work', 0)) as locked`,
);

/**
 * Bulk work goes one at a time, since it is staged in the same tables; the lock is this work's own, and ends with the
 * transaction. @throws RuleBroken `bulk_work_in_progress`
 */
export async function lockBulkWork(tx: Tx): Promise<void> {
  const [row] = await tx.query<{ locked: boolean }>(tryLock());
  if (!row?.locked) throw new RuleBroken(['bulk_work_in_progress'], 'Another import, or its voiding, is under way');
}

const load = statement('bulk_load', `select bulk_load()::integer as events`);

/** Judges, chains and inserts everything that is staged; the number of events. */
export async function bulkLoad(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ events: number }>(load());
  return row?.events ?? 0;
}
