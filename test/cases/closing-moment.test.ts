import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { atTime } from '@grants/domain';
import { moveDueCalls } from '@grants/registry';
import { Flow } from '../support/flow.js';

let flow: Flow;
beforeAll(async () => {
  flow = await Flow.begin();
});
afterAll(() => flow.api.close());

const HOUR = 3_600_000;
/** Sets the clock to a moment. */
const setClock = (moment: string) => flow.api.moveClock((Date.parse(moment) - Date.now()) / HOUR);
const earlier = (moment: string, ms: number) => new Date(Date.parse(moment) - ms).toISOString();

describe('a call that closes at 14:00 in Amsterdam (edge case 8)', () => {
  it.each([
    ['in winter', '2027-02-01', '2027-02-01T13:00:00Z'],
    ['in summer', '2027-07-01', '2027-07-01T12:00:00Z'],
    ['on the day the clocks go forward', '2027-03-28', '2027-03-28T12:00:00Z'],
    ['on the day the clocks go back', '2027-10-31', '2027-10-31T13:00:00Z'],
  ])('takes what comes in on that moment, and not a millisecond later: %s', async (name, day, utc) => {
    const closesAt = atTime(day, '14:00');
    expect(Date.parse(closesAt)).toBe(Date.parse(utc));
    await setClock(earlier(closesAt, 30 * 24 * HOUR));
    const code = `CASE8-${day}`;
    const call = await flow.anOpenCall(code, { opensAt: flow.api.hoursFromNow(-1), closesAt });
    // What came in on paper is told by its moment: exactly then, and a millisecond after.
    await setClock(earlier(closesAt, -HOUR));
    await moveDueCalls(flow.api.registry, flow.api.clock);
    const registered = (receivedAt: string) =>
      flow.api.post(`/v1/calls/${call}/registrations`, {
        body: { content: flow.content(), receivedAt, reason: `Per post: ${name}.` },
      });

    expect((await registered(closesAt)).body).toMatchObject({ status: 'submitted' });
    const late = await registered(earlier(closesAt, -1));
    expect([late.status, late.body.rules]).toEqual([422, ['call_not_open']]);
    expect((await flow.api.get(`/v1/calls/${call}`)).body).toMatchObject({ status: 'closed' });
  });

  it('refuses a submission after it, whether or not the clock has closed the call yet', async () => {
    await flow.api.moveClock(0);
    const call = await flow.anOpenCall('CASE8-LATE', { closesAt: flow.api.hoursFromNow(1) });
    const draft = await flow.aDraft(call);
    await flow.api.moveClock(1.01);

    const late = await flow.move('applications', draft, { command: 'submit' }, { as: 'applicant' });
    expect([late.status, late.body.rules]).toEqual([422, ['call_not_open']]);
    await moveDueCalls(flow.api.registry, flow.api.clock);
    const later = await flow.move('applications', draft, { command: 'submit' }, { as: 'applicant' });
    expect([later.status, later.body.rules]).toEqual([422, ['call_not_open']]);
    await flow.api.moveClock(0);
  });

  it('takes what came in while the portal was down, where an amendment moved the closing back', async () => {
    const call = await flow.anOpenCall('CASE8-OUTAGE', { closesAt: flow.api.hoursFromNow(1) });
    const draft = await flow.aDraft(call);
    const { version } = await flow.api.read('call', call);
    const closesAt = flow.api.hoursFromNow(25);
    const amended = await flow.api.post(`/v1/calls/${call}/amendments`, {
      as: 'decision_authority',
      version,
      body: { closesAt, reason: 'Het portaal was een ochtend niet bereikbaar.' },
    });
    expect([amended.status, amended.body]).toMatchObject([200, { status: 'open' }]);
    await flow.api.moveClock(2);

    const submitted = await flow.move('applications', draft, { command: 'submit' }, { as: 'applicant' });
    expect(submitted.body).toMatchObject({ status: 'submitted' });
    await flow.api.moveClock(0);
    const { body: terms } = await flow.api.get(`/v1/calls/${call}/terms`);
    expect(terms.items.map(({ number }) => number)).toEqual([1, 2]);
    expect(Date.parse(String(terms.items[1]?.['closesAt']))).toBe(Date.parse(closesAt));
    const { body: events } = await flow.api.get(`/v1/calls/${call}/events`);
    expect(events.items.at(-1)).toMatchObject({ command: 'amend', from: 'open', to: 'open' });
  });
});
