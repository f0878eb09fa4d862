import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Holidays from 'date-holidays';
import { atTime, dateInAmsterdam, isCalendarDate, plus, startOfDay } from '../shared/calendar.js';
import {
  deadlineAfter,
  legalClock,
  type ClockFacts,
  type Deadline,
  type Extension,
  type LegalTerm,
  type Suspension,
} from './legal-clock.js';
import { isFreeDay, publicHolidays } from '../shared/public-holidays.js';

const term = (length: LegalTerm['length'], statutory = true): LegalTerm => ({
  kind: 'test',
  nl: 'x',
  en: 'x',
  basis: 'Awb 6:7',
  length,
  statutory,
});

describe('public holidays', () => {
  it('are those of a holiday library, but for 5 May, which the law has every year, and Easter and Whit Sunday, which are Sundays', () => {
    const library = new Holidays('NL');
    for (let year = 2000; year <= 2040; year++) {
      const theirs = library
        .getHolidays(year)
        .filter(
          ({ type, date }) =>
            (type === 'public' || date.slice(5, 10) === '05-05') &&
            new Date(`${date.slice(0, 10)}T00:00:00Z`).getUTCDay() !== 0,
        )
        .map(({ date }) => date.slice(0, 10));
      const ours = [...publicHolidays(year).keys()].filter((day) => new Date(`${day}T00:00:00Z`).getUTCDay() !== 0);
      const goodFriday = plus(ours.find((day) => publicHolidays(year).get(day) === 'Easter Monday') ?? '', {
        days: -3,
      });
      expect(new Set(ours)).toEqual(
        new Set([
          ...theirs,
          goodFriday,
          ...(`${year}-05-05` in ours ? [] : ours.filter((day) => day.endsWith('-05-05'))),
        ]),
      );
    }
  });
});

describe('a term of law', () => {
  it.each<[after: string, length: LegalTerm['length'], endsOn: string, why: string]>([
    // after, length, last day, why
    ['2026-11-22', { weeks: 6 }, '2027-01-04', 'a Sunday moves to Monday'],
    ['2026-11-13', { weeks: 6 }, '2026-12-28', 'Christmas on a Friday moves over the weekend'],
    ['2017-11-22', { weeks: 6 }, '2018-01-03', 'a working day stays'],
    ['2025-03-07', { weeks: 6 }, '2025-04-22', 'Good Friday, weekend and Easter Monday'],
    ['2024-03-16', { weeks: 6 }, '2024-04-29', 'King’s Day on a Saturday, then a Sunday'],
    ['2020-01-31', { months: 1 }, '2020-03-02', 'the last day of February is a Saturday'],
    ['2026-11-22', { weeks: 12 }, '2027-02-15', 'twelve weeks move too'],
    ['2026-11-22', { weeks: 13 }, '2027-02-21', 'thirteen weeks do not'],
    ['2026-11-22', { weeks: 22 }, '2027-04-25', 'nor do 22'],
    ['2026-11-22', { years: 5 }, '2031-11-22', 'nor do years'],
    ['2026-11-22', { days: 91 }, '2027-02-21', 'nor do more than 90 days'],
  ])('that begins after %s and lasts %j ends on %s: %s', (after, length, endsOn) =>
    expect(deadlineAfter(after, term(length)).endsOn).toBe(endsOn),
  );

  it('does not move where it is not set by law', () =>
    expect(deadlineAfter('2026-11-22', term({ weeks: 6 }, false)).endsOn).toBe('2027-01-03'));

  it('never ends on a free day, nor earlier than counted, and says why it was moved', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => plus('2000-01-01', { days }));
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 12 }), (after, weeks) => {
        const { endsOn, ground, startsOn } = deadlineAfter(after, term({ weeks }));
        const counted = plus(after, { weeks });
        expect(isFreeDay(endsOn)).toBe(false);
        expect(endsOn >= counted).toBe(true);
        expect(ground.includes('Atw 1')).toBe(endsOn !== counted);
        expect(startsOn).toBe(plus(after, { days: 1 }));
      }),
    );
  });
});

