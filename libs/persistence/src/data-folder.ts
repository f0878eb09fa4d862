import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { loginRoles } from './database-urls.js';
import { EmbeddedServerError } from './embedded-server-error.js';
import { errorCode } from './error-code.js';
import { makeFolder } from './make-folder.js';
import { postgresAccount } from './postgres-account.js';
import { postgresBinaries } from './postgres-binaries.js';
import { PostgresCluster } from './postgres-cluster.js';

/** Passwords of the embedded server: of its superuser and of the registry's own roles. */
export type EmbeddedCredentials = Readonly<Record<'admin' | keyof typeof loginRoles, string>>;

/** Where the embedded server keeps its files, passwords, port and log. */
export class DataFolder {
  constructor(readonly path: string) {}

  /** @throws {EmbeddedServerError} if there is something else, or if this user may not make it. */
  async make(): Promise<void> {
    try {
      await makeFolder(this.path);
    } catch (error) {
      throw ['EEXIST', 'ENOTDIR'].includes(String(errorCode(error)))
        ? new EmbeddedServerError('not_ours', `${this.path} is not a folder.`, 'Choose another data folder.', error)
        : new EmbeddedServerError('not_writable', `${this.path} cannot be made.`, 'Let this user write there.', error);
    }
  }

  /** @throws {EmbeddedServerError} if PostgreSQL's programs cannot be run on this folder. */
  async cluster(): Promise<PostgresCluster> {
    const folder = join(this.path, 'postgres');
    const binaries = await postgresBinaries();
    const account = await postgresAccount(binaries, this.path, folder);
    return new PostgresCluster(binaries, account, folder, join(this.path, 'postgres.log'));
  }

  /** The passwords, if they were drawn before. */
  async credentials(): Promise<EmbeddedCredentials | undefined> {
    const text = await readFile(this.credentialsFile, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as EmbeddedCredentials);
  }

  /** Draws new passwords and keeps them where only this user can read them. */
  async createCredentials(): Promise<EmbeddedCredentials> {
    const password = (): string => randomBytes(24).toString('base64url');
    const credentials = { admin: password(), owner: password(), app: password(), reader: password() };
    const half = `${this.credentialsFile}.new`;
    await writeFile(half, `${JSON.stringify(credentials, undefined, 2)}\n`, { mode: 0o600 });
    await rename(half, this.credentialsFile);
    return credentials;
  }

  /** Where the server listened when it was last started. */
  async usualPort(): Promise<number | undefined> {
    return Number(await readFile(this.portFile, 'utf8').catch(() => '')) || undefined;
  }

  async keepPort(port: number): Promise<void> {
    await writeFile(this.portFile, `${port}\n`);
  }

  private get credentialsFile(): string {
    return join(this.path, 'credentials.json');
  }

  private get portFile(): string {
    return join(this.path, 'port');
  }
}
