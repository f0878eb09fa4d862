import { createHash } from 'node:crypto';
import { lstat, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinEmbeddedServer } from '../../libs/persistence/src/embedded-server.js';
import { EmbeddedServerError } from '../../libs/persistence/src/embedded-server-error.js';
import { dockerAnswers } from './docker-answers.js';

export interface StartedServer {
  /** What it is, for people. */
  readonly name: string;
  readonly adminUrl: string;
  /** Passwords of the registry's roles, where the server has them already. */
  readonly passwords?: { readonly owner: string; readonly app: string; readonly reader: string };
  readonly stop: () => Promise<void>;
}

/**
 * The server for the tests: the one that `TEST_DATABASE_URL` names (an administrator's URL of a server that serves
 * nothing else: the passwords of its registry roles are changed), else one in Docker, else the embedded one.
 */
export async function startServer(): Promise<StartedServer> {
  const adminUrl = process.env['TEST_DATABASE_URL'];
  if (adminUrl) return { name: 'the server of TEST_DATABASE_URL', adminUrl, stop: () => Promise.resolve() };
  if (await dockerAnswers()) {
    try {
      return await startContainer();
    } catch (error) {
      process.stderr.write(`Docker answers, but has no PostgreSQL to run: ${String(error)}\n`);
    }
  }
  return joinEmbedded(await folderOfThisClone());
}

async function startContainer(): Promise<StartedServer> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer('postgres:18')
    .withDatabase('postgres')
    .withCommand([
      '-c',
      'fsync=off',
      '-c',
      'full_page_writes=off',
      '-c',
      'synchronous_commit=off',
      '-c',
      'max_connections=200',
    ])
    .start();
  return {
    name: 'PostgreSQL in Docker',
    adminUrl: container.getConnectionUri(),
    stop: async () => {
      await container.stop();
    },
  };
}

async function joinEmbedded(dataDir: string): Promise<StartedServer> {
  const options = { dataDir, forTests: true, log: () => undefined };
  const server = await joinEmbeddedServer(options).catch(async (error: unknown) => {
    // What remains of another version or of a crash of the machine is of no use, nor is it a loss.
    if (!(error instanceof EmbeddedServerError) || !['other_version', 'not_ours', 'did_not_start'].includes(error.code))
      throw error;
    await rm(dataDir, { recursive: true, force: true });
    return joinEmbeddedServer(options);
  });
  const password = (url: string): string => decodeURIComponent(new URL(url).password);
  return {
    name: 'embedded PostgreSQL',
    adminUrl: server.adminUrl,
    passwords: { owner: password(server.ownerUrl), app: password(server.appUrl), reader: password(server.readerUrl) },
    stop: () => server.leave(),
  };
}

/**
 * Always the same folder for the same clone and user: if a run is killed, the next one finds its server again, uses it
 * and stops it.
 */
async function folderOfThisClone(): Promise<string> {
  const user = process.getuid?.() ?? 0;
  const clone = createHash('sha256')
    .update(`${user}:${import.meta.dirname}`)
    .digest('hex')
    .slice(0, 12);
  const folder = join(tmpdir(), `grants-test-${clone}`);
  await mkdir(folder, { recursive: true });
  const { uid } = await lstat(folder);
  return uid === user ? folder : mkdtemp(`${folder}-`); // a name that can be foretold may be somebody else's
}
