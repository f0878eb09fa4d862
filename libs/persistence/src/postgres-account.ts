import { execFile } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { EmbeddedServerError } from './embedded-server-error.js';
import type { PostgresBinaries } from './postgres-binaries.js';

/** How a program ended, and all that it said. */
export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** The user as whom PostgreSQL's programs run: it refuses to run as root. */
export interface PostgresAccount {
  readonly run: (program: string, args: readonly string[]) => Promise<Outcome>;
  /** Gives a file or folder that this process made to that user. */
  readonly own: (path: string) => Promise<void>;
  /** What `postgres --version` says. */
  readonly version: string;
}

interface Ids {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account for a data folder: this process's own; if that is root, the owner of the cluster or else the system's
 * user `postgres`, which is made where it is missing.
 *
 * @throws {EmbeddedServerError} if that user cannot be made, or cannot reach the programs or the folder.
 */
export async function postgresAccount(
  binaries: PostgresBinaries,
  folder: string,
  cluster: string,
): Promise<PostgresAccount> {
  const ids = process.getuid?.() === 0 ? ((await ownerOf(cluster)) ?? (await userPostgres())) : undefined;
  const wrappers = ids === undefined ? [[]] : [[], ...['dac_read_search', 'dac_override'].map((c) => setpriv(ids, c))];
  let output = '';
  for (const wrapper of wrappers) {
    const run = runner(wrapper, wrapper.length === 0 ? ids : undefined);
    const probe = await reach(run, binaries, folder);
    if (probe.ok) {
      return { run, own: (path) => (ids ? chown(path, ids.uid, ids.gid) : Promise.resolve()), version: probe.output };
    }
    output ||= probe.output;
  }
  throw new EmbeddedServerError(
    'unreachable_folder',
    `PostgreSQL${ids ? `, which runs as user ${ids.uid},` : ''} cannot use ${folder} or ${binaries.postgres}: ${output}`,
    'Put both in folders that every user may enter (mode 755), or run this as another user than root.',
  );
}

/** Runs PostgreSQL's server far enough to know that its programs, their files and the folder can all be reached. */
function reach(
  run: PostgresAccount['run'],
  { postgres, catalogue }: PostgresBinaries,
  folder: string,
): Promise<Outcome> {
  if (process.platform === 'win32') return run(postgres, ['--version']);
  return run('/bin/sh', ['-c', 'cd "$1" && : < "$2" && exec "$0" --version', postgres, folder, catalogue]);
}

/**
 * A folder above may be closed to everyone but root, such as the home of root. Then the user gets one right of root: to
 * pass and read any folder (or, where root itself lacks that, as in Docker, to override). `no_setuid_fixup` makes the
 * right count in access(2) as well, which PostgreSQL asks about its own programs.
 */
function setpriv({ uid, gid }: Ids, capability: string): string[] {
  const user = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  const right = [
    '--inh-caps',
    `+${capability}`,
    '--ambient-caps',
    `+${capability}`,
    '--securebits',
    '+no_setuid_fixup',
  ];
  return ['setpriv', ...user, ...right, '--'];
}

function runner(wrapper: readonly string[], ids: Ids | undefined): PostgresAccount['run'] {
  // From a folder that everyone may enter; without the caller's PG* variables and secrets; messages in English.
  const { PATH, LD_LIBRARY_PATH, SystemRoot, TEMP } = process.env;
  const options = { cwd: '/', env: { PATH, LD_LIBRARY_PATH, SystemRoot, TEMP, LC_ALL: 'C' }, ...ids };
  return (program, args) =>
    new Promise((resolve) => {
      const [command = program, ...rest] = [...wrapper, program, ...args];
      execFile(command, rest, options, (error, stdout, stderr) => {
        const output = `${stdout}${stderr}`.trim();
        resolve({ ok: error === null, output: output || (error?.message ?? '') });
      });
    });
}

async function ownerOf(cluster: string): Promise<Ids | undefined> {
  const { uid, gid } = await stat(cluster).catch(() => ({ uid: 0, gid: 0 }));
  return uid === 0 ? undefined : { uid, gid };
}

async function userPostgres(): Promise<Ids> {
  const existing = await idsOf('postgres');
  if (existing) return existing;
  const run = runner([], undefined);
  await run('groupadd', ['--system', 'postgres']);
  const made = await run('useradd', [
    '--system',
    '--gid',
    'postgres',
    '--no-create-home',
    '--shell',
    '/bin/false',
    'postgres',
  ]);
  const ids = await idsOf('postgres');
  if (ids) return ids;
  throw new EmbeddedServerError(
    'no_account',
    `PostgreSQL does not run as root, and there is no system user postgres: ${made.output}`,
    'Make that user, or run this as another user than root.',
  );
}

async function idsOf(user: string): Promise<Ids | undefined> {
  const run = runner([], undefined);
  const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
  return uid.ok && gid.ok ? { uid: Number(uid.output), gid: Number(gid.output) } : undefined;
}
