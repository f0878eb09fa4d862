import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testApi, type ApiAnswer, type ApiRequest, type TestApi } from '../support/api.js';
import type { Named, TestApplication, TestCall, TestDecision } from '../support/registry.js';

let api: TestApi;
let programme: Named;
let call: TestCall;
let application: TestApplication;
let decision: TestDecision;
/** Requests that were done under their keys; `other` is what another body says. */
let done: (ApiRequest & { readonly path: string; readonly body: object; readonly other: object })[];
let before: Record<string, number>;

beforeAll(async () => {
  api = await testApi();
  programme = await api.aProgramme();
  call = await api.aCall({ status: 'open', programme });
  application = await api.anApplication({ call, status: 'submitted' });
  decision = await api.aDecision({
    status: 'prepared',
    application: await api.anApplication({ call, status: 'submitted' }),
  });
  const signed = await api.aDecision({ status: 'prepared' });
  done = [
    {
      path: '/v1/organisations',
      as: 'programme_officer',
      key: 'used-for-a-record',
      body: { name: 'Invented', kind: 'other' },
      other: { name: 'Another' },
    },
    {
      path: `/v1/decisions/${signed.reference}/transitions`,
      as: 'decision_authority',
      key: 'used-for-a-step',
      version: signed.version,
      body: { command: 'sign' },
      other: { reason: 'another' },
    },
  ];
  for (const { path, ...request } of done) expect((await api.post(path, request)).status).toBeLessThan(300);
});
afterAll(() => api.close());
beforeEach(async () => {
  before = await api.rowCounts();
});
afterEach(async () => {
  expect(await api.rowCounts()).toEqual(before);
});

/** A problem as RFC 9457 has it. */
function expectProblem(answer: ApiAnswer, status: number, name: string): void {
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    type: `https://grant-registry.example/problems/${name}`,
    status,
    title: expect.any(String),
    detail: expect.any(String),
    instance: expect.stringMatching(/^urn:uuid:/),
  });
  expect(answer.status).toBe(status);
}
const newCall = (content: object) =>
  api.post('/v1/calls', { body: { programme: programme.reference, code: 'X-1', title: 'Invented', ...content } });

