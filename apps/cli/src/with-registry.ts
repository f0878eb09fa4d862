import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Database, FileStore, joinEmbeddedServer, migrate, TextVault, type EmbeddedServer } from '@grants/persistence';
import {
  createLogger,
  readConfiguration,
  systemClock,
  type Clock,
  type Configuration,
  type Logger,
} from '@grants/platform';
import { Registry } from '@grants/registry';
import { localTextKey } from './local-secrets.js';

/** The folders of the release that commands read. */
export const releaseFolders = {
  migrations: fileURLToPath(new URL('../../../prisma/migrations', import.meta.url)),
  schema: fileURLToPath(new URL('../../../prisma/schema', import.meta.url)),
  catalogue: fileURLToPath(new URL('../../../prisma/catalogue.txt', import.meta.url)),
};

/** Where the database is, for each of the roles; the owner and the reader only where they are known. */
interface Urls {
  readonly app: string;
  readonly owner: string | null;
  readonly reader: string | null;
}

/** What a command works with. */
export interface RegistryContext {
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly log: Logger;
  readonly dataDir: string;
  readonly registry: Registry;
  /** Whether the key of texts is the one that belongs to this database, and not one made up for want of it. */
  readonly hasTextKey: boolean;
  /** As registry_app. */
  readonly db: Database;
  /** As registry_reader, for exports. */
  readonly reader: () => Database;
  /** As registry_owner. */
  readonly owner: () => Database;
  readonly ownerUrl: () => string;
  /** The administrator of the embedded server; null where DATABASE_URL names another. */
  readonly adminUrl: string | null;
}

/** A command that needs a setting which is not there. */
export class MissingSetting extends Error {}

/**
 * Does the work of a command with the registry: the database of DATABASE_URL, or the embedded server, which is joined
 * where it runs, and started for as long as it is needed where it does not.
 */
export async function withRegistry<T>(work: (context: RegistryContext) => Promise<T>): Promise<T> {
  const configuration = readConfiguration(process.env);
  const log = createLogger(configuration.LOG_LEVEL);
  const dataDir = resolve(configuration.REGISTRY_DATA_DIR);
  const server = configuration.DATABASE_URL === null ? await joinOwnServer(dataDir, log) : null;
  const urls = server
    ? { app: server.appUrl, owner: server.ownerUrl, reader: server.readerUrl }
    : configuredUrls(configuration);
  const made: Database[] = [];
  const database = (url: string) => {
    const namedStatements = configuration.DATABASE_POOLER === 'none';
    const db = new Database({ url, namedStatements, poolSize: Number(configuration.DATABASE_POOL_SIZE) });
    made.push(db);
    return db;
  };
  const once = (make: () => Database) => {
    let db: Database | undefined;
    return () => (db ??= make());
  };
  try {
    const db = database(urls.app);
    const files = new FileStore(resolve(configuration.REGISTRY_FILES_DIR ?? join(dataDir, 'files')));
    const registry = new Registry(db, new TextVault(await textKey(configuration, dataDir)), files);
    return await work({
      configuration,
      clock: systemClock,
      log,
      dataDir,
      registry,
      hasTextKey: configuration.REGISTRY_TEXT_KEY !== null || server !== null,
      db,
      reader: once(() => database(needed(urls.reader, 'DATABASE_READER_URL'))),
      owner: once(() => database(ownerOf(urls))),
      ownerUrl: () => ownerOf(urls),
      adminUrl: server?.adminUrl ?? null,
    });
  } finally {
    await Promise.all(made.map((db) => db.close()));
    await server?.leave();
  }
}

/** The embedded server, with a database of this release. */
async function joinOwnServer(dataDir: string, log: Logger): Promise<EmbeddedServer> {
  const server = await joinEmbeddedServer({ dataDir, log: (message) => log.debug(message) });
  try {
    await migrate(server.ownerUrl, { migrationsDir: releaseFolders.migrations, log: (message) => log.debug(message) });
    return server;
  } catch (error) {
    await server.leave();
    throw error;
  }
}

function configuredUrls(configuration: Configuration): Urls {
  return {
    app: needed(configuration.DATABASE_URL, 'DATABASE_URL'),
    owner: configuration.DATABASE_OWNER_URL,
    reader: configuration.DATABASE_READER_URL,
  };
}

function ownerOf({ owner }: Urls): string {
  return needed(owner, 'DATABASE_OWNER_URL');
}

function needed(url: string | null, setting: string): string {
  if (url === null) throw new MissingSetting(`This needs ${setting}.`);
  return url;
}

/** The key of confidential texts: configured, or kept in the data folder where the registry runs by itself. */
async function textKey({ REGISTRY_TEXT_KEY, NODE_ENV }: Configuration, dataDir: string): Promise<Buffer> {
  if (REGISTRY_TEXT_KEY !== null) return Buffer.from(REGISTRY_TEXT_KEY, 'base64');
  if (NODE_ENV === 'production') throw new MissingSetting('Production needs REGISTRY_TEXT_KEY.');
  return localTextKey(dataDir);
}