describe('the calendar in the Netherlands', () => {
  it('has its days begin an hour or two before UTC, by daylight saving', () => {
    expect(startOfDay('2026-01-15')).toBe('2026-01-14T23:00:00Z');
    expect(startOfDay('2026-07-15')).toBe('2026-07-14T22:00:00Z');
    expect(dateInAmsterdam('2026-03-28T23:30:00Z')).toBe('2026-03-29');
    expect(atTime('2026-03-29', '14:00')).toBe('2026-03-29T12:00:00Z');
    expect(atTime('2026-10-25', '14:00')).toBe('2026-10-25T13:00:00Z');
  });

  it('knows which dates exist', () => {
    for (const text of ['2024-02-29', '2026-12-31']) expect(isCalendarDate(text)).toBe(true);
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '2026-01-01T00:00', ''])
      expect(isCalendarDate(text)).toBe(false);
  });
});

/** A term of so many weeks on which things happened. */
const clock = (length: LegalTerm['length'], facts: ClockFacts, statutory = true) =>
  legalClock(term(length, statutory), facts);
const lastSteps = ({ steps }: Deadline) => steps.slice(1).map((step) => [step.step, step.until, step.basis]);

describe('the clock of the law', () => {
  it('Awb 4:13(2): received Thursday 12 November 2026, eight weeks, ends Thursday 7 January 2027, across the year', () => {
    expect(clock({ weeks: 8 }, { after: '2026-11-12' })).toEqual({
      kind: 'test',
      basis: 'Awb 6:7',
      startsOn: '2026-11-13',
      endsOn: '2027-01-07',
      term: 'P8W',
      suspendedSince: null,
      ground: 'P8W after 2026-11-12',
      steps: [{ step: 'counted', after: '2026-11-12', length: 'P8W', until: '2027-01-07', basis: 'Awb 6:7' }],
    });
  });

  it('Awb 4:15(1)(a): asked on 20 November, completed on 1 December: 21 to 30 November, ten days; 7 + 10 = 17 January, a Sunday, so 18 January', () => {
    const found = clock(
      { weeks: 8 },
      { after: '2026-11-12', suspensions: [{ ground: 'repair', from: '2026-11-21', through: '2026-11-30' }] },
    );
    expect(lastSteps(found)).toEqual([
      ['suspended', '2027-01-17', 'Awb 4:15(1)(a)'],
      ['moved', '2027-01-18', 'Atw 1'],
    ]);
    expect(found.ground).toBe(
      'P8W after 2026-11-12, suspended for 10 days from 2026-11-21 through 2026-11-30: the applicant was asked to ' +
        'complete the application (Awb 4:15(1)(a)), moved from 2027-01-17 over Sunday 2027-01-17 (Atw 1)',
    );
  });

  it('Awb 4:15: two suspensions of 10 and 8 days that share 3 make the term 15 days longer', () => {
    const { endsOn, steps } = clock(
      { weeks: 8 },
      {
        after: '2026-03-02',
        suspensions: [
          { ground: 'consent', from: '2026-03-18', through: '2026-03-25' },
          { ground: 'repair', from: '2026-03-11', through: '2026-03-20' },
        ],
      },
    );
    expect(steps.map((step) => (step.step === 'suspended' ? [step.ground, step.days] : step.step))).toEqual([
      'counted',
      ['repair', 10],
      ['consent', 5],
    ]);
    expect(endsOn).toBe(plus('2026-04-27', { days: 15 })); // 2 March + 8 weeks + 15 days
  });

  it('Awb 4:15: what lies within another suspension, before the term or after it, does not count', () => {
    const facts = { after: '2026-03-02', suspensions: [] };
    const around: Suspension[] = [
      { ground: 'force_majeure', from: '2026-02-01', through: '2026-03-02' },
      { ground: 'force_majeure', from: '2026-03-11', through: '2026-03-20' },
      { ground: 'consent', from: '2026-03-12', through: '2026-03-13' },
      { ground: 'consent', from: '2026-05-12', through: '2026-06-01' },
    ];
    const found = clock({ weeks: 8 }, { ...facts, suspensions: around });
    expect(found.endsOn).toBe('2026-05-07'); // 27 April (King’s Day) + 10 days
    expect(found.steps.map((step) => (step.step === 'suspended' ? step.days : step.step))).toEqual(['counted', 10, 0]);
  });

  it('Awb 4:15(2)(c): while force majeure lasts the term stands still, and ends at the earliest where it ended before', () => {
    const found = clock(
      { weeks: 8 },
      { after: '2026-03-02', suspensions: [{ ground: 'force_majeure', from: '2026-03-10', through: null }] },
    );
    expect(found).toMatchObject({ suspendedSince: '2026-03-10', endsOn: '2026-04-28' });
    expect(found.steps[1]).toMatchObject({ step: 'standing_still', ground: 'force_majeure', basis: 'Awb 4:15(2)(c)' });
  });

  it.each<[name: string, on: string, until: string, endsOn: string, because: string | null]>([
    ['named in week 7, for 1 June: 1 June', '2026-04-20', '2026-06-01', '2026-06-01', null],
    [
      'named in week 7, for Sunday 31 May: no term of law, so it does not move',
      '2026-04-20',
      '2026-05-31',
      '2026-05-31',
      null,
    ],
    ['named on the last day, Tuesday after King’s Day: in time', '2026-04-28', '2026-06-01', '2026-06-01', null],
    ['named a day late: for nothing', '2026-04-29', '2026-06-01', '2026-04-28', 'too_late'],
    ['an earlier day than the term has: nothing is taken away', '2026-04-20', '2026-04-21', '2026-04-28', null],
  ])(
    'Awb 4:14(3): received 2 March 2026, eight weeks to 27 April; another term %s',
    (_, on, until, endsOn, because) => {
      const found = clock({ weeks: 8 }, { after: '2026-03-02', extensions: [{ ground: 'another_term', on, until }] });
      expect(found.endsOn).toBe(endsOn);
      expect(found.steps.find((step) => step.step === 'not_extended')?.because ?? null).toBe(because);
    },
  );

  it('Awb 4:14(3), 4:15: another term named while the term stands still is for the days that count: 1 June + 5 days', () => {
    const found = clock(
      { weeks: 8 },
      {
        after: '2026-03-02',
        suspensions: [{ ground: 'consent', from: '2026-04-16', through: '2026-04-25' }],
        extensions: [{ ground: 'another_term', on: '2026-04-20', until: '2026-06-01' }],
      },
    );
    expect(found.endsOn).toBe('2026-06-06');
    expect(found.ground).toContain(
      'extended on 2026-04-20 until 2026-06-01, that is 2026-06-06: another reasonable term',
    );
  });

  it('Awb 4:14(1): a term set by law is not made longer by naming another one', () => {
    const found = clock(
      { weeks: 13 },
      {
        after: '2026-03-02',
        isOfLaw: true,
        extensions: [{ ground: 'another_term', on: '2026-04-20', until: '2026-09-01' }],
      },
    );
    expect(found.endsOn).toBe('2026-06-01');
    expect(found.ground).toContain('not extended on 2026-04-20, because the term is set by or under the law');
  });

  it('Awb 7:10(3): 12 weeks after 4 January 2027 is 29 March, Easter Monday; with six more 10 May, and 18 weeks do not move', () => {
    const facts = { after: '2027-01-04' };
    expect(clock({ weeks: 12 }, facts).endsOn).toBe('2027-03-30');
    const postponed = (on: string): Extension => ({ ground: 'postponement', on, length: { weeks: 6 } });
    expect(clock({ weeks: 12 }, { ...facts, extensions: [postponed('2027-03-01')] }).endsOn).toBe('2027-05-10');
    // 18 weeks after 12 December 2026 is Saturday 17 April 2027.
    expect(clock({ weeks: 12 }, { after: '2026-12-12', extensions: [postponed('2027-03-01')] }).endsOn).toBe(
      '2027-04-17',
    );
    // 6 + 6 weeks after 21 November 2026 is Saturday 13 February 2027: twelve weeks, so it moves.
    expect(clock({ weeks: 6 }, { after: '2026-11-21', extensions: [postponed('2026-12-01')] }).endsOn).toBe(
      '2027-02-15',
    );
    const twice = clock({ weeks: 12 }, { ...facts, extensions: [postponed('2027-03-01'), postponed('2027-04-01')] });
    expect(twice).toMatchObject({ endsOn: '2027-05-10', steps: [{}, {}, { because: 'used_before' }] });
  });

  it('Awb 7:10(4): further delay that the parties agree to counts after the end too', () => {
    const agreed: Extension = { ground: 'all_parties_agree', on: '2027-06-01', until: '2027-07-01' };
    expect(clock({ weeks: 12 }, { after: '2027-01-04', extensions: [agreed] }).endsOn).toBe('2027-07-01');
  });

  it.each<[why: string, after: string, length: LegalTerm['length'], endsOn: string]>([
    ['Atw 1: six weeks after 9 April 2026 is Thursday 21 May', '2026-04-09', { weeks: 6 }, '2026-05-21'],
    [
      'Atw 3(1): six weeks after 2 April 2026 is Ascension Day, the Friday is equated, then a weekend',
      '2026-04-02',
      { weeks: 6 },
      '2026-05-18',
    ],
    [
      'Atw 3(3): six weeks after 21 November 2025 is Friday 2 January 2026, equated by decree',
      '2025-11-21',
      { weeks: 6 },
      '2026-01-05',
    ],
    [
      'Atw 3(3): eight weeks after 29 October 2018 is Monday 24 December, then Christmas',
      '2018-10-29',
      { weeks: 8 },
      '2018-12-27',
    ],
    [
      'Atw 2: three days after Thursday before Easter 2026 are Friday to Sunday; Tuesday alone is not enough',
      '2026-04-02',
      { days: 3 },
      '2026-04-08',
    ],
    ['Atw 1: two days after that Thursday need one working day only', '2026-04-02', { days: 2 }, '2026-04-07'],
    [
      'Atw 4: three months after 30 November 2026 are at most three months; 28 February 2027 is a Sunday',
      '2026-11-30',
      { months: 3 },
      '2027-03-01',
    ],
    [
      'Atw 4: four months are more; 28 March 2027 is Easter Sunday and stays',
      '2026-11-28',
      { months: 4 },
      '2027-03-28',
    ],
    ['a year after 29 February 2024 is 28 February 2025', '2024-02-29', { years: 1 }, '2025-02-28'],
    ['a month after 31 January 2028, a leap year, is 29 February', '2028-01-31', { months: 1 }, '2028-02-29'],
    [
      'daylight saving begins within it: six weeks after 26 February 2027 are 42 days, and that Friday is 9 April',
      '2027-02-26',
      { weeks: 6 },
      '2027-04-09',
    ],
  ])('%s', (_, after, length, endsOn) => expect(clock(length, { after }).endsOn).toBe(endsOn));

  it('Awb 6:8: what is announced at 23:30 in Amsterdam on 24 October 2026, and again after the clock went back, begins on the next day there', () => {
    for (const [moment, endsOn] of [
      ['2026-10-24T21:30:00Z', '2026-12-07'], // 23:30 on the 24th, daylight saving; 5 December is a Saturday
      ['2026-10-24T22:00:00Z', '2026-12-07'], // 00:00 on the 25th: 6 December is a Sunday
      ['2026-10-25T22:59:59Z', '2026-12-07'], // 23:59:59 on the 25th
      ['2026-10-25T23:00:00Z', '2026-12-07'], // 00:00 on the 26th: Monday
      ['2026-10-26T23:00:00Z', '2026-12-08'],
      ['2027-03-27T23:00:00Z', '2027-05-10'], // 28 March, the night of summer time: Sunday 9 May
      ['2027-03-28T22:00:00Z', '2027-05-10'], // 29 March
      ['2027-03-29T21:59:59Z', '2027-05-10'],
      ['2027-03-29T22:00:00Z', '2027-05-11'],
    ] as const) {
      expect([moment, clock({ weeks: 6 }, { after: dateInAmsterdam(moment) }).endsOn]).toEqual([moment, endsOn]);
    }
  });
});

