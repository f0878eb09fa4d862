import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectProblem } from '../api/problem.js';
import { testApi, type AnswerBody, type TestApi } from '../support/api.js';
import { MailServer } from '../support/mail-server.js';
import type { Named, TestApplication } from '../support/registry.js';
import { MessageScene } from './scene.js';

let api: TestApi;
let scene: MessageScene;
let me: Named;
let application: TestApplication;
const asMe = { as: 'applicant' } as const;
const refusing = new MailServer();
beforeAll(async () => {
  api = await testApi();
  scene = new MessageScene(api);
  await refusing.start();
  refusing.refuse = () => ({ code: 550, text: '5.1.1 unknown' });
  const { personId } = await api.actor('applicant');
  const [person] = await api.appSql<Named>(`select id, reference from person where id = $1`, personId);
  if (!person) throw new Error('the applicant is no person');
  me = person;
  await api.registry.changeContact.execute(
    { reference: me.reference, version: 1, email: 'ik@verzonnen.example' },
    api.as(api.officer),
  );
});
afterAll(async () => {
  await refusing.stop();
  await api.close();
});

const consent = () => `/v1/people/${me.reference}/electronic-consent`;
const own = async (query = '') => (await api.get(`/v1/me/messages${query}`, asMe)).body;

describe('the consent to be reached by mail', () => {
  it('is given and withdrawn by the person, and what it was is kept', async () => {
    expect((await api.get(consent(), asMe)).body).toEqual({
      reference: me.reference,
      version: 2,
      isGiven: false,
      language: null,
      history: [],
    });
    const put = (version: number, body: object, as: 'applicant' | 'auditor' | 'project_leader' = 'applicant') =>
      api.request('PUT', consent(), { as, version, body });
    expect(await put(2, { isGiven: true, language: 'en' })).toMatchObject({ status: 200, body: { version: 3 } });
    expect((await put(3, { isGiven: true })).status).toBe(200); // in Dutch from now on
    expect((await put(4, { isGiven: true, language: 'nl' })).status).toBe(200); // as it was
    const account = (await api.actor('applicant')).id;
    const today = api.today();
    const read = await api.get(consent(), { as: 'programme_officer' });
    expect(read.headers['etag']).toBe('"5"');
    expect(read.body).toMatchObject({
      isGiven: true,
      language: 'nl',
      history: [
        { language: 'nl', givenOn: today, givenBy: account, withdrawnOn: null, withdrawnBy: null },
        { language: 'en', givenOn: today, givenBy: account, withdrawnOn: today, withdrawnBy: account },
      ],
    });
    expectProblem(await put(2, { isGiven: false }), 412, 'stale-version');
    expectProblem(await put(5, {}), 400, 'invalid-input');
    expectProblem(await put(5, { isGiven: true, language: 'fr' }), 400, 'invalid-input');
    expectProblem(await put(5, { isGiven: false }, 'auditor'), 403, 'not-allowed');
    expectProblem(await put(5, { isGiven: false }, 'project_leader'), 404, 'not-found');
  });

  it('that was withdrawn cannot be written to any more', async () => {
    await expect(
      api.appSql(
        `update electronic_consent set withdrawn_on = null, withdrawn_by = null where withdrawn_on is not null`,
      ),
    ).rejects.toMatchObject({ constraint: 'append_only' });
    await expect(api.appSql(`update electronic_consent set given_on = '2000-01-01'`)).rejects.toMatchObject({
      code: '42501',
    });
    await expect(api.appSql(`delete from electronic_consent`)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('my messages', () => {
  beforeAll(async () => {
    application = await scene.applicationOf(me);
    await scene.deliver(scene.post(refusing));
    await scene.happens('application.reviews_sent', application);
    await scene.deliver(scene.post());
  });

  it('are listed with the newest first, page by page, and counted until they are read', async () => {
    expect((await api.get('/v1/me', asMe)).body['unreadMessages']).toBe(2);
    const all = await own();
    expect(all.items.map(({ kind }) => kind)).toEqual(['reviews_available', 'receipt_confirmed']);
    const first = await api.get('/v1/me/messages?limit=1', asMe);
    expect(first.body.items).toEqual(all.items.slice(0, 1));
    const next = /<(.+)>; rel="next"/.exec(String(first.headers['link']))?.[1] ?? '';
    expect((await api.get(next, asMe)).body).toEqual({ items: all.items.slice(1), next: null });
  });

  it('are read in the language that is asked for, or liked best, or else in Dutch', async () => {
    const id = String((await own()).items[1]?.['id']);
    const subject = async (query: string, accepted?: string) =>
      (
        await api.get(`/v1/me/messages/${id}${query}`, {
          ...asMe,
          headers: accepted ? { 'accept-language': accepted } : {},
        })
      ).body['subject'];
    const [nl, en] = [
      `Ontvangstbevestiging van aanvraag ${application.reference}`,
      `Receipt of application ${application.reference}`,
    ];
    expect(await subject('')).toBe(nl);
    expect(await subject('?language=en')).toBe(en);
    expect(await subject('', 'en-GB, nl;q=0.5')).toBe(en);
    expect(await subject('?language=nl', 'en')).toBe(nl);
    expect((await own('?language=en')).items[1]?.['subject']).toBe(en);
    expectProblem(await api.get(`/v1/me/messages/${id}?language=fr`, asMe), 400, 'invalid-input');
  });

  it('are marked as read, once and for all', async () => {
    const [unread, read] = (await own()).items;
    const mark = () => api.request('PUT', `/v1/me/messages/${String(read?.['id'])}/read`, asMe);
    const first = await mark();
    expect(first).toMatchObject({ status: 200, body: { id: read?.['id'], readAt: expect.any(String) } });
    expect((await mark()).body).toEqual(first.body);
    expect((await api.get('/v1/me', asMe)).body['unreadMessages']).toBe(1);
    expect((await own('?unread=true')).items).toEqual([unread]);
    expect((await own('?unread=false')).items).toMatchObject([{ id: read?.['id'], readAt: first.body['readAt'] }]);
    expectProblem(await api.get('/v1/me/messages?unread=perhaps', asMe), 400, 'invalid-input');
  });

  it('are nobody else’s', async () => {
    const id = String((await own()).items[0]?.['id']);
    for (const as of ['project_leader', 'programme_officer', 'administrator'] as const) {
      expectProblem(await api.get(`/v1/me/messages/${id}`, { as }), 404, 'not-found');
      expectProblem(await api.request('PUT', `/v1/me/messages/${id}/read`, { as }), 404, 'not-found');
      expect((await api.get('/v1/me/messages', { as })).body.items).toEqual([]);
      expect((await api.get('/v1/me', { as })).body['unreadMessages']).toBe(0);
    }
    expectProblem(await api.get('/v1/me/messages/nonsense', asMe), 404, 'not-found');
  });
});

describe('what was told about an application', () => {
  const about = () => `/v1/applications/${application.reference}/messages`;

  it('is shown to the officer with the proof of its sending', async () => {
    const { items } = (await api.get(about())).body;
    expect(items).toHaveLength(2);
    expect(items[1]).toMatchObject({
      kind: 'receipt_confirmed',
      about: application.reference,
      application: application.reference,
      call: application.call.reference,
      to: { reference: me.reference },
      basis: 'Awb 4:3a',
      canSignIn: true,
      delivery: 'bounced',
      notMailedBecause: null,
      attempts: [{ number: 1, outcome: 'refused', code: 550, answer: '550 5.1.1 unknown', at: expect.any(String) }],
    });
    expect(items[0]).toMatchObject({
      startsTerm: 'rebuttal',
      delivery: 'portal',
      notMailedBecause: 'no_mail_server',
      attempts: [],
    });
    expect((await api.get(about(), { as: 'auditor' })).body.items).toEqual(items);
  });

  it('tells whom nobody can reach but by post: a person without an account', async () => {
    const person = await scene.somebody({ consents: false });
    const theirs = await scene.applicationOf(person);
    await scene.deliver(scene.post(refusing));
    const { items } = (await api.get(`/v1/applications/${theirs.reference}/messages`)).body;
    expect(items).toMatchObject([{ canSignIn: false, delivery: 'portal', notMailedBecause: 'no_consent' }]);
  });

  it('is not for those who applied, whose it is to read in their own inbox', async () => {
    expectProblem(await api.get(about(), asMe), 403, 'not-allowed');
    expectProblem(await api.get(about(), { as: 'finance_officer' }), 403, 'not-allowed');
  });

  it('and could not be mailed is listed for the officers of the programme alone', async () => {
    const bounced = async (token?: string): Promise<readonly AnswerBody[]> =>
      (await api.get('/v1/bounced-messages', token === undefined ? {} : { token })).body.items;
    expect(await bounced()).toMatchObject([{ application: application.reference, delivery: 'bounced' }]);
    const boundTo = async (subject: string, programme: string) => {
      const as = { as: 'administrator' } as const;
      const { body } = await api.post('/v1/accounts', { ...as, body: { issuer: 'urn:test', subject } });
      const role = { role: 'programme_officer', programme, validFrom: '2020-01-01' };
      await api.post(`/v1/accounts/${String(body['id'])}/roles`, { ...as, body: role });
      return api.token({ subject });
    };
    const [place] = await api.appSql<{ programme: string }>(
      `select programme.reference as programme from call join programme on programme.id = call.programme_id where call.id = $1`,
      application.call.id,
    );
    const other = await api.aProgramme();
    expect(await bounced(await boundTo('officer-here', place?.programme ?? ''))).toHaveLength(1);
    expect(await bounced(await boundTo('officer-elsewhere', other.reference))).toEqual([]);
    expectProblem(await api.get('/v1/bounced-messages', asMe), 403, 'not-allowed');
  });
});
