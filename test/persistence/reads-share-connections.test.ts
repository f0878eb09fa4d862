import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database, statement } from '@grants/persistence';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

const NAME = 'reads-share-connections';
const double = statement('test_double', 'select $1::integer * 2 as number, pg_backend_pid() as pid');
const wait = statement('test_wait', 'select pg_sleep(0.2), pg_backend_pid() as pid');
const share = statement('test_share', 'select 1 / $1::integer as share');
interface Answer {
  number: number;
  pid: number;
}

describe('reads that share connections', () => {
  let database: TestDatabase;
  let admin: Database;
  let db: Database;
  let isClosed = false;
  beforeAll(async () => {
    database = await testDatabase();
    admin = new Database({ url: database.adminUrl, poolSize: 1 });
  });
  afterAll(async () => {
    await admin.close();
    await database.drop();
  });
  beforeEach(() => {
    db = new Database({ url: database.appUrl, poolSize: 1, applicationName: NAME });
    isClosed = false;
  });
  afterEach(() => (isClosed ? undefined : db.close()));
  const many = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => db.reads.query<Answer>(double(n))));
  const connections = async () =>
    (await admin.pool.query<{ pid: number }>('select pid from pg_stat_activity where application_name = $1', [NAME]))
      .rows;

  it('get each their own answer, over two connections however many they are', async () => {
    const answers = await many(500);

    expect(answers.map(([answer]) => answer?.number)).toEqual(Array.from({ length: 500 }, (_, n) => n * 2));
    expect(new Set(answers.map(([answer]) => answer?.pid)).size).toBe(2);
    expect(await connections()).toHaveLength(2);
  });

  it('take the connection that is free, not the one that waits', async () => {
    const slow = db.reads.query<Answer>(wait());
    const quick = await many(1);
    const [[waited], [answered]] = [await slow, quick[0] ?? []];

    expect(answered?.pid).not.toBe(waited?.pid);
  });

  it('fail alone', async () => {
    const reads = [1, 0, 2, 0].map((by) => db.reads.query<{ share: number }>(share(by)));
    const outcomes = await Promise.allSettled(reads);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
  });

  it('come back after their connections broke', async () => {
    await many(10);
    const under = db.reads.query(wait()).then(
      () => 'answered',
      () => 'refused',
    );
    for (const { pid } of await connections()) await admin.pool.query('select pg_terminate_backend($1)', [pid]);
    expect(await under).toBe('refused');
    // A connection that idled is found broken by the first who uses it, unless its end was noticed before.
    let back: Answer[][] | null = null;
    while (back === null) back = await many(10).catch(() => null);

    expect(back.map(([answer]) => answer?.number)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
  });

  it('are finished before the database is closed, and refused from then on', async () => {
    const under = db.reads.query<Answer>(wait());
    await db.reads.query(double(1));
    await db.close();
    isClosed = true;

    expect(await under).toHaveLength(1);
    await expect(db.reads.query(double(1))).rejects.toThrow(/closed/);
    // The server notices a moment after the client that a connection has ended.
    while ((await connections()).length > 0) await admin.pool.query('select pg_sleep(0.01)');
  });

  it('need no named statements', async () => {
    const unnamed = new Database({ url: database.appUrl, namedStatements: false, applicationName: NAME });
    const prepared = statement('test_prepared', 'select name from pg_prepared_statements where $1::integer = 1');
    await unnamed.reads.query(prepared(1));
    expect(await unnamed.reads.query(prepared(1))).toEqual([]);
    await unnamed.close();
  });
});
