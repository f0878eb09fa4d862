import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { joinEmbeddedServer, type EmbeddedServer } from '../../libs/persistence/src/embedded-server.js';
import { freePort } from '../../libs/persistence/src/free-port.js';
import { withClient } from '../../libs/persistence/src/with-client.js';
import { killedMember, memberProcess } from '../support/member-process.js';

let parent: string;
/** A folder whose server the tests start, stop and kill. */
let dataDir: string;
const joined: EmbeddedServer[] = [];

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'grants-embedded-'));
  await chmod(parent, 0o755);
  dataDir = join(parent, 'data');
});

afterEach(async () => {
  for (const server of joined.splice(0)) await server.leave();
});

afterAll(() => rm(parent, { recursive: true }));

/** Joins as a test does: it leaves again at its end. */
async function joinedServer(
  options: { dataDir?: string; port?: number; forTests?: boolean } = {},
): Promise<EmbeddedServer> {
  const server = await joinEmbeddedServer({ dataDir, forTests: true, log: () => undefined, ...options });
  joined.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const { rows } = await withClient(url, (client) => client.query<Record<string, unknown>>(sql));
  return rows;
}

const runs = async (server: { adminUrl: string }): Promise<boolean> =>
  query(server.adminUrl, 'select').then(
    () => true,
    () => false,
  );

