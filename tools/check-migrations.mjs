// Migrates a scratch database and compares it with the Prisma schema: any difference is a fault.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap, joinEmbeddedServer, migrate, schemaDrift } from '@grants/persistence';

const root = join(import.meta.dirname, '..');
const dataDir = await mkdtemp(join(tmpdir(), 'grants-check-'));
const given = process.env['TEST_DATABASE_URL'];
const server = given ? null : await joinEmbeddedServer({ dataDir, forTests: true, log: () => undefined });
try {
  const adminUrl = given ?? server?.adminUrl ?? '';
  const database = `registry_check_${process.pid}`;
  const passwords = { owner: 'check', app: 'check', reader: 'check' };
  const { ownerUrl } = given
    ? await bootstrap(adminUrl, { database, passwords })
    : { ownerUrl: server?.ownerUrl ?? '' };
  const { applied } = await migrate(ownerUrl, { migrationsDir: join(root, 'prisma/migrations'), log: () => undefined });
  const drift = await schemaDrift(ownerUrl, { schemaDir: join(root, 'prisma/schema') });
  if (drift === '') console.log(`${applied.length} migrations make the database of the schema.`);
  else {
    console.error(`The migrations do not make the database of the schema; this is missing:\n${drift}`);
    process.exitCode = 1;
  }
} finally {
  await server?.leave();
  await rm(dataDir, { recursive: true, force: true });
}
