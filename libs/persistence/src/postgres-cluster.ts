import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmbeddedServerError } from './embedded-server-error.js';
import { errorCode } from './error-code.js';
import type { PostgresAccount } from './postgres-account.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { PostmasterNote } from './postmaster-note.js';

/** The files of one PostgreSQL server and the programs that work on them. Its caller holds the folder's lock. */
export class PostgresCluster {
  /** Who runs on it. */
  readonly note: PostmasterNote;

  constructor(
    private readonly binaries: PostgresBinaries,
    private readonly account: PostgresAccount,
    private readonly folder: string,
    private readonly logFile: string,
  ) {
    this.note = new PostmasterNote(folder);
  }

  /**
   * Whether the cluster was made before, by this version.
   *
   * @throws {EmbeddedServerError} if the folder holds something else.
   */
  async exists(): Promise<boolean> {
    const entries = await readdir(this.folder).catch((error: unknown): string[] => {
      if (errorCode(error) === 'ENOENT') return [];
      throw this.notOurs(error);
    });
    if (entries.length === 0) return false;
    if (!entries.includes('PG_VERSION')) throw this.notOurs();
    const major = (await readFile(join(this.folder, 'PG_VERSION'), 'utf8')).trim();
    const ours = /\) (\d+)/.exec(this.account.version)?.[1];
    if (major === ours) return true;
    throw new EmbeddedServerError(
      'other_version',
      `${this.folder} was written by PostgreSQL ${major}; this release has ${this.account.version}.`,
      'Back it up with the release that wrote it, and restore that into a new folder.',
    );
  }

  /** Makes the cluster beside its place and then moves it there, so that a crash leaves no half of one. */
  async create(password: string, durable: boolean): Promise<void> {
    await this.removeHalves();
    const half = `${this.folder}.new-${randomBytes(4).toString('hex')}`;
    const passwordFile = `${half}.password`;
    await mkdir(half, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    await Promise.all([this.account.own(half), this.account.own(passwordFile)]);
    const made = await this.account.run(this.binaries.initdb, [
      `--pgdata=${half}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--data-checksums',
      // Built-in code point order: the same on every machine.
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--text-search-config=simple',
      ...(durable ? [] : ['--no-sync']),
    ]);
    await rm(passwordFile, { force: true });
    if (!made.ok) {
      await rm(half, { recursive: true, force: true });
      throw new EmbeddedServerError('did_not_start', `initdb failed: ${made.output}`, 'Mend what it complains about.');
    }
    await rm(this.folder, { recursive: true, force: true }); // at most an empty folder
    await rename(half, this.folder);
  }

  /** What remains of attempts that were killed; their `initdb` may still be writing. */
  private async removeHalves(): Promise<void> {
    const parent = dirname(this.folder);
    const halves = (await readdir(parent)).filter((name) => join(parent, name).startsWith(`${this.folder}.new-`));
    await Promise.all(halves.map((name) => rm(join(parent, name), { recursive: true, force: true, maxRetries: 10 })));
  }

  /** Starts the server, apart from this process and its terminal. What went wrong is in the outcome's log. */
  async start(port: number, settings: Readonly<Record<string, string>>): Promise<{ ok: boolean; log: string }> {
    await writeFile(this.logFile, '', { flag: 'a', mode: 0o600 }); // it quotes statements that failed
    await this.account.own(this.logFile);
    const { size } = await stat(this.logFile);
    const options = Object.entries({ ...settings, port: String(port) }).map(([name, value]) => `-c ${name}=${value}`);
    const args = ['start', '-w', '-s', '-t', '300', '-D', this.folder, '-l', this.logFile, '-o', options.join(' ')];
    const { ok, output } = await this.account.run(this.binaries.pgCtl, args);
    const written = createReadStream(this.logFile, { start: size, end: size + 10_000, encoding: 'utf8' });
    return { ok, log: `${(await written.toArray()).join('')}${output}`.trim() };
  }

  /** Ends the server and waits until it has written everything. */
  async stop(): Promise<void> {
    const { ok, output } = await this.account.run(this.binaries.pgCtl, [
      'stop',
      '-w',
      '-s',
      '-m',
      'fast',
      '-D',
      this.folder,
    ]);
    if (!ok && !output.includes('Is server running?')) throw new Error(`PostgreSQL did not stop: ${output}`);
  }

  private notOurs(cause?: unknown): EmbeddedServerError {
    return new EmbeddedServerError(
      'not_ours',
      `${this.folder} exists and is not a PostgreSQL database.`,
      'Move it away, or choose another data folder.',
      cause,
    );
  }
}