async function postmaster(folder = dataDir): Promise<number> {
  return Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

/** Does something to a file of the data folder, and afterwards puts the old content back. */
async function withChanged<T>(file: string, content: string, work: () => Promise<T>): Promise<T> {
  const before = await readFile(join(dataDir, file));
  await writeFile(join(dataDir, file), content);
  try {
    return await work();
  } finally {
    await writeFile(join(dataDir, file), before);
  }
}

describe('the first start', () => {
  it('makes a server with the roles and the database, safe against a crash', async () => {
    const server = await joinedServer({ forTests: false });

    expect(server.started).toBe(true);
    for (const url of [server.ownerUrl, server.appUrl, server.readerUrl]) {
      expect(await query(url, 'select current_database() as name')).toEqual([{ name: 'registry' }]);
    }
    const setting = (name: string): string => `current_setting('${name}') as ${name}`;
    const wanted = { fsync: 'on', data_checksums: 'on', listen_addresses: '127.0.0.1', timezone: 'UTC' };
    expect(await query(server.adminUrl, `select ${Object.keys(wanted).map(setting).join()}`)).toEqual([wanted]);
  });

  it('keeps the passwords where no other user can read them', async () => {
    expect((await stat(join(dataDir, 'credentials.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'postgres.log'))).mode & 0o777).toBe(0o600);
  });

  it('begins anew if the one before was killed half-way', async () => {
    const halfWay = join(parent, 'half-way');
    const files = (): Promise<string[]> => readdir(halfWay, { recursive: true }).catch(() => []);
    await killedMember(halfWay, async () => (await files()).some((name) => /\.new-.*pg_hba/.test(name)));
    expect(await files()).not.toContain('postgres');
    const server = await joinedServer({ dataDir: halfWay });

    expect(server.started).toBe(true);
    expect((await files()).filter((name) => name.includes('.new'))).toEqual([]);
  });
});

describe('a server that exists', () => {
  it('has its data and its port again after a stop', async () => {
    const before = await joinedServer();
    await query(before.ownerUrl, 'create table kept as select 42 as answer');
    await before.leave();
    expect(await runs(before)).toBe(false);
    const after = await joinedServer();

    expect(after).toMatchObject({ started: true, port: before.port, ownerUrl: before.ownerUrl });
    expect(await query(after.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await query(after.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('takes another port if its own is taken, unless it is told which', async () => {
    const { port } = await joinedServer();
    await joined.pop()?.leave();
    const other = createServer().listen(port, '127.0.0.1');
    try {
      await expect(joinEmbeddedServer({ dataDir, port, log: () => undefined })).rejects.toMatchObject({
        code: 'port_taken',
        message: expect.stringContaining(String(port)),
      });
      expect((await joinedServer()).port).not.toBe(port);
    } finally {
      other.close();
    }
  });

  it('listens where it is told', async () => {
    const port = (await freePort()) ?? 0;

    expect((await joinedServer({ port })).port).toBe(port);
  });
});

describe('several processes', () => {
  it('start one server together, and the last one out stops it', async () => {
    const together = join(parent, 'together');
    const members = await Promise.all([memberProcess(together), memberProcess(together), memberProcess(together)]);
    const [first, second, third] = members;

    expect(members.filter(({ server }) => server.started)).toHaveLength(1);
    expect(new Set(members.map(({ server }) => server.adminUrl)).size).toBe(1);
    await first.leave();
    await second.leave();
    expect(await runs(third.server)).toBe(true);
    await third.leave();
    expect(await runs(third.server)).toBe(false);
  });

  it('leave the server running when they are killed, for the next to join and to stop', async () => {
    const killed = await memberProcess(dataDir);
    await killed.kill();
    expect(await runs(killed.server)).toBe(true);
    const next = await joinedServer();

    expect(next).toMatchObject({ started: false, port: killed.server.port });
    await next.leave();
    expect(await runs(next)).toBe(false);
  });
});

describe('a server that was killed', () => {
  it('is started again by the process that uses it, on the same port', async () => {
    const server = await joinedServer({ forTests: false });
    await query(server.ownerUrl, 'create table written as select 1 as row');
    process.kill(await postmaster(), 'SIGKILL');
    while (!(await runs(server))) await delay(50);

    expect(await query(server.ownerUrl, 'select row from written')).toEqual([{ row: 1 }]);
    await server.leave();
    expect(await runs(server)).toBe(false);
  });

  it('is started again by the next process, if nobody used it any more', async () => {
    const killed = await memberProcess(dataDir);
    await killed.kill();
    process.kill(await postmaster(), 'SIGKILL');

    expect((await joinedServer()).started).toBe(true);
  });

  it('is started again even if another process has got its number', async () => {
    const killed = await memberProcess(dataDir);
    await killed.kill();
    process.kill(await postmaster(), 'SIGKILL');
    const note = join(dataDir, 'postgres', 'postmaster.pid');
    await writeFile(note, (await readFile(note, 'utf8')).replace(/^\d+/, String(process.pid)));

    expect((await joinedServer()).started).toBe(true);
  });
});

describe('what cannot be used', () => {
  const problem = (options: { dataDir?: string }): Promise<unknown> =>
    joinEmbeddedServer({ dataDir, forTests: true, log: () => undefined, ...options }).then(
      () => 'no problem',
      (error: unknown) => error,
    );

  it('is a file', async () => {
    await writeFile(join(parent, 'file'), '');

    expect(await problem({ dataDir: join(parent, 'file') })).toMatchObject({ code: 'not_ours' });
  });

  it('is a folder with something else in the place of the database', async () => {
    await mkdir(join(parent, 'else', 'postgres'), { recursive: true });
    await writeFile(join(parent, 'else', 'postgres', 'thesis.txt'), '');

    expect(await problem({ dataDir: join(parent, 'else') })).toMatchObject({ code: 'not_ours' });
  });

  it('is a database without its passwords', async () => {
    await rename(join(dataDir, 'credentials.json'), join(dataDir, 'elsewhere.json'));
    const found = await problem({});
    await rename(join(dataDir, 'elsewhere.json'), join(dataDir, 'credentials.json'));

    expect(found).toMatchObject({ code: 'not_ours', message: expect.stringContaining('credentials.json') });
  });

  it('is a database of another version', async () => {
    expect(await withChanged(join('postgres', 'PG_VERSION'), '9\n', () => problem({}))).toMatchObject({
      code: 'other_version',
      message: expect.stringContaining('PostgreSQL 9'),
    });
  });

  it('is a folder where a server with other passwords runs', async () => {
    await joinedServer();
    const others = JSON.stringify({ admin: 'a', owner: 'b', app: 'c', reader: 'd' });

    expect(await withChanged('credentials.json', others, () => problem({}))).toMatchObject({
      code: 'held_by_another_server',
      message: expect.stringContaining(String(await postmaster())),
    });
  });

  it('is a folder that cannot be made', async () => {
    expect(await problem({ dataDir: '/sys/grants' })).toMatchObject({ code: 'not_writable' });
  });
});

const isRoot = process.getuid?.() === 0;

(isRoot ? describe : describe.skip)('as root', () => {
  it('works below a folder that is closed to everyone else', async () => {
    const closed = join(parent, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const server = await joinedServer({ dataDir: join(closed, 'data') });

    expect(await runs(server)).toBe(true);
    expect((await stat(`/proc/${await postmaster(join(closed, 'data'))}`)).uid).not.toBe(0);
  });
});
