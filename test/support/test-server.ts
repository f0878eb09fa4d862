import { createHmac, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { Client, escapeIdentifier } from 'pg';
import { bootstrap } from '../../libs/persistence/src/bootstrap.js';
import type { DatabaseUrls, Passwords } from '../../libs/persistence/src/database-urls.js';
import { migrate } from '../../libs/persistence/src/migrate.js';
import { startServer } from './start-server.js';

/** What test files need to know of the server; it reaches Jest's workers through the environment. */
export interface TestServer extends DatabaseUrls {
  readonly adminUrl: string;
  /** The names of this run's databases begin with it. */
  readonly prefix: string;
  readonly template: string;
}

export const testServerVariable = 'GRANTS_TEST_SERVER';

/** Held by every run as long as it lives, with its own number. */
const runLock = 7_240_003;

const migrationsDir = join(import.meta.dirname, '..', '..', 'prisma', 'migrations');

/** Starts the server and makes the template: bootstrapped and migrated once for all test files. */
export async function startTestServer(): Promise<{ name: string; stop: () => Promise<void> }> {
  const { name, adminUrl, passwords = passwordsFor(adminUrl), stop } = await startServer();
  const admin = new Client({ connectionString: adminUrl });
  try {
    await admin.connect();
    const prefix = await beginRun(admin);
    const template = `${prefix}template`;
    const urls = await bootstrap(adminUrl, { database: template, passwords });
    await migrate(urls.ownerUrl, { migrationsDir, log: () => undefined });
    const server: TestServer = { ...urls, adminUrl, prefix, template };
    process.env[testServerVariable] = JSON.stringify(server);
    const end = async (): Promise<void> => {
      await drop(admin, prefix);
      await admin.end();
      await stop();
    };
    let ending: Promise<void> | undefined;
    return { name, stop: () => (ending ??= end()) };
  } catch (error) {
    await admin.end();
    await stop();
    throw error;
  }
}

/** Takes a number for this run and clears up after runs that were killed. */
async function beginRun(admin: Client): Promise<string> {
  const run = randomInt(2 ** 31);
  await admin.query('select pg_advisory_lock($1, $2)', [runLock, run]);
  const { rows } = await admin.query<{ run: number }>(
    "select distinct substring(datname from '^grants_test_([0-9]+)_')::int as run from pg_database where datname like 'grants_test_%'",
  );
  for (const { run: other } of rows) {
    const sql = 'select pg_try_advisory_lock($1, $2) as dead';
    const { rows: locks } = await admin.query<{ dead: boolean }>(sql, [runLock, other]);
    if (locks[0]?.dead) await drop(admin, prefixOf(other));
  }
  return prefixOf(run);
}

const prefixOf = (run: number): string => `grants_test_${run}_`;

async function drop(admin: Client, prefix: string): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    'select datname as name from pg_database where starts_with(datname, $1)',
    [prefix],
  );
  for (const { name } of rows) await admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
}

/** The same for every run on the server, so that runs at the same time do not lock each other out. */
function passwordsFor(adminUrl: string): Passwords {
  const password = (role: string): string => createHmac('sha256', adminUrl).update(role).digest('base64url');
  return { owner: password('owner'), app: password('app'), reader: password('reader') };
}
