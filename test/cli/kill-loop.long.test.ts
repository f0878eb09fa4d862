import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildCli, LocalRegistry, type RunningService } from '../support/cli.js';

const ROUNDS = 20;
let registry: LocalRegistry;
let token: string;

beforeAll(async () => {
  await buildCli();
  registry = await LocalRegistry.make();
}, 60_000);
afterAll(() => registry.remove());

const post = (service: RunningService, path: string, key: string, body: object, version?: number) =>
  fetch(`${service.url}/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    },
    body: JSON.stringify(body),
  });

/** Drafts and submits without a pause until the service is gone; gives what was acknowledged: reference to state. */
async function write(service: RunningService, writer: string, acknowledged: Map<string, string>): Promise<void> {
  const content = {
    title: 'Verzonnen',
    requested: '10.00',
    startsOn: '2027-03-01',
    durationMonths: 12,
    organisation: 'ORG-000001',
    mainApplicant: 'PER-000001',
    projectLeader: 'PER-000002',
  };
  for (let number = 0; ; number++) {
    try {
      const created = await post(service, 'applications', `${writer}-${number}-create`, {
        call: 'ZONMW-KILL',
        content,
      });
      const { reference, version } = (await created.json()) as { reference: string; version: number };
      if (created.status !== 201) return;
      acknowledged.set(reference, 'draft');
      const submitted = await post(
        service,
        `applications/${reference}/transitions`,
        `${writer}-${number}-submit`,
        { command: 'submit' },
        version,
      );
      if (submitted.status === 200) acknowledged.set(reference, 'submitted');
    } catch {
      return;
    }
  }
}

/** The process id of the embedded PostgreSQL. */
async function postmaster(): Promise<number> {
  const [pid = ''] = (await readFile(join(registry.dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n');
  return Number(pid);
}

describe('stopping in the middle of writes, twenty times over', () => {
  it('loses nothing that was acknowledged, whether by Ctrl-C, by kill -9 of the service, or of the database too', async () => {
    const acknowledged = new Map<string, string>();
    const first = await registry.start();
    const officer = (await registry.registry('token', '--role', 'programme_officer')).trim();
    const authority = (await registry.registry('token', '--role', 'decision_authority')).trim();
    const applicant = (await registry.registry('token', '--role', 'applicant')).trim();
    token = officer;
    await post(first, 'calls', 'kill-call', {
      programme: 'ZONMW-WWJ',
      code: 'KILL',
      title: 'Verzonnen',
      ceiling: '1000.00',
      allocationMethod: 'ranking',
      criteria: 'Verzonnen.',
      opensAt: '2026-01-05T09:00:00+01:00',
      closesAt: '2036-01-05T14:00:00+01:00',
    });
    token = authority;
    expect((await post(first, 'calls/ZONMW-KILL/transitions', 'kill-publish', { command: 'publish' }, 1)).status).toBe(
      200,
    );
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await first.end('SIGINT');

    for (let round = 0; round < ROUNDS; round++) {
      const service = await registry.start();
      token = applicant;
      const writers = [1, 2, 3, 4].map((writer) => write(service, `${round}-${writer}`, acknowledged));
      await new Promise((resolve) => setTimeout(resolve, 300 + 97 * round));
      const signal = round % 2 === 0 ? 'SIGKILL' : 'SIGINT';
      if (round % 4 === 2) process.kill(await postmaster(), 'SIGKILL');
      await Promise.all([service.end(signal), ...writers]);
      console.log(`round ${round}: ${signal}, ${acknowledged.size} acknowledged so far`);
    }

    const last = await registry.start();
    for (const [reference, state] of acknowledged) {
      const answer = await fetch(`${last.url}/v1/applications/${reference}`, {
        headers: { authorization: `Bearer ${applicant}` },
      });
      const { status } = (await answer.json()) as { status: string };
      // A submission may have been committed without its acknowledgement having arrived; never the other way round.
      expect([reference, state === 'draft' ? ['draft', 'submitted'] : ['submitted']]).toEqual([
        reference,
        expect.arrayContaining([status]),
      ]);
    }
    expect(await registry.registry('verify')).toContain('nothing found');
    await last.end('SIGINT');
    console.log(`${acknowledged.size} acknowledged applications over ${ROUNDS} stops, none lost`);
    expect(acknowledged.size).toBeGreaterThan(ROUNDS);
  });
});