describe('a body that is not in order is told all at once, and nothing is written', () => {
  it('names unknown fields, wrong types and missing fields together, each with its pointer', async () => {
    const answer = await api.post('/v1/calls', {
      body: { programme: 7, code: 'lower', colour: 'red', maxDurationMonths: '12', ceiling: 100 },
    });
    expectProblem(answer, 400, 'invalid-input');
    const pointers = answer.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(new Set(pointers)).toEqual(
      new Set(['/programme', '/code', '/colour', '/maxDurationMonths', '/ceiling', '/title']),
    );
  });

  it('points into lists and parts', async () => {
    const content = {
      partners: [{ organisation: 'ORG-000001' }, { organisation: 'x', contribution: '1.234' }],
      parents: ['not a reference'],
    };
    const answer = await api.post('/v1/applications', { as: 'applicant', body: { call: call.reference, content } });
    expectProblem(answer, 400, 'invalid-input');
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expect.arrayContaining([
        '/content/partners/1/organisation',
        '/content/partners/1/contribution',
        '/content/parents',
      ]),
    );
  });

  it.each([
    ['negative', '-1.00'],
    ['with three decimals', '1.001'],
    ['too large', '1000000000000.00'],
    ['with a comma', '1,00'],
    ['a number rather than a text', 12.5],
    ['in scientific notation', '1e3'],
    ['with a currency sign', '€ 5'],
    ['empty', ''],
  ])('refuses an amount that is %s', async (_, ceiling) => {
    const answer = await newCall({ ceiling });
    expectProblem(answer, 400, 'invalid-input');
    expect(answer.body.errors).toMatchObject([{ pointer: '/ceiling' }]);
  });

  it.each(['2026-02-30', '22-11-2026', '2026-1-1', 20261122, '2026-11-22T00:00:00Z', ''])(
    'refuses %p as a date',
    async (ceilingFrom) => {
      const answer = await newCall({ ceilingFrom });
      expectProblem(answer, 400, 'invalid-input');
      expect(answer.body.errors[0]).toMatchObject({ pointer: '/ceilingFrom' });
    },
  );

  it.each(['2026-11-22T14:00:00', '2026-11-22', '2026-02-30T10:00:00Z', '2026-11-22T24:00:00Z', 'now'])(
    'refuses %p as a moment: it has no offset, or does not exist',
    async (opensAt) => {
      expectProblem(await newCall({ opensAt }), 400, 'invalid-input');
    },
  );

  it('refuses dates that are out of order as a rule, by its name', async () => {
    const answer = await newCall({ opensAt: '2027-02-01T10:00:00Z', closesAt: '2027-01-01T10:00:00Z' });
    expectProblem(answer, 422, 'guard-failed');
    expect(answer.body.rules).toEqual(['call_dates_in_order']);
    expect(answer.body.detail).toBe('Not met: a call closes after it opens.');
  });

  it('points at references in the body that lead nowhere', async () => {
    expectProblem(
      await api.post('/v1/calls', { body: { programme: 'NOBODY-1', code: 'X', title: 'Invented' } }),
      400,
      'invalid-input',
    );
    const registration = {
      content: { organisation: 'ORG-999999', mainApplicant: 'PER-999999', parents: ['NO-SUCH-P'] },
    };
    const answer = await api.post(`/v1/calls/${call.reference}/registrations`, { body: registration });
    expectProblem(answer, 400, 'invalid-input');
    expect(answer.body.errors).toEqual([
      { pointer: '/content/organisation', detail: 'there is no ORG-999999' },
      { pointer: '/content/mainApplicant', detail: 'there is no PER-999999' },
      { pointer: '/content/parents/0', detail: 'there is no NO-SUCH-P' },
    ]);
  });

  it.each(['{"call": ', '{call: 1}', 'null', '[]', '"text"', '{"a":1}{"b":2}', ''])(
    'refuses %p, which is not a JSON object',
    async (text) => {
      const answer = await api.post('/v1/applications', { as: 'applicant', raw: { text } });
      expectProblem(answer, 400, 'invalid-input');
      expect(answer.body.errors.length).toBeGreaterThan(0);
    },
  );

  it.each([
    ['NUL', String.raw`a\u0000b`],
    ['half a surrogate pair', String.raw`a\ud800b`],
  ])('refuses %s in any text, at any depth, and names each', async (_, text) => {
    const content = `{"title": "${text}", "budgetLines": [{"group": "other", "description": "${text}", "amount": "1.00"}]}`;
    const asked = [
      ['applicant', '/v1/applications', `{"call": "${call.reference}", "content": ${content}}`],
      [
        'programme_officer',
        `/v1/calls/${call.reference}/registrations`,
        `{"content": ${content}, "reason": "${text}"}`,
      ],
      ['programme_officer', '/v1/programmes', `{"funder": "ZONMW", "code": "X", "title": "${text}"}`],
      ['programme_officer', '/v1/organisations', `{"name": "${text}"}`],
      ['programme_officer', '/v1/people', `{"familyName": "${text}"}`],
    ] as const;
    const told: Record<string, string[]> = {};
    for (const [as, path, raw] of asked) {
      const answer = await api.post(path, { as, raw: { text: raw } });
      expectProblem(answer, 400, 'invalid-input');
      told[path] = answer.body.errors
        .filter(({ detail }: { detail: string }) => detail.includes('U+0000'))
        .map(({ pointer }: { pointer: string }) => pointer);
    }

    expect(Object.values(told)).toEqual([
      ['/content/title', '/content/budgetLines/0/description'],
      ['/reason', '/content/title', '/content/budgetLines/0/description'],
      ['/title'],
      ['/name'],
      ['/familyName'],
    ]);
  });

  it.each(['', ' ', '\t\n', '\u00A0\u3000'])('refuses %j where a text is asked: it says nothing', async (blank) => {
    const prepared = { kind: 'honour', granted: '1.00', activities: blank, provisionsVersion: blank, reason: blank };
    const asked = [
      ['/v1/people', { familyName: blank }],
      ['/v1/calls', { programme: programme.reference, code: 'X-1', title: blank, criteria: blank }],
      [`/v1/applications/${application.reference}/decisions`, prepared],
      [`/v1/calls/${call.reference}/registrations`, { content: { title: blank }, reason: blank }],
      [`/v1/decisions/${decision.reference}/transitions`, { command: 'discard', reason: blank }],
    ] as const;
    const told = [];
    for (const [path, body] of asked) {
      const answer = await api.post(path, { body, version: 1 });
      expectProblem(answer, 400, 'invalid-input');
      told.push(answer.body.errors);
    }

    const pointers = ['/familyName', '/title', '/criteria', '/reason', '/activities', '/provisionsVersion'];
    const later = ['/reason', '/content/title', '/reason'];
    expect(told.flat()).toHaveLength(pointers.length + later.length);
    expect(told.flat()).toEqual(
      expect.arrayContaining(
        [...pointers, ...later].map((pointer) => ({ pointer, detail: 'must not be empty or blank' })),
      ),
    );
  });

  it('knows nothing by a reference, a search or a key with NUL, and says so without asking the database', async () => {
    expectProblem(await api.get('/v1/calls/A%00B'), 404, 'not-found');
    expectProblem(await api.get('/v1/calls?q=a%00b'), 400, 'invalid-input');
    const text = String.raw`{"call": "A\u0000B"}`;
    expectProblem(await api.post('/v1/applications', { as: 'applicant', raw: { text } }), 400, 'invalid-input');
    const announce = { body: { command: 'announce' }, version: 1, key: 'invented-1' };
    expectProblem(await api.post('/v1/decisions/A%00B/transitions', announce), 404, 'not-found');
  });

  it.each(['/v1/calls/%zz', '/v1/calls/%ED%A0%80', `/v1/calls/${'X'.repeat(201)}`, `/v1/calls/${'X'.repeat(9000)}`])(
    'knows nothing at an address that is none: %#',
    async (url) => {
      const answer = await api.get(url);
      expectProblem(answer, 404, 'not-found');
      expect(answer.headers['api-version']).toBeDefined();
      expect(answer.text).not.toContain('calls');
    },
  );

  it('gives no code that makes a reference longer than one can be', async () => {
    expectProblem(await newCall({ code: 'A'.repeat(33) }), 400, 'invalid-input');
  });

  it.each(['0000-01-01', '0999-12-31', '3000-01-01', '9999-12-31'])('refuses %s: a slip of the pen', async (day) => {
    const answer = await newCall({ ceilingFrom: day, opensAt: `${day}T00:00:00Z` });
    expectProblem(answer, 400, 'invalid-input');
    expect(answer.body.errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/ceilingFrom', '/opensAt']);
  });

  it('refuses bytes that are not UTF-8, which would be kept as marks of a loss', async () => {
    const broken = Buffer.concat([Buffer.from('{"name": "'), Buffer.of(0xff), Buffer.from('", "kind": "other"}')]);
    expectProblem(await api.post('/v1/organisations', { raw: { text: broken } }), 400, 'invalid-input');
  });

  it('refuses what is nested too deep to be walked', async () => {
    const text = `{"call": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expectProblem(await api.post('/v1/applications', { as: 'applicant', raw: { text } }), 400, 'invalid-input');
  });

  it('tells of a field that has the name of something of the language', async () => {
    const answer = await api.post('/v1/organisations', { body: { name: 'Invented', kind: 'other', constructor: 1 } });
    expectProblem(answer, 400, 'invalid-input');
    expect(answer.body.errors).toEqual([{ pointer: '/constructor', detail: 'this field is not known' }]);
  });

  it.each(['1e2', '0x10', '%2050', '50.0', '+5'])('refuses %s as a size of a page', async (limit) => {
    const answer = await api.get(`/v1/calls?limit=${limit}`);
    expectProblem(answer, 400, 'invalid-input');
    expect(answer.body.errors[0]).toMatchObject({ pointer: '/query/limit' });
  });

  it('refuses a poisoned prototype', async () => {
    const answer = await api.post('/v1/applications', {
      as: 'applicant',
      raw: { text: '{"__proto__": {"isAdmin": true}, "call": "X-1"}' },
    });
    expectProblem(answer, 400, 'invalid-input');
  });

  it('refuses another content type with 415 and a body over the limit with 413', async () => {
    expectProblem(
      await api.post('/v1/applications', { raw: { text: 'call=1', type: 'application/x-www-form-urlencoded' } }),
      415,
      'unsupported-media-type',
    );
    expectProblem(
      await api.post('/v1/applications', { raw: { text: '<a/>', type: 'text/xml' } }),
      415,
      'unsupported-media-type',
    );
    const summary = 'x'.repeat(1024 * 1024);
    expectProblem(
      await api.post('/v1/applications', { body: { call: call.reference, content: { summary } } }),
      413,
      'too-large',
    );
  });

  it('refuses an answer form that it cannot give, and a method that a path does not have', async () => {
    expectProblem(await api.get('/v1/me', { headers: { accept: 'image/png' } }), 406, 'not-acceptable');
    const answer = await api.request('DELETE', `/v1/calls/${call.reference}`);
    expectProblem(answer, 405, 'method-not-allowed');
    expect(String(answer.headers['allow'])).toContain('PATCH');
    expectProblem(await api.get('/v1/nothing-here'), 404, 'not-found');
  });
});

describe('versions and keys', () => {
  const sign = (options: object) =>
    api.post(`/v1/decisions/${decision.reference}/transitions`, {
      as: 'decision_authority',
      body: { command: 'sign' },
      ...options,
    });

  it('demands If-Match with 428, and refuses another version with 412', async () => {
    expectProblem(await sign({}), 428, 'version-required');
    const answer = await sign({ version: 7 });
    expectProblem(answer, 412, 'stale-version');
    expect(answer.body.version).toBe(decision.version);
    expectProblem(await sign({ headers: { 'if-match': 'abc' } }), 400, 'invalid-input');
  });

  it('demands an Idempotency-Key where the step must not happen twice', async () => {
    const answer = await sign({ version: decision.version, key: null });
    expectProblem(answer, 400, 'invalid-input');
    expect(answer.body.errors[0]?.pointer).toBe('/headers/Idempotency-Key');
  });

  it('refuses a key that was used for another body, and changes nothing', async () => {
    for (const { path, other, ...request } of done) {
      const body = { ...request.body, ...other };
      expectProblem(await api.post(path, { ...request, body }), 422, 'key-reused');
    }
  });

  it('tells the shape before the version, and the version before the state', async () => {
    expectProblem(await sign({ body: { command: 'sign', colour: 'red' } }), 400, 'invalid-input');
    expectProblem(await sign({ body: { command: 'fly' } }), 400, 'invalid-input');
    expectProblem(
      await api.post(`/v1/applications/${application.reference}/transitions`, {
        as: 'applicant',
        body: { command: 'submit' },
        version: 9,
      }),
      404,
      'not-found',
    );
  });
});

describe('who asks', () => {
  it('is refused with 401 without a token, with a broken one, one of another issuer or audience, and one that ended', async () => {
    expectProblem(await api.get('/v1/me', { as: null }), 401, 'not-signed-in');
    for (const token of [
      'x',
      'a.b.c',
      await api.token({ issuer: 'urn:other' }),
      await api.token({ audience: 'other' }),
      await api.token({ expires: 1 }),
      await api.token({ subject: 'nobody' }),
    ]) {
      const answer = await api.get('/v1/me', { token });
      expectProblem(answer, 401, 'not-signed-in');
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
  });

  it.each([
    ['broken', { text: '{"a' }],
    ['too large', { text: `"${'x'.repeat(1024 * 1024)}"` }],
    ['of another type', { text: '<a/>', type: 'text/xml' }],
  ])('is refused with 401 before a body that is %s is looked at', async (_, raw) => {
    expectProblem(await api.post('/v1/applications', { as: null, raw }), 401, 'not-signed-in');
  });

  it('is told 404 before 403 before 400', async () => {
    expectProblem(
      await api.post('/v1/decisions/NO-SUCH-D1/transitions', { as: 'auditor', body: { colour: 'red' } }),
      404,
      'not-found',
    );
    const body = { command: 'announce', colour: 'red' };
    const answer = await api.post(`/v1/decisions/${decision.reference}/transitions`, { as: 'auditor', body });
    expectProblem(answer, 403, 'not-allowed');
    expect(answer.body.roles).toEqual(['programme_officer']);
  });

  it('is told the same where the announcement judges access by itself', async () => {
    const announce = (as: 'auditor' | 'applicant', reference: string) =>
      api.post(`/v1/decisions/${reference}/transitions`, { as, body: { command: 'announce' }, version: 1 });
    expectProblem(await announce('auditor', 'NO-SUCH-D1'), 404, 'not-found');
    expectProblem(await announce('applicant', decision.reference), 404, 'not-found');
    expectProblem(await announce('auditor', decision.reference), 403, 'not-allowed');
  });

  it('cannot pass a rule: the command does not fit the state (409), or a guard stands in the way (422)', async () => {
    const early = await api.post(`/v1/decisions/${decision.reference}/transitions`, {
      body: { command: 'announce' },
      version: decision.version,
    });
    expectProblem(early, 409, 'wrong-state');
    expect(early.body).toMatchObject({ state: 'prepared', command: 'announce', allowed: ['sign', 'discard'] });
    const discard = await api.post(`/v1/decisions/${decision.reference}/transitions`, {
      body: { command: 'discard' },
      version: decision.version,
    });
    expectProblem(discard, 422, 'guard-failed');
    expect(discard.body.rules).toEqual(['reason_required']);
  });

  it('is told which rule it is in words, of what does not exist yet too', async () => {
    const answer = await api.post(`/v1/applications/${application.reference}/decisions`, {
      body: { kind: 'honour', granted: '50000.00' },
      version: application.version,
    });
    expectProblem(answer, 422, 'guard-failed');
    expect(answer.body.detail).toBe(
      'The command prepare on a new decision was refused, because a rule is not met: ' +
        'a decision to honour describes the activities and names the provisions that apply.',
    );
  });
});
