import { Agent, request as send, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testApi, type TestApi } from '../support/api.js';

describe('a service that is stopped', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await testApi();
  });
  afterAll(() => api.close());

  it('finishes what is under way, takes no more, and lets go of the connection', async () => {
    const { url, stop } = await api.serve();
    const { reference } = await api.aProgramme();
    const agent = new Agent({ keepAlive: true });
    const headers = {
      authorization: `Bearer ${await api.token({ subject: 'demo-administrator' })}`,
      'content-type': 'application/json',
      'if-match': '"1"',
    };
    const change = send(`${url}/v1/programmes/${reference}`, { method: 'PATCH', agent, headers });
    const answered = once(change, 'response');
    let isStopped = false;
    let stopping: Promise<void> = Promise.resolve();
    await api.admin.transaction(async (tx) => {
      await tx.client.query('select from programme where reference = $1 for update', [reference]);
      change.end('{"title":"Verzonnen"}');
      const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await api.adminSql(waits)).length === 0) await setTimeout(5);
      stopping = stop().then(() => {
        isStopped = true;
      });
      await expect(
        fetch(`${url}/health/live`, { headers: { connection: 'close' } }).then(({ status }) => status),
      ).rejects.toThrow('fetch failed');
      expect(isStopped).toBe(false);
    });
    const [answer] = (await answered) as [IncomingMessage];
    answer.resume();
    await stopping;

    expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close']);
    expect(
      (await api.adminSql<{ title: string }>(`select title from programme where reference = '${reference}'`))[0],
    ).toEqual({
      title: 'Verzonnen',
    });
    agent.destroy();
  });
});
