import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotFound, type Role } from '@grants/domain';
import { callView, invitationView, listCalls, listInvitations, type Viewer } from '@grants/registry';
import { anOfficer, testRegistry, type Named, type TestCall, type TestRegistry } from '../support/registry.js';
import { viewerAs, viewerIn } from './viewers.js';

let on: TestRegistry;
let x: Named;
let y: Named;
let today: string;
let nextYear: string;
beforeAll(async () => {
  on = await testRegistry();
  const funder = await on.aFunder();
  x = await on.aProgramme(funder);
  y = await on.aProgramme(funder);
  today = on.today();
  nextYear = on.today(365);
});
afterAll(() => on.close());

const staff = (role: Role, programme: Named) => viewerIn(on, role, { programme });
const references = (page: { items: readonly { reference: string }[] }) => page.items.map(({ reference }) => reference);

describe('calls', () => {
  it('are seen by everybody once they are published, and by the staff of their programme before', async () => {
    const [open, draft] = [await on.aCall({ programme: x }), await on.aCall({ programme: x, status: 'draft' })];
    const applicant = viewerAs(on, await on.aPerson());
    const listed = async (viewer: Viewer) => references(await listCalls(on.db, viewer, { programme: x.reference }, {}));
    expect(await listed(applicant)).toEqual([open.reference]);
    expect(await listed(staff('programme_officer', y))).toEqual([open.reference]);
    expect(await listed(viewerIn(on, 'privacy_officer'))).toEqual([open.reference]);
    for (const viewer of [staff('programme_officer', x), staff('decision_authority', x), viewerIn(on, 'auditor')]) {
      expect((await listed(viewer)).toSorted()).toEqual([open.reference, draft.reference].toSorted());
    }
    expect(await callView(on.db, draft.reference, applicant)).toBeNull();
    expect(await callView(on.db, draft.reference, staff('programme_officer', y))).toBeNull();
    expect(await callView(on.db, draft.reference, staff('programme_officer', x))).toMatchObject({ status: 'draft' });
  });

  it('tell what is left of their ceiling to those who watch over it', async () => {
    const call = await on.aCall({ programme: x, ceiling: '120000.00' });
    await on.aProject({ application: await on.anApplication({ call }) });
    const watched = await callView(on.db, call.reference, staff('finance_officer', x));
    expect(watched).toMatchObject({ ceiling: '120000.00', committed: '50000.00', left: '70000.00' });
    for (const viewer of [viewerAs(on, await on.aPerson()), staff('finance_officer', y)]) {
      expect(await callView(on.db, call.reference, viewer)).toMatchObject({
        ceiling: '120000.00',
        committed: null,
        left: null,
      });
    }
  });

  it('are filtered by every one of their filters, and sorted by moment', async () => {
    const z = await on.aProgramme(await on.aFunder('KALENDER'));
    const line = await on.registry.addLine.execute(
      { programme: z.reference, code: '1', title: 'Lijn', request: null },
      on.as(anOfficer()),
    );
    const made = async (changes: object, status: 'published' | 'open' | 'closed' = 'open') =>
      (await on.aCall({ programme: z, status, ...changes })).reference;
    const regular = await made({ title: 'Alpha beta rondleiding' });
    const vimp = await made({ type: 'vimp', accessMode: 'invitation' });
    const ahead = await made({ opensAt: on.hoursFromNow(48) }, 'published');
    const inLine = await made({ programmeLine: line }, 'closed');
    const found = async (filters: Parameters<typeof listCalls>[2], sort?: string) =>
      references(await listCalls(on.db, viewerIn(on, 'auditor'), { funder: 'KALENDER', ...filters }, { sort }));
    expect(await found({ type: ['vimp'] })).toEqual([vimp]);
    expect(await found({ accessMode: 'invitation' })).toEqual([vimp]);
    expect(await found({ status: ['published', 'closed'] })).toEqual([ahead, inLine]);
    expect(await found({ programmeLine: line.reference })).toEqual([inLine]);
    expect(await found({ q: 'bet alph' })).toEqual([regular]);
    for (const q of ['rondleidingen', regular]) expect([q, await found({ q })]).toEqual([q, [regular]]);
    expect(await found({ opensFrom: on.hoursFromNow(1) })).toEqual([ahead]);
    expect(await found({ closesUntil: on.hoursFromNow(1) })).toEqual([inLine]);
    expect(await found({}, '-opensAt')).toHaveLength(4);
    expect((await found({}, '-opensAt'))[0]).toBe(ahead);
    expect((await found({}, 'closesAt'))[0]).toBe(inLine);
    await expect(found({}, 'ceiling')).rejects.toMatchObject({ errors: [{ pointer: '/sort' }] });
  });
});

