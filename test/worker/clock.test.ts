import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { moveDueCalls, runWorker } from '@grants/registry';
import { createLogger } from '@grants/platform';
import { TestRegistry } from '../support/registry.js';
import { testDatabase } from '../support/test-database.js';

let registry: TestRegistry;
beforeAll(async () => {
  registry = new TestRegistry(await testDatabase(), 20);
});
afterAll(() => registry.close());

const statusOf = async (reference: string) =>
  (await registry.appSql<{ status: string }>(`select status from call where reference = $1`, reference))[0]?.status;
const eventsOf = (reference: string) =>
  registry.appSql<{ command: string; role: string }>(
    `select event.command, event.role from registry_event event join call on call.id = event.subject_id where reference = $1 order by seq`,
    reference,
  );

describe('the worker', () => {
  it('opens a call at its moment and closes it after its moment, once, with several workers at work', async () => {
    const call = await registry.aCall({
      status: 'published',
      opensAt: registry.hoursFromNow(1),
      closesAt: registry.hoursFromNow(3),
    });
    const work = () => Promise.all(Array.from({ length: 8 }, () => moveDueCalls(registry.registry, registry.clock)));

    expect((await work()).flat()).toEqual([]);
    expect(await statusOf(call.reference)).toBe('published');

    await registry.moveClock(2);
    expect((await work()).flat()).toEqual([call.reference]);
    expect(await statusOf(call.reference)).toBe('open');

    await registry.moveClock(4);
    expect((await work()).flat()).toEqual([call.reference]);
    expect(await statusOf(call.reference)).toBe('closed');
    expect((await eventsOf(call.reference)).slice(-2)).toEqual([
      { command: 'open', role: 'system' },
      { command: 'close', role: 'system' },
    ]);
    await registry.moveClock(0);
  });

  it('catches up after it was down: a call that should have opened and closed does both', async () => {
    const call = await registry.aCall({
      status: 'published',
      opensAt: registry.hoursFromNow(1),
      closesAt: registry.hoursFromNow(2),
    });
    await registry.moveClock(48);
    await moveDueCalls(registry.registry, registry.clock);
    await moveDueCalls(registry.registry, registry.clock);
    expect(await statusOf(call.reference)).toBe('closed');
    await registry.moveClock(0);
  });

  it('takes a seal, forgets old keys, and stops when it is told to', async () => {
    await registry.appSql(
      `insert into idempotency_key (caller, key, fingerprint, result, created_at)
       values (gen_random_uuid(), 'old', '', '{}', registry_now() - interval '2 days'), (gen_random_uuid(), 'new', '', '{}', registry_now())`,
    );
    const stop = new AbortController();
    const running = runWorker(registry.registry, registry.clock, createLogger('silent'), stop.signal);
    for (let attempt = 0; attempt < 50; attempt++) {
      const [row] = await registry.appSql<{ count: number }>(
        `select count(*)::integer as count from idempotency_key where key = 'old'`,
      );
      if (row?.count === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    stop.abort();
    await running;
    expect(await registry.appSql(`select key from idempotency_key`)).toEqual([{ key: 'new' }]);
    const [seals] = await registry.appSql<{ count: number }>(`select count(*)::integer as count from seal`);
    expect(seals?.count).toBe(1);
  });

  it('takes a seal when the last one is a minute old, and not sooner', async () => {
    const sealsAfter = async (seconds: number) => {
      await registry.moveClock(seconds / 3600);
      const stop = new AbortController();
      const round = runWorker(registry.registry, registry.clock, createLogger('silent'), stop.signal);
      stop.abort(); // after this round
      await round;
      const [seals] = await registry.appSql<{ count: number }>(`select count(*)::integer as count from seal`);
      return seals?.count ?? 0;
    };
    const before = await sealsAfter(3600);

    expect(await sealsAfter(3600 + 50)).toBe(before);
    expect(await sealsAfter(3600 + 61)).toBe(before + 1);
    await registry.moveClock(0);
  });
});
