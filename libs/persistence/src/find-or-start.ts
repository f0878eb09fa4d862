import { setTimeout as delay } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { EmbeddedServerError } from './embedded-server-error.js';
import { freePort } from './free-port.js';
import type { PostgresCluster } from './postgres-cluster.js';

const secondsToAnswer = 60;
const secondsForChildren = 30;

export interface StartOptions {
  readonly adminUrl: (port: number) => string;
  /** The only port that will do. */
  readonly port?: number | undefined;
  /** The port that it had before. */
  readonly usualPort?: number | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * The port of the server that runs on this cluster; if there is none, it is started. The caller holds the folder's lock.
 *
 * @throws {EmbeddedServerError} if a server that is not ours holds the folder, if the port is taken, or if it does not start.
 */
export async function findOrStart(
  cluster: PostgresCluster,
  options: StartOptions,
): Promise<{ port: number; started: boolean }> {
  const end = Date.now() + secondsToAnswer * 1000;
  while (Date.now() < end) {
    const running = await findPort(cluster, options);
    if (running !== undefined) return { port: running, started: false };
    const port = await start(cluster, options);
    if (port !== undefined) return { port, started: true };
  }
  throw new EmbeddedServerError(
    'did_not_start',
    `Something else keeps starting a server in ${await cluster.note.path()}.`,
    'End it, or choose another data folder.',
  );
}

async function findPort(cluster: PostgresCluster, { adminUrl }: StartOptions): Promise<number | undefined> {
  const end = Date.now() + secondsToAnswer * 1000;
  for (;;) {
    const server = await cluster.note.server();
    if (!server) return undefined;
    if (!(await cluster.note.isAlive(server.pid))) {
      await cluster.note.disown();
      return undefined; // PostgreSQL recovers by itself
    }
    if (await answers(adminUrl(server.port), cluster)) return server.port;
    if (Date.now() > end) throw held(server, await cluster.note.path(), 'does not answer');
    await delay(100); // it starts, recovers or stops
  }
}

async function answers(adminUrl: string, cluster: PostgresCluster): Promise<boolean> {
  const client = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory === (await cluster.note.path());
  } catch (error) {
    if (error instanceof DatabaseError && error.code === '28P01') {
      const server = await cluster.note.server();
      const why = 'does not know the password in credentials.json';
      if (server) throw held(server, await cluster.note.path(), why, error);
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The port, or nothing if a start that outlived its killed process came first. */
async function start(cluster: PostgresCluster, options: StartOptions): Promise<number | undefined> {
  const end = Date.now() + secondsForChildren * 1000;
  for (let attempt = 0; ; attempt++) {
    const port = await choosePort(options);
    const { ok, log } = await cluster.start(port, options.settings);
    if (ok) return port;
    if (log.includes('Address already in use')) {
      if (options.port !== undefined) throw portTaken(options.port);
      if (attempt < 5) continue;
    }
    if (log.includes('"postmaster.pid" already exists')) return undefined;
    if (log.includes('pre-existing shared memory block') && Date.now() < end) {
      await delay(200); // children of a server that was killed are about to end
      continue;
    }
    throw new EmbeddedServerError('did_not_start', `PostgreSQL did not start: ${log}`, 'Mend what it complains about.');
  }
}

async function choosePort({ port, usualPort }: StartOptions): Promise<number> {
  if (port !== undefined) {
    if ((await freePort(port)) === undefined) throw portTaken(port);
    return port;
  }
  const usual = usualPort === undefined ? undefined : await freePort(usualPort);
  const free = usual ?? (await freePort());
  if (free === undefined) throw new Error('There is no free port on 127.0.0.1.');
  return free;
}

function portTaken(port: number): EmbeddedServerError {
  return new EmbeddedServerError(
    'port_taken',
    `Another program listens on port ${port} of 127.0.0.1.`,
    'End it, choose another port, or leave the choice to this program.',
  );
}

function held(
  server: { pid: number; port: number },
  folder: string,
  why: string,
  cause?: unknown,
): EmbeddedServerError {
  return new EmbeddedServerError(
    'held_by_another_server',
    `A PostgreSQL server (process ${server.pid}, port ${server.port}) holds ${folder} and ${why}.`,
    'Stop that server, or choose another data folder.',
    cause,
  );
}
