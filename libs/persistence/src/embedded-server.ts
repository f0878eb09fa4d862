import { resolve } from 'node:path';
import { databaseUrls, type DatabaseUrls } from './database-urls.js';
import { EmbeddedMember } from './embedded-member.js';

export interface EmbeddedServerOptions {
  /** Where the server keeps its files; made where it does not exist. */
  readonly dataDir: string;
  /** Where it has to listen on 127.0.0.1; by default where it did before, or on any free port. */
  readonly port?: number;
  /** The registry's database; `registry` by default. */
  readonly database?: string;
  /** Fast and forgetful, for data that can be made again. */
  readonly forTests?: boolean;
  readonly log: (message: string) => void;
}

export interface EmbeddedServer extends DatabaseUrls {
  /** The superuser, on the database `postgres`. */
  readonly adminUrl: string;
  readonly port: number;
  /** Whether this process started the server; otherwise it ran already. */
  readonly started: boolean;
  /** Says that this process needs the server no more. The last one out stops it. */
  leave(): Promise<void>;
}

/**
 * Joins the PostgreSQL server in a data folder; it is made and started if need be, with the registry's roles and
 * database. The server is apart from this process: if this process is killed, the next one joins the same server; if
 * the server is killed, the processes that use it start it again.
 *
 * @throws {EmbeddedServerError} if the server cannot be used; it says why and what to do.
 */
export async function joinEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { dataDir, database = 'registry', forTests = false, port: wantedPort, log } = options;
  const member = new EmbeddedMember(resolve(dataDir), { database, forTests, log });
  const { adminUrl, port, started, credentials } = await member.join(wantedPort);
  if (wantedPort !== undefined && wantedPort !== port) log(`The database runs already, on port ${port}.`);
  return {
    ...databaseUrls(adminUrl, database, credentials),
    adminUrl,
    port,
    started,
    leave: () => member.leave(),
  };
}
