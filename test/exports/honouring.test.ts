import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testRegistry, type TestCall, type TestRegistry } from '../support/registry.js';
import { allowObjections, honourOnObjection } from './objection.js';
import { Reporting, type Row } from './reporting.js';

/** Reports on a story that is told in its own years; the clock only goes forward in it. */
describe('the report of honouring', () => {
  let t: TestRegistry;
  let reporting: Reporting;
  beforeAll(async () => {
    t = await testRegistry();
    reporting = new Reporting(t);
    await allowObjections(t);
  });
  afterAll(() => reporting.close());

  const figures = async (call: TestCall, year: number, asOf: string, knownAt?: string): Promise<Row | null> =>
    reporting.row('honouring', { call: call.reference, year }, { asOf, knownAt });

  describe('a call of 2017', () => {
    let call: TestCall;
    let rejected: string;
    let late: string;
    const sealed = { atYearEnd: '', afterLateBooking: '', now: '' };

    beforeAll(async () => {
      await reporting.goTo('2017-03-01T09:00:00Z');
      call = await t.aCall();
      const [toHonour, toReject, toHonourLate, toWithdraw, notDecided] = await Promise.all(
        Array.from({ length: 5 }, () => t.anApplication({ call, content: { requested: '40000.00' } })),
      );
      if (!toHonour || !toReject || !toHonourLate || !toWithdraw || !notDecided) throw new Error('Not all were made');
      await t.anApplication({ call, status: 'draft' });
      rejected = toReject.reference;
      late = toHonourLate.reference;

      await reporting.goTo('2017-11-10T10:00:00Z');
      await t.aDecision({ application: toReject, kind: 'reject', status: 'announced' });
      await t.aDecision({ application: toHonour, kind: 'partial_honour', granted: '30000.00', status: 'announced' });
      const signed = await t.aSignedDecision({ application: toHonourLate });

      await reporting.goTo('2017-12-31T18:00:00Z');
      sealed.atYearEnd = await reporting.seal();

      await reporting.goTo('2018-01-15T10:00:00Z');
      await t.registry.announceDecision.execute(
        { ...signed, occurred: '2017-12-20T10:00:00Z', reason: 'The letter was sent, and not booked', request: null },
        t.as(t.officer),
      );
      await t.registry.moveApplication.execute(
        { ...(await t.read('application', toWithdraw.reference)), command: 'withdraw', request: null },
        t.as(toWithdraw.applicant),
      );
      sealed.afterLateBooking = await reporting.seal();

      await reporting.goTo('2018-05-03T10:00:00Z');
      await honourOnObjection(t, toReject);
      await reporting.goTo('2018-12-31T12:00:00Z');
      await reporting.seal();
      await reporting.goTo('2019-06-01T12:00:00Z');
      sealed.now = await reporting.seal();
    });

    it('says on 31 December what was known on 31 December', async () => {
      expect(await figures(call, 2017, '2017-12-31', sealed.atYearEnd)).toMatchObject({
        received: 5,
        withdrawn: 0,
        decided: 2,
        honoured: 1,
        rejected: 1,
        shareOfDecided: 50,
        honouredOfReceived: 1,
        shareOfReceived: 20,
        requested: '200000.00',
        granted: '30000.00',
        asFirstReported: 1,
        asOfNow: 1,
        correction: 0,
        correctionEvents: null,
        provenance: 'procedure',
      });
    });

    it('shows a decision that was booked late as a correction, and leaves what was reported', async () => {
      expect(await figures(call, 2017, '2017-12-31', sealed.afterLateBooking)).toMatchObject({
        decided: 3,
        honoured: 2,
        rejected: 1,
        granted: '70000.00',
        asFirstReported: 1,
        asOfNow: 2,
        correction: 1,
        correctionEvents: `${late} +1: honour 2017-12-20 (booked 2018-01-15)`,
      });
    });

    it('keeps the year’s own day when a rejection is overturned in the next: the table of design section 3', async () => {
      expect(await figures(call, 2017, '2017-12-31', sealed.now)).toMatchObject({
        honoured: 2,
        rejected: 1,
        asFirstReported: 1,
        asOfNow: 3,
        correction: 2,
        correctionEvents: [
          `${rejected} +1: honour_on_objection 2018-05-03`,
          `${late} +1: honour 2017-12-20 (booked 2018-01-15)`,
        ]
          .toSorted()
          .join('; '),
      });
      expect(await figures(call, 2017, '2019-06-01', sealed.now)).toMatchObject({
        decided: 3,
        honoured: 3,
        rejected: 0,
        shareOfDecided: 100,
        granted: '110000.00',
        asFirstReported: 1,
        asOfNow: 3,
        correction: 2,
      });
      await expect(figures(call, 2017, '2019-06-01', sealed.atYearEnd)).rejects.toMatchObject({
        rules: ['as_of_after_known_at'],
      });
    });

    it('counts what was withdrawn in the year of withdrawal, and still as received', async () => {
      expect(await figures(call, 2017, '2019-06-01', sealed.now)).toMatchObject({ received: 5, withdrawn: 0 });
      expect(await figures(call, 2018, '2019-06-01', sealed.now)).toMatchObject({
        received: 0,
        withdrawn: 1,
        decided: 0,
        honoured: 0,
        shareOfDecided: null,
        shareOfReceived: null,
        asFirstReported: 0,
        asOfNow: 0,
        correction: 0,
      });
    });

    it('tells the day, not the year alone', async () => {
      expect(await figures(call, 2017, '2017-11-09', sealed.now)).toMatchObject({
        received: 5,
        decided: 0,
        honoured: 0,
      });
      expect(await figures(call, 2017, '2017-11-10', sealed.now)).toMatchObject({
        decided: 2,
        honoured: 1,
        rejected: 1,
      });
      // Nothing had come in, and the call was not published yet.
      expect(await figures(call, 2017, '2017-02-28', sealed.now)).toBeNull();
      expect(await figures(call, 2018, '2017-12-31', sealed.now)).toBeNull();
    });

    it('does not know what was first reported of a year that has not ended', async () => {
      const open = await t.anApplication({ status: 'honoured' });
      const row = await reporting.row('honouring', { call: open.call.reference });

      expect(row).toMatchObject({ year: 2019, honoured: 1, asFirstReported: null, asOfNow: 1, correction: null });
    });
  });

  it('does not know what was first reported before there was a seal', async () => {
    const call = await t.aCall({ opensAt: '2016-01-01T00:00:00Z', closesAt: '2030-01-01T00:00:00Z' });
    const reason = 'From the archive';
    const { reference } = await t.registry.registerApplication.execute(
      { call: call.reference, content: await t.content(), occurred: '2016-02-01T10:00:00Z', reason, request: null },
      t.as(t.officer),
    );
    const prepared = await t.registry.prepareDecision.execute(
      {
        reference,
        version: 2,
        kind: 'honour',
        granted: '50000.00',
        activities: 'As applied for',
        provisionsVersion: '2022',
        occurred: '2016-04-01T10:00:00Z',
        reason,
        request: null,
      },
      t.as(t.officer),
    );
    const booked = { reference: prepared.reference, reason, request: null } as const;
    await t.registry.moveDecision.execute(
      { ...booked, version: 1, command: 'sign', occurred: '2016-05-01T10:00:00Z' },
      t.as(t.authority),
    );
    await t.registry.announceDecision.execute(
      { ...booked, version: 2, occurred: '2016-05-02T10:00:00Z' },
      t.as(t.officer),
    );

    expect(await figures(call, 2016, '2016-12-31')).toMatchObject({
      received: 1,
      honoured: 1,
      asFirstReported: null,
      asOfNow: 1,
      correction: null,
    });
  });

  it('computes no share of a number that nobody knows', async () => {
    const application = await t.anApplication({ status: 'honoured' });
    const { call } = application;
    const fields = [{ field: 'received', origin: 'unknown' }] as const;
    await t.registry.noteProvenance.execute({ kind: 'call', reference: call.reference, fields }, t.as(t.officer));
    const requested = [{ field: 'requested', origin: 'invented' }] as const;
    await t.registry.noteProvenance.execute(
      { kind: 'application', reference: application.reference, fields: requested },
      t.as(t.officer),
    );

    expect(await reporting.row('honouring', { call: call.reference })).toMatchObject({
      received: null,
      withdrawn: null,
      decided: null,
      honoured: 1,
      rejected: null,
      shareOfDecided: null,
      honouredOfReceived: null,
      shareOfReceived: null,
      requested: null,
      granted: '50000.00',
      provenance: 'invented',
      provenanceFields: 'application.requested invented (1)',
    });
  });

  it('leaves legacy awards out', async () => {
    const before = await reporting.rows('honouring');
    await t.aLegacyAward();
    const after = await reporting.rows('honouring');

    expect(after).toEqual(before);
  });
});
