import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plus } from '../shared/calendar.js';
import { formatMoney } from '../shared/money.js';
import { isFreeDay } from '../shared/public-holidays.js';
import { equalShares, penaltyFor, type PenaltyFacts, type PenaltyRates } from './penalty.js';

/** A decision due on Thursday 7 January 2027, of which notice of default came on Monday 11 January. */
const late = (facts: Partial<PenaltyFacts> = {}): PenaltyFacts => ({
  termEndsOn: '2027-01-07',
  noticeOn: '2027-01-11',
  decidedOn: null,
  askedOn: '2027-12-31',
  exclusion: null,
  applicants: 1,
  ...facts,
});
const asked = (facts: Partial<PenaltyFacts>) => {
  const { amount, shares, days, ...penalty } = penaltyFor(late(facts));
  return { ...penalty, amount: formatMoney(amount), shares: shares.map(formatMoney), days: days.length };
};

describe('edge case 11: a decision is late', () => {
  it('Awb 4:17: notice on 11 January, two weeks to 25 January, 42 days from 26 January through 8 March: 14 x 23 + 14 x 35 + 14 x 45 = 1,442', () => {
    const found = asked({});
    expect(found).toMatchObject({
      standing: 'ended',
      firstDay: '2027-01-26',
      lastDay: '2027-03-08',
      amount: '1442.00',
      shares: ['1442.00'],
      days: 42,
    });
    expect(found.grace).toMatchObject({ kind: 'default_notice', endsOn: '2027-01-25', basis: 'Awb 4:17(3)' });
    expect(found.decision).toMatchObject({ kind: 'penalty_decision', endsOn: '2027-03-22', basis: 'Awb 4:18' });
  });

  it.each<[name: string, facts: Partial<PenaltyFacts>, standing: string, amount: string, days: number]>([
    ['4:17(3): asked within the two weeks', { askedOn: '2027-01-25' }, 'waiting', '0.00', 0],
    ['4:17(2): on the first day 23', { askedOn: '2027-01-26' }, 'running', '23.00', 1],
    ['4:17(2): on day 14, 14 x 23 = 322', { askedOn: '2027-02-08' }, 'running', '322.00', 14],
    ['4:17(2): on day 15, 322 + 35 = 357', { askedOn: '2027-02-09' }, 'running', '357.00', 15],
    ['4:17(2): on day 28, 322 + 14 x 35 = 812', { askedOn: '2027-02-22' }, 'running', '812.00', 28],
    ['4:17(2): on day 29, 812 + 45 = 857', { askedOn: '2027-02-23' }, 'running', '857.00', 29],
    ['4:17(1): on day 42, 812 + 14 x 45 = 1,442', { askedOn: '2027-03-08' }, 'ended', '1442.00', 42],
    ['4:17(1): a year later no more than that', { askedOn: '2028-03-08' }, 'ended', '1442.00', 42],
    ['4:17(3): decided on the last day of the two weeks', { decidedOn: '2027-01-25' }, 'avoided', '0.00', 0],
    ['4:17(3): decided on the day after them', { decidedOn: '2027-01-26' }, 'avoided', '0.00', 0],
    ['4:17(1): decided on day 11, ten days x 23', { decidedOn: '2027-02-05' }, 'ended', '230.00', 10],
    ['4:17(3): notice on the last day of the term is none', { noticeOn: '2027-01-07' }, 'premature', '0.00', 0],
    ['4:17(6)(a): notice unreasonably late', { exclusion: 'notice_unreasonably_late' }, 'excluded', '0.00', 0],
    ['4:17(6)(b): no interested party', { exclusion: 'not_interested' }, 'excluded', '0.00', 0],
    ['4:17(6)(c): plainly unfounded', { exclusion: 'plainly_hopeless' }, 'excluded', '0.00', 0],
  ])('Awb %s', (_, facts, standing, amount, days) => expect(asked(facts)).toMatchObject({ standing, amount, days }));

  it('Awb 4:17(3), Atw 1: two weeks after Saturday 16 January 2027 end on a Saturday and run to Monday; the first day is Tuesday 2 February', () =>
    expect(asked({ noticeOn: '2027-01-16' })).toMatchObject({ firstDay: '2027-02-02', lastDay: '2027-03-15' }));

  it('Awb 4:17(1): the 42 days are not moved: they end on Saturday 3 April 2027, in the Easter weekend', () => {
    const { lastDay } = asked({ noticeOn: '2027-02-05' });
    expect(lastDay).toBe('2027-04-02'); // Friday 19 February + 42 days: the second of April
    const onASunday = asked({ noticeOn: '2027-02-01' }); // 15 February + 42 days
    expect(onASunday.lastDay).toBe('2027-03-29'); // Easter Monday
    expect(isFreeDay(onASunday.lastDay ?? '')).toBe(true);
  });

  it('Awb 4:17(7): 1,442 among three is 480.67, 480.67 and 480.66, the odd cents to the first in order', () =>
    expect(asked({ applicants: 3 }).shares).toEqual(['480.67', '480.67', '480.66']));

  it('Awb 4:17(2): the amounts are those that hold on the day: 20, 30 and 40 before 2019', () => {
    const old = { termEndsOn: '2017-03-01', noticeOn: '2017-03-02', askedOn: '2017-12-31' };
    expect(asked(old).amount).toBe('1260.00');
    // Seventeen days in 2018 (14 x 20 + 3 x 30 = 370), then 11 x 35 = 385 and 14 x 45 = 630.
    const across = { termEndsOn: '2018-11-29', noticeOn: '2018-11-30', askedOn: '2019-12-31' };
    expect(asked(across)).toMatchObject({ firstDay: '2018-12-15', amount: '1385.00' });
    expect(penaltyFor(late(across)).days[16]).toMatchObject({ number: 17, day: '2018-12-31', amount: 30_00n });
    expect(penaltyFor(late(across)).days[17]).toMatchObject({ number: 18, day: '2019-01-01', amount: 35_00n });
  });

  it('Awb 4:17(2): an indexation is a row with its date', () => {
    const steps = [{ days: 42, perDay: 100_00n }];
    const rates: PenaltyRates[] = [{ from: '2027-02-01', steps }];
    const { days } = penaltyFor(late(), rates);
    expect(days.filter(({ amount }) => amount > 0n)).toHaveLength(36);
  });

  it('its shares are of a whole number of applicants', () => {
    for (const among of [0, -1, 1.5]) expect(() => equalShares(1n, among)).toThrow(RangeError);
  });
});

