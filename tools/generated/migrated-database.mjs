import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, joinEmbeddedServer, migrate } from '@grants/persistence';

/**
 * Works with a scratch database that all migrations were applied to: on the server of TEST_DATABASE_URL, or on an
 * embedded one.
 * @template T
 * @param {(ownerUrl: string, applied: readonly string[]) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withMigratedDatabase(work) {
  const migrationsDir = join(import.meta.dirname, '../../prisma/migrations');
  const dataDir = await mkdtemp(join(tmpdir(), 'grants-check-'));
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? null : await joinEmbeddedServer({ dataDir, forTests: true, log: () => undefined });
  try {
    const database = `registry_check_${process.pid}`;
    const passwords = { owner: 'check', app: 'check', reader: 'check' };
    const { ownerUrl } = given ? await bootstrap(given, { database, passwords }) : { ownerUrl: server?.ownerUrl ?? '' };
    const { applied } = await migrate(ownerUrl, { migrationsDir, log: () => undefined });
    return await work(ownerUrl, applied);
  } finally {
    await server?.leave();
    await rm(dataDir, { recursive: true, force: true });
  }
}
