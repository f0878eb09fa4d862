import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorForLog } from '@grants/platform';
import { withClient } from '../../libs/persistence/src/with-client.js';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

describe('an error of the database, as it is logged', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  const errorOf = (sql: string) =>
    withClient(database.ownerUrl, async (client) => {
      await client.query('create temporary table guest (name text constraint short check (length(name) < 9), age int)');
      return client.query(sql).then(
        () => {
          throw new Error('the database took it');
        },
        (error: unknown) => error as Error & { detail?: string },
      );
    });

  it('names the constraint and not the row', async () => {
    const error = await errorOf("insert into guest values ('Jan Verzonnen', 7)");
    expect(error.detail).toContain('Jan Verzonnen');

    const logged = errorForLog(error);
    expect(logged).toMatchObject({ code: '23514', constraint: 'short', table: 'guest' });
    expect(JSON.stringify(logged)).not.toContain('Verzonnen');
  });

  it('tells what was not understood and not what it was', async () => {
    const error = await errorOf("insert into guest values ('Jan', 'Verzonnen'::text::int)");
    expect(error.message).toContain('Verzonnen');

    const logged = errorForLog(error);
    expect(logged).toMatchObject({ code: '22P02', message: 'invalid input syntax for type integer: …' });
    expect(JSON.stringify(logged)).not.toContain('Verzonnen');
  });

  it('is our own error whole', () => {
    expect(errorForLog(new Error('a: "b"'))).toMatchObject({ type: 'Error', message: 'a: "b"' });
  });
});