describe('whatever the days', () => {
  const seeded = { seed: 20_261_125, numRuns: 250 };
  const day = fc.integer({ min: 0, max: 200 }).map((days) => plus('2026-11-01', { days }));
  const facts = fc.record({
    termEndsOn: day,
    noticeOn: day,
    decidedOn: fc.option(day),
    exclusion: fc.constantFrom(null, null, null, 'not_interested' as const),
    applicants: fc.integer({ min: 1, max: 40 }),
  });

  it('a penalty grows from day to day, never above the most, and its shares add up to it and differ by a cent at most', () => {
    fc.assert(
      fc.property(facts, day, day, (given, one, other) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        const before = penaltyFor({ ...given, askedOn: first });
        const { amount, shares, days, lastDay } = penaltyFor({ ...given, askedOn: second });
        expect(before.amount <= amount).toBe(true);
        expect(amount <= 1442_00n).toBe(true);
        expect(days.at(-1)?.total ?? 0n).toBe(amount);
        expect(days.every((each, at) => each.number === at + 1 && (lastDay === null || each.day <= lastDay))).toBe(
          true,
        );
        expect(shares).toHaveLength(given.applicants);
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(amount);
        expect(shares.every((share, at) => at === 0 || share === shares[0] || share === (shares[0] ?? 0n) - 1n)).toBe(
          true,
        );
      }),
      seeded,
    );
  });

  it('deciding earlier never costs more', () => {
    fc.assert(
      fc.property(facts, day, day, (given, one, other) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        const at = (decidedOn: string) => penaltyFor({ ...given, decidedOn, askedOn: '2028-01-01' }).amount;
        expect(at(first) <= at(second)).toBe(true);
      }),
      seeded,
    );
  });
});
