import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildCli, LocalRegistry, type RunningService } from '../support/cli.js';

const ROUNDS = 20;
/** How many of the requests that were acknowledged to each writer in a round are sent again after it. */
const REPLAYED = 5;
let registry: LocalRegistry;
const tokens = { applicant: '', programme_officer: '', decision_authority: '' };

beforeAll(async () => {
  await buildCli();
  registry = await LocalRegistry.make();
}, 60_000);
afterAll(() => registry.remove());

interface Request {
  readonly as: keyof typeof tokens;
  readonly path: string;
  readonly key: string;
  readonly body: object;
  readonly version?: number;
}
interface Answer {
  readonly status: number;
  readonly etag: string | null;
  readonly body: { readonly reference: string; readonly version: number; readonly projectReference?: string };
}
/** A request with what was answered; null where the service was gone before it acknowledged. */
interface Asked {
  readonly request: Request;
  answer: Answer | null;
}

/** @returns null where the service did not do it because it stops. @throws Error where it is gone, or refuses. */
async function send(service: RunningService, { as, path, key, body, version }: Request): Promise<Answer | null> {
  const answer = await fetch(`${service.url}/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tokens[as]}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status >= 500) return null;
  if (!answer.ok) refused.push(`${path} ${key}: ${answer.status} ${text}`);
  return { status: answer.status, etag: answer.headers.get('etag'), body: JSON.parse(text) as Answer['body'] };
}
/** What was refused: nothing that is asked here may be. */
const refused: string[] = [];

const content = {
  title: 'Verzonnen',
  requested: '10.00',
  startsOn: '2027-03-01',
  durationMonths: 12,
  organisation: 'ORG-000001',
  mainApplicant: 'PER-000001',
  projectLeader: 'PER-000002',
};
const honour = { kind: 'honour', granted: '10.00', activities: 'Alles.', provisionsVersion: '2022' };

/** Takes applications from their draft to the announcement of their decision, without a pause, until the service is gone. */
async function write(service: RunningService, writer: string): Promise<Asked[]> {
  const asked: Asked[] = [];
  const ask = async (request: Request): Promise<Answer['body']> => {
    const each: Asked = { request, answer: null };
    asked.push(each);
    each.answer = await send(service, request);
    if (!each.answer) throw new Error('The service stops');
    return each.answer.body;
  };
  try {
    for (let number = 0; ; number++) {
      const key = (step: string) => `${writer}-${number}-${step}`;
      const draft = { call: 'ZONMW-KILL', content };
      const { reference } = await ask({ as: 'applicant', path: 'applications', key: key('create'), body: draft });
      const move = (as: Request['as'], path: string, version: number, command: string) =>
        ask({ as, path: `${path}/transitions`, key: key(command), body: { command }, version });
      await move('applicant', `applications/${reference}`, 1, 'submit');
      const path = `applications/${reference}/decisions`;
      const decision = await ask({ as: 'programme_officer', path, key: key('prepare'), body: honour, version: 2 });
      await move('decision_authority', `decisions/${decision.reference}`, 1, 'sign');
      await move('programme_officer', `decisions/${decision.reference}`, 2, 'announce');
    }
  } catch {
    return asked; // the service is gone
  }
}

/**
 * Sends again what was asked before the stop: of what was acknowledged the last few, which are answered as they were, and
 * what was not, which now is done if it was not, and answered the same however often it comes.
 */
async function replay(service: RunningService, asked: readonly Asked[]): Promise<number> {
  const acknowledged = asked.filter(({ answer }) => answer !== null).slice(-REPLAYED);
  for (const { request, answer } of acknowledged) {
    expect([request, await send(service, request)]).toEqual([request, answer]);
  }
  const open = asked.filter(({ answer }) => answer === null);
  for (const each of open) {
    each.answer = await send(service, each.request);
    expect([each.request, each.answer?.status]).toEqual([each.request, expect.any(Number)]);
    expect([each.request, await send(service, each.request)]).toEqual([each.request, each.answer]);
  }
  return acknowledged.length + open.length;
}

/** All records of a list, as somebody sees it. */
async function all(service: RunningService, as: Request['as'], path: string): Promise<Record<string, string>[]> {
  const found: Record<string, string>[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer: Response = await fetch(`${service.url}/v1/${path}&limit=200${more}`, {
      headers: { authorization: `Bearer ${tokens[as]}` },
    });
    const page = (await answer.json()) as { items: Record<string, string>[]; next: string | null };
    found.push(...page.items);
    cursor = page.next;
  }
  return found;
}

/** The process id of the embedded PostgreSQL. */
async function postmaster(): Promise<number> {
  const [pid = ''] = (await readFile(join(registry.dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n');
  return Number(pid);
}

describe('stopping in the middle of writes, twenty times over', () => {
  it('loses nothing that was acknowledged and does nothing twice, whether by Ctrl-C, by kill -9 of the service, or of the database too', async () => {
    const first = await registry.start();
    for (const role of Object.keys(tokens) as (keyof typeof tokens)[]) {
      tokens[role] = (await registry.registry('token', '--role', role)).trim();
    }
    const call = {
      programme: 'ZONMW-WWJ',
      code: 'KILL',
      title: 'Verzonnen',
      ceiling: '1000000.00',
      allocationMethod: 'ranking',
      criteria: 'Verzonnen.',
      opensAt: '2026-01-05T09:00:00+01:00',
      closesAt: '2036-01-05T14:00:00+01:00',
    };
    await send(first, { as: 'programme_officer', path: 'calls', key: 'kill-call', body: call });
    const publish = { path: 'calls/ZONMW-KILL/transitions', key: 'kill-publish', body: { command: 'publish' } };
    await send(first, { as: 'decision_authority', ...publish, version: 1 });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await first.end('SIGINT');

    const everything: Asked[] = [];
    let before: Asked[][] = [];
    let replayed = 0;
    let unacknowledged = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const service = await registry.start();
      for (const asked of before) replayed += await replay(service, asked);
      const writers = [1, 2, 3, 4].map((writer) => write(service, `${round}-${writer}`));
      await new Promise((resolve) => setTimeout(resolve, 300 + 97 * round));
      const signal = round % 2 === 0 ? 'SIGKILL' : 'SIGINT';
      if (round % 4 === 2) process.kill(await postmaster(), 'SIGKILL');
      await service.end(signal);
      before = await Promise.all(writers);
      everything.push(...before.flat());
      unacknowledged += before.flat().filter(({ answer }) => answer === null).length;
      console.log(
        `round ${round}: ${signal}, ${everything.length} requests so far, ${unacknowledged} not acknowledged`,
      );
    }

    const last = await registry.start();
    for (const asked of before) replayed += await replay(last, asked);
    expect(refused).toEqual([]);
    // Now all that was asked was acknowledged, and done once: as many records as requests, each where its last step took it.
    const expected = new Map<string, string>();
    const projects: string[] = [];
    for (const { request, answer } of everything) {
      if (request.path === 'applications') expected.set(answer?.body.reference ?? '', 'draft');
      else if (request.key.endsWith('-submit')) expected.set(answer?.body.reference ?? '', 'submitted');
      else if (request.key.endsWith('-prepare')) expect(answer?.body.reference).toMatch(/-D1$/);
      else if (request.key.endsWith('-announce')) {
        projects.push(answer?.body.projectReference ?? '');
        expected.set((answer?.body.projectReference ?? '').replace(/-P$/, ''), 'honoured');
      }
    }
    const applications = await all(last, 'applicant', 'applications?call=ZONMW-KILL');
    expect(Object.fromEntries(applications.map(({ reference, status }) => [reference, status]))).toEqual(
      Object.fromEntries(expected),
    );
    const listed = await all(last, 'programme_officer', 'projects?call=ZONMW-KILL');
    expect(listed).toHaveLength(projects.length);
    expect(new Set(listed.map(({ reference }) => reference))).toEqual(new Set(projects));
    expect(await registry.registry('verify')).toContain('nothing found');
    await last.end('SIGINT');
    console.log(
      `${everything.length} requests over ${ROUNDS} stops: ${expected.size} applications, ${projects.length} honoured, ` +
        `${unacknowledged} not acknowledged, ${replayed} sent again; none lost, none done twice`,
    );
    expect(expected.size).toBeGreaterThan(ROUNDS);
    expect(projects.length).toBeGreaterThan(ROUNDS / 2);
    expect(unacknowledged).toBeGreaterThan(ROUNDS);
  });
});
