import type { Database, Tx } from './database.js';

/** Reads in one transaction that sees the database at one moment, and can change nothing. */
export function inSnapshot<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.client.query('set transaction isolation level repeatable read, read only');
    return work(tx);
  });
}