describe('an invitation', () => {
  let call: TestCall;
  let person: Named;
  beforeAll(async () => {
    call = await on.aCall({ programme: x, type: 'vimp', accessMode: 'invitation' });
    person = await on.aPerson('Genodigde');
  });
  const invite = (changes: object = {}) =>
    on.registry.invite.execute(
      { call: call.reference, person: person.reference, validUntil: nextYear, request: null, ...changes },
      on.as(anOfficer()),
    );
  const revoke = (reference: string) =>
    on.registry.revokeInvitation.execute({ reference, request: null }, on.as(anOfficer()));

  it('is made once for a person and a call while it is open', async () => {
    const made = await Promise.allSettled([invite(), invite(), invite()]);
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const refused of made.filter(({ status }) => status === 'rejected')) {
      expect(refused).toMatchObject({ reason: { rules: ['invitation_open_already'] } });
    }
    const other = await on.aPerson();
    expect(await invite({ person: other.reference })).toMatchObject({ reference: expect.stringMatching(/-I\d+$/) });
  });

  it('can be made again once the first was revoked or has lapsed', async () => {
    const someone = await on.aPerson();
    const lapsed = await invite({ person: someone.reference, invitedOn: '2017-09-07', validUntil: '2017-12-01' });
    const { reference } = await invite({ person: someone.reference });
    await expect(invite({ person: someone.reference })).rejects.toMatchObject({ rules: ['invitation_open_already'] });
    await revoke(reference);
    await expect(revoke(reference)).rejects.toMatchObject({ rules: ['invitation_revoked'] });
    const again = await invite({ person: someone.reference });
    const listed = await listInvitations(on.db, staff('programme_officer', x), { person: someone.reference }, {});
    expect(listed.items.map(({ reference: each, standing }) => [each, standing])).toEqual(
      expect.arrayContaining([
        [lapsed.reference, 'lapsed'],
        [reference, 'revoked'],
        [again.reference, 'open'],
      ]),
    );
    const open = await listInvitations(
      on.db,
      staff('programme_officer', x),
      { person: someone.reference, standing: ['open'] },
      {},
    );
    expect(references(open)).toEqual([again.reference]);
  });

  it('is refused on a call that is open to all, or not published, and with what is not there', async () => {
    const [toAll, draft] = [await on.aCall(), await on.aCall({ status: 'draft' })];
    await expect(invite({ call: toAll.reference })).rejects.toMatchObject({ rules: ['call_not_by_invitation'] });
    await expect(invite({ call: draft.reference })).rejects.toMatchObject({
      rules: ['call_not_by_invitation', 'call_not_published'],
    });
    await expect(invite({ call: 'NO-CALL' })).rejects.toThrow(NotFound);
    await expect(invite({ person: 'PER-999999', activity: 'NO-1' })).rejects.toMatchObject({
      errors: [{ pointer: '/person' }, { pointer: '/activity' }],
    });
    await expect(invite({ invitedOn: nextYear })).rejects.toMatchObject({ errors: [{ pointer: '/invitedOn' }] });
    const someone = await on.aPerson();
    const backwards = invite({ person: someone.reference, invitedOn: today, validUntil: '2017-01-01' });
    await expect(backwards).rejects.toMatchObject({ rules: ['call_invitation_dates_in_order'] });
  });

  it('is used by the application that stands on it, and then stays', async () => {
    const invited = await on.aPerson();
    const parent = await on.aProject({
      application: await on.anApplication({
        call: await on.aCall({ programme: x }),
        content: { mainApplicant: invited.reference },
      }),
    });
    const { reference } = await invite({ person: invited.reference });
    const application = await on.anApplication({
      call,
      content: { mainApplicant: invited.reference, parents: [parent.reference] },
    });
    expect(await invitationView(on.db, reference, viewerAs(on, invited))).toMatchObject({
      standing: 'used',
      usedBy: application.reference,
      person: { reference: invited.reference },
    });
    await expect(revoke(reference)).rejects.toMatchObject({ rules: ['invitation_used'] });
  });

  it('is seen by the invited, and by the staff of the programme', async () => {
    const [a, b] = [await on.aPerson(), await on.aPerson()];
    const { reference } = await invite({ person: a.reference });
    const sees = async (viewer: Viewer) => ({
      listed: references(await listInvitations(on.db, viewer, { call: call.reference }, { limit: 200 })).includes(
        reference,
      ),
      shown: (await invitationView(on.db, reference, viewer)) !== null,
    });
    const all = { listed: true, shown: true };
    const none = { listed: false, shown: false };
    expect(await sees(viewerAs(on, a))).toEqual(all);
    expect(await sees(viewerAs(on, b))).toEqual(none);
    expect(await sees(staff('programme_officer', x))).toEqual(all);
    expect(await sees(staff('programme_officer', y))).toEqual(none);
    expect(await sees(viewerIn(on, 'auditor'))).toEqual(all);
    expect(await sees(viewerIn(on, 'administrator'))).toEqual(none);
  });
});
