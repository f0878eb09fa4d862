import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lifecycleDocument, lifecycles, renderMermaid, renderScxml, type Machine } from '@grants/domain';
import { lifecycleVersion, runningCases, tryDifference, differenceBetween, describeTrial } from '@grants/registry';
import { testApi, type TestApi } from '../support/api.js';

const machines = Object.keys(lifecycles) as Machine[];

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

describe('a lifecycle over HTTP', () => {
  const application = lifecycleDocument(lifecycles.application);
  const read = (accept: string | undefined, url = '/v1/lifecycles/application') =>
    api.get(url, { as: 'auditor', headers: accept === undefined ? {} : { accept } });

  it('is one of the list, with labels in both languages and guards in full', async () => {
    const { items } = (await api.get('/v1/lifecycles', { as: 'applicant' })).body;

    expect(items).toEqual(machines.map((machine) => lifecycleDocument(lifecycles[machine])));
  });

  it.each([
    [undefined, 'application/json'],
    ['application/json', 'application/json'],
    ['text/html, */*;q=0.1', 'application/json'],
    ['application/*', 'application/json'],
    ['text/vnd.mermaid', 'text/vnd.mermaid'],
    ['text/plain', 'text/plain'],
    ['application/scxml+xml', 'application/scxml+xml'],
    ['application/json;q=0.2, application/scxml+xml', 'application/scxml+xml'],
  ])('is asked for as %p and given as %s', async (accept, mediaType) => {
    const { status, headers, text } = await read(accept);
    const expected = {
      'application/json': JSON.stringify(application),
      'text/vnd.mermaid': renderMermaid(application),
      'text/plain': renderMermaid(application),
      'application/scxml+xml': renderScxml(application),
    }[mediaType];

    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': `${mediaType}; charset=utf-8`, vary: 'Accept' });
    expect(text).toBe(expected);
  });

  it.each(['text/csv', 'application/pdf', 'text/html'])(
    'is refused as %s, with what it can be given as',
    async (accept) => {
      const { status, body } = await read(accept);

      expect(status).toBe(406);
      expect(body).toMatchObject({ title: 'The answer cannot be given in that form', status: 406 });
    },
  );

  it.each(['/v1/lifecycles/nothing', '/v1/lifecycles/constructor', '/v1/lifecycles/nothing/versions'])(
    'is not there under %s',
    async (url) => {
      expect((await read(undefined, url)).status).toBe(404);
    },
  );
});

describe('the versions of a lifecycle', () => {
  it.each(machines)('of a %s are those of the database, every one of which can be read', async (machine) => {
    const { items } = (await api.get(`/v1/lifecycles/${machine}/versions`, { as: 'auditor' })).body;
    const { version } = lifecycles[machine];

    expect(items.map((item) => [item.version, item['isCurrent']])).toEqual(
      Array.from({ length: version }, (_, before) => [before + 1, before + 1 === version]),
    );
    for (const item of items) {
      const { status, body } = await api.get(`/v1/lifecycles/${machine}/versions/${item.version}`, { as: 'auditor' });
      const { transitions } = body as unknown as { transitions: { command: string }[] };
      expect([status, body.version]).toEqual([200, item.version]);
      expect(transitions.map(({ command }) => command).toSorted()).toEqual(item['commands']);
    }
  });

  it.each(machines)('of a %s are kept with the rows by which the database judges', async (machine) => {
    const rows = await api.appSql(
      `select machine_version as version, command, from_status as "from", to_status as "to", roles, late_roles as "lateRoles",
              decision_kinds as "decisionKinds", reason_required as "reasonRequired", bulk_only as "bulkOnly", basis
         from lifecycle_transition where machine = $1`,
      machine,
    );
    const versions = [...new Set(rows.map((row) => Number(row['version'])))];
    const kept = await Promise.all(versions.map((version) => lifecycleVersion(machine, version)));
    const keptRows = kept.flatMap(({ version, transitions }) =>
      transitions.flatMap(({ by, lateBy, guards: _, event: __, from, to, ...row }) =>
        from.map((state) => ({ ...row, version, from: state, to: to ?? state, roles: by, lateRoles: lateBy })),
      ),
    );
    const sorted = (list: object[]) =>
      list
        .map((row) => JSON.stringify(Object.entries(row).toSorted(([one], [other]) => one.localeCompare(other))))
        .toSorted();

    expect(sorted(rows)).toEqual(sorted(keptRows));
  });

  it.each(['0', '99', 'x', '1e0', '..', '%2e%2e%2fcall.v1'])('are not there under %s', async (version) => {
    const { status } = await api.get(`/v1/lifecycles/call/versions/${version}`, { as: 'auditor' });
    expect(status).toBe(404);
  });

  it('tell what differs between two of them, as values and in words', async () => {
    const url = '/v1/lifecycles/call/versions/1/differences/2';
    const { body } = await api.get(url, { as: 'programme_officer' });

    expect(body).toMatchObject({
      machine: 'call',
      from: 1,
      to: 2,
      commandsAdded: expect.arrayContaining(['amend', 'conclude']),
      commandsRemoved: [],
    });
    expect(body['consequences']).toContainEqual({
      state: 'closed',
      fate: 'changed',
      gained: ['begin_assessment', 'conclude'],
      lost: ['archive'],
      changed: expect.anything(),
    });
    expect(body['text']).toContain('for running cases');
    const missing = await api.get('/v1/lifecycles/call/versions/1/differences/99', { as: 'programme_officer' });
    expect(missing.status).toBe(404);
  });
});

describe('a change that is tried', () => {
  it('is laid over the cases that run, counts them, and changes nothing', async () => {
    const closed = await api.aCall({ status: 'closed' });
    await api.aCall({ status: 'draft' });
    const before = await api.rowCounts();
    const running = await runningCases(api.db, 'call');
    const forth = tryDifference(await differenceBetween('call', 1, 2), running);
    const back = tryDifference(await differenceBetween('call', 2, 1), running);

    expect(running).toEqual(expect.arrayContaining([{ state: 'closed', cases: 1, examples: [closed.reference] }]));
    expect(forth.states.find(({ state }) => state === 'closed')).toMatchObject({ cases: 1, lost: ['archive'] });
    expect(describeTrial(forth).at(-1)).toBe('0 would be stuck. Nothing was changed.');
    expect(back.states.find(({ state }) => state === 'closed')).toMatchObject({ cases: 1, gained: ['archive'] });
    expect(await api.rowCounts()).toEqual(before);
  });

  it('names the cases that would be stuck', async () => {
    const call = await api.aCall({ status: 'assessing' });
    const trial = tryDifference(await differenceBetween('call', 2, 1), await runningCases(api.db, 'call'));

    expect(trial.states.find(({ state }) => state === 'assessing')).toMatchObject({
      fate: 'gone',
      cases: 1,
      examples: [call.reference],
    });
    expect(describeTrial(trial).at(-1)).toBe('1 would be stuck. Nothing was changed.');
    const forth = tryDifference(await differenceBetween('call', 1, 2), await runningCases(api.db, 'call'));
    expect(forth.beyond).toEqual([{ state: 'assessing', cases: 1, examples: [call.reference] }]);
  });
});
