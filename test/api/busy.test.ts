import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testApi, type TestApi } from '../support/api.js';
import { expectProblem } from './problem.js';

describe('an address that asks too much', () => {
  let api: TestApi;
  beforeAll(async () => {
    // Reading the API's own description is the first of four.
    api = await testApi({ REGISTRY_REQUESTS_PER_MINUTE: '4', REGISTRY_TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterAll(() => api.close());
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

  it('is told to wait, and until when; others are not', async () => {
    for (let time = 0; time < 3; time += 1) expect((await api.get('/v1/me')).status).toBe(200);
    const refused = await api.get('/v1/me');

    expectProblem(refused, 429, 'too-many-requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await api.get('/v1/me', from('192.0.2.1'))).status).toBe(200);
  });

  it('counts also when it cannot sign in', async () => {
    const guess = () => api.get('/v1/me', { token: 'guessed.by.somebody', ...from('192.0.2.2') });
    for (let time = 0; time < 4; time += 1) expect((await guess()).status).toBe(401);

    expectProblem(await guess(), 429, 'too-many-requests');
  });

  it('still hears whether the service is well', async () => {
    for (let time = 0; time < 6; time += 1) {
      expect((await api.get('/health/live', { as: null, ...from('192.0.2.3') })).status).toBe(200);
    }
  });

  it('is not believed to be another by its own word, unless a proxy is named', async () => {
    const plain = await testApi({ REGISTRY_REQUESTS_PER_MINUTE: '2' });
    try {
      expect((await plain.get('/v1/me', from('192.0.2.4'))).status).toBe(200);
      expectProblem(await plain.get('/v1/me', from('192.0.2.5')), 429, 'too-many-requests');
    } finally {
      await plain.close();
    }
  });
});

describe('a record that another transaction holds', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi();
    // The service's connections give up after a moment.
    await api.adminSql(`alter role registry_app in database ${api.database.name} set lock_timeout = '100ms'`);
    await api.adminSql(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'registry_app' and datname = current_database()`,
    );
    while (api.db.pool.totalCount > 0) await setTimeout(5);
  });
  afterAll(() => api.close());

  it.each([
    [
      'an ordinary change',
      'administrator',
      'programme',
      async () => (await api.aProgramme()).reference,
      '',
      'PATCH',
      { title: 'Verzonnen' },
    ],
    [
      'a step',
      'decision_authority',
      'call',
      async () => (await api.aCall({ status: 'draft' })).reference,
      '/transitions',
      'POST',
      { command: 'publish' },
    ],
  ] as const)(
    'holds up %s, which is told to try again and has changed nothing',
    async (...[, as, table, make, path, method, body]) => {
      const reference = await make();
      const before = await api.rowCounts();
      const answer = await api.admin.transaction(async (tx) => {
        await tx.client.query(`select from ${table} where reference = $1 for update`, [reference]);
        return api.request(method, `/v1/${table}s/${reference}${path}`, { as, body, version: 1 });
      });

      expectProblem(answer, 503, 'unavailable');
      expect(answer.headers['retry-after']).toBe('5');
      expect(await api.rowCounts()).toEqual(before);
    },
  );
});
