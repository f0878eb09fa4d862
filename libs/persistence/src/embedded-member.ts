import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { bootstrap } from './bootstrap.js';
import { DataFolder, type EmbeddedCredentials } from './data-folder.js';
import { EmbeddedServerError } from './embedded-server-error.js';
import { findOrStart } from './find-or-start.js';
import { withFolderLock } from './folder-lock.js';
import type { PostgresCluster } from './postgres-cluster.js';

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: "''",
  max_connections: '200',
  wal_compression: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse', // without the rows that were refused: they are of people
};
const durable = { ...settings, shared_buffers: '256MB' };
const forgetful = {
  ...settings,
  shared_buffers: '64MB',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
};

/** Every process that uses the server holds this shared, in the database `postgres`. */
const presenceLock = 7_240_002;

const attemptsToRejoin = 10;

export interface Joined {
  readonly adminUrl: string;
  readonly port: number;
  readonly started: boolean;
  readonly credentials: EmbeddedCredentials;
}

export interface MemberOptions {
  readonly database: string;
  readonly forTests: boolean;
  readonly log: (message: string) => void;
}

/** One process's use of the embedded server. */
export class EmbeddedMember {
  private readonly folder: DataFolder;
  private presence: Client | undefined;
  private rejoining: Promise<void> | undefined;
  private leaving: Promise<void> | undefined;

  constructor(
    dataDir: string,
    private readonly options: MemberOptions,
  ) {
    this.folder = new DataFolder(dataDir);
  }

  async join(wantedPort: number | undefined): Promise<Joined> {
    const { database, forTests, log } = this.options;
    await this.folder.make();
    return withFolderLock(this.folder.path, log, async () => {
      const cluster = await this.folder.cluster();
      const credentials = await this.prepare(cluster);
      const urlAt = (port: number): string => `postgres://postgres:${credentials.admin}@127.0.0.1:${port}/postgres`;
      const { port, started } = await findOrStart(cluster, {
        adminUrl: urlAt,
        port: wantedPort,
        usualPort: await this.folder.usualPort(),
        settings: forTests ? forgetful : durable,
      });
      const adminUrl = urlAt(port);
      try {
        await this.folder.keepPort(port);
        await bootstrap(adminUrl, { database, passwords: credentials });
        this.presence = await this.announce(adminUrl, port);
      } catch (error) {
        if (started) await cluster.stop();
        throw error;
      }
      return { adminUrl, port, started, credentials };
    });
  }

  leave(): Promise<void> {
    return (this.leaving ??= this.goodbye());
  }

  private async goodbye(): Promise<void> {
    await this.rejoining;
    // Within the folder's lock, so that nobody joins between the question who is left and the stop.
    await withFolderLock(this.folder.path, this.options.log, async () => {
      const last = await this.isLast();
      await this.presence?.end().catch(() => undefined);
      if (last) await (await this.folder.cluster()).stop();
    });
  }

  private async isLast(): Promise<boolean> {
    try {
      await this.presence?.query('select pg_advisory_unlock_shared($1)', [presenceLock]);
      const sql = 'select pg_try_advisory_lock($1) as last';
      return (await this.presence?.query<{ last: boolean }>(sql, [presenceLock]))?.rows[0]?.last ?? false;
    } catch {
      return false; // the server has gone already
    }
  }

  private async announce(adminUrl: string, port: number): Promise<Client> {
    const client = new Client({ connectionString: adminUrl, application_name: 'grant-registry presence' });
    client.on('error', () => undefined); // 'end' follows
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [presenceLock]);
    client.on('end', () => {
      if (!this.leaving) this.rejoining ??= this.rejoin(port).finally(() => (this.rejoining = undefined));
    });
    return client;
  }

  /** Brings back a server that was killed, on the port that this process has given out. */
  private async rejoin(port: number): Promise<void> {
    const { log } = this.options;
    log('The embedded database went away; starting it again.');
    for (let attempt = 1; attempt <= attemptsToRejoin && !this.leaving; attempt++) {
      try {
        await this.join(port);
        log('The embedded database is back.');
        return;
      } catch (error) {
        log(`Attempt ${attempt} to start the embedded database failed: ${String(error)}`);
        await delay(1000);
      }
    }
  }

  private async prepare(cluster: PostgresCluster): Promise<EmbeddedCredentials> {
    const existing = await this.folder.credentials();
    if (await cluster.exists()) {
      if (existing) return existing;
      throw new EmbeddedServerError(
        'not_ours',
        `${this.folder.path} has a database, but no passwords to it in credentials.json.`,
        'Put that file back, or choose another data folder.',
      );
    }
    this.options.log(`Making a database in ${this.folder.path}.`);
    const credentials = existing ?? (await this.folder.createCredentials());
    await cluster.create(credentials.admin, !this.options.forTests);
    return credentials;
  }
}