describe('whatever happens to a term', () => {
  const day = (from: string, most: number) => fc.integer({ min: 0, max: most }).map((days) => plus(from, { days }));
  const after = day('2015-01-01', 6_000);
  const length = fc.oneof(
    fc.integer({ min: 1, max: 30 }).map((weeks) => ({ weeks })),
    fc.integer({ min: 1, max: 100 }).map((days) => ({ days })),
    fc.integer({ min: 1, max: 6 }).map((months) => ({ months })),
  );
  const grounds = ['repair', 'consent', 'applicant_delay', 'force_majeure'] as const;
  /** Suspensions and extensions of a term, by the number of days after its start. */
  const happenings = fc.record({
    suspensions: fc.array(
      fc.record({
        ground: fc.constantFrom(...grounds),
        at: fc.integer({ min: -20, max: 150 }),
        days: fc.oneof(
          { weight: 9, arbitrary: fc.integer({ min: 1, max: 40 }) },
          { weight: 1, arbitrary: fc.constant(null) },
        ),
      }),
      { maxLength: 5 },
    ),
    // One of a ground: a power that was used in vain, being late, would with more time have been used up.
    extensions: fc.uniqueArray(
      fc.record({
        ground: fc.constantFrom('another_term' as const, 'postponement' as const, 'all_parties_agree' as const),
        at: fc.integer({ min: 0, max: 150 }),
        by: fc.integer({ min: 1, max: 12 }),
      }),
      { maxLength: 3, selector: ({ ground }) => ground },
    ),
  });
  type Happenings = typeof happenings extends fc.Arbitrary<infer Value> ? Value : never;
  const factsAfter = (start: string, { suspensions, extensions }: Happenings): ClockFacts => ({
    after: start,
    suspensions: suspensions.map(({ ground, at, days }) => ({
      ground,
      from: plus(start, { days: at }),
      through: days === null ? null : plus(start, { days: at + days - 1 }),
    })),
    extensions: extensions.map(({ ground, at, by }): Extension => {
      const on = plus(start, { days: at });
      return ground === 'postponement'
        ? { ground, on, length: { weeks: by } }
        : { ground, on, until: plus(on, { weeks: by }) };
    }),
  });
  const seeded = { seed: 20_261_125, numRuns: 250 };

  it('it never ends before it would have if nothing had happened', () => {
    fc.assert(
      fc.property(after, length, happenings, fc.boolean(), (start, long, happened, statutory) => {
        const { endsOn } = clock(long, factsAfter(start, happened), statutory);
        expect(endsOn >= plus(start, long)).toBe(true);
        expect(endsOn >= clock(long, { after: start }, statutory).endsOn).toBe(true);
      }),
      seeded,
    );
  });

  it('standing still once more never makes it shorter', () => {
    fc.assert(
      fc.property(after, length, happenings, fc.boolean(), (start, long, happened, statutory) => {
        const { suspensions } = happened;
        const without = { ...happened, suspensions: suspensions.slice(0, -1) };
        const { endsOn } = clock(long, factsAfter(start, without), statutory);
        expect(clock(long, factsAfter(start, happened), statutory).endsOn >= endsOn).toBe(true);
      }),
      seeded,
    );
  });

  it('it gives the same account in whatever order it was booked', () => {
    const shuffled = happenings.chain((happened) =>
      fc.record({
        happened: fc.constant(happened),
        suspensions: fc.shuffledSubarray(happened.suspensions, { minLength: happened.suspensions.length }),
        extensions: fc.shuffledSubarray(happened.extensions, { minLength: happened.extensions.length }),
      }),
    );
    fc.assert(
      fc.property(after, length, shuffled, (start, long, { happened, ...other }) => {
        expect(clock(long, factsAfter(start, other))).toEqual(clock(long, factsAfter(start, happened)));
      }),
      seeded,
    );
  });

  it('each day that it stands still counts once, however many suspensions have it', () => {
    fc.assert(
      fc.property(after, happenings, (start, { suspensions }) => {
        // Within the first hundred days of a term that lasts longer, so that all of them lie in it.
        const within = suspensions.filter(({ at, days }) => at >= 1 && days !== null && at < 100);
        const { suspensions: given = [], ...facts } = factsAfter(start, { suspensions: within, extensions: [] });
        const stood = new Set(
          given.flatMap(({ from, through }) => {
            const last = through ?? from;
            const all = [];
            for (let each = from; each <= last; each = plus(each, { days: 1 })) all.push(each);
            return all;
          }),
        );
        const { endsOn, steps } = clock({ days: 120 }, { ...facts, suspensions: given }, false);
        expect(endsOn).toBe(plus(start, { days: 120 + stood.size }));
        const told = steps.map((step) => (step.step === 'suspended' ? step.days : 0));
        expect(told.reduce((one, other) => one + other, 0)).toBe(stood.size);
      }),
      seeded,
    );
  });

  it('its last step tells its end', () => {
    fc.assert(
      fc.property(after, length, happenings, (start, long, happened) => {
        const { endsOn, steps, ground } = clock(long, factsAfter(start, happened));
        expect(steps.at(-1)?.until).toBe(endsOn);
        expect(steps.slice(1).every(({ basis }) => ground.includes(`(${basis})`))).toBe(true);
      }),
      seeded,
    );
  });
});
