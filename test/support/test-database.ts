import { randomBytes } from 'node:crypto';
import { bootstrap } from '../../libs/persistence/src/bootstrap.js';
import type { DatabaseUrls } from '../../libs/persistence/src/database-urls.js';
import { urlWith, withClient } from '../../libs/persistence/src/with-client.js';
import { testServerVariable, type TestServer } from './test-server.js';

/** A database of one test file. Its administrator is a superuser. */
export interface TestDatabase extends DatabaseUrls {
  readonly name: string;
  readonly adminUrl: string;
  /** Ends its connections and drops it. What is forgotten is dropped after the run. */
  drop(): Promise<void>;
}

/** A copy of the template: bootstrapped, migrated and without data. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = testServer();
  const database = newDatabase(server);
  await withClient(server.adminUrl, (admin) =>
    admin.query(`create database ${database.name} template ${server.template}`),
  );
  await bootstrap(server.adminUrl, { database: database.name }); // owner and rights do not come with a copy
  return database;
}

/** A database that does not exist yet, for a test that makes it itself. */
export function newDatabase(server = testServer()): TestDatabase {
  const { prefix, adminUrl, ownerUrl, appUrl, readerUrl } = server;
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  const here = (url: string): string => urlWith(url, { database: name });
  return {
    name,
    adminUrl: here(adminUrl),
    ownerUrl: here(ownerUrl),
    appUrl: here(appUrl),
    readerUrl: here(readerUrl),
    drop: async () => {
      await withClient(adminUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** The server of this run, as its global setup left it. */
export function testServer(): TestServer {
  const described = process.env[testServerVariable];
  if (described === undefined) throw new Error('There is no test server: run this by Jest, with its global setup.');
  return JSON.parse(described) as TestServer;
}
