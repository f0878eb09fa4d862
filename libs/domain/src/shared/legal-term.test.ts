import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Holidays from 'date-holidays';
import { atTime, dateInAmsterdam, isCalendarDate, plus, startOfDay } from './calendar.js';
import { deadlineAfter, type LegalTerm } from './legal-term.js';
import { isFreeDay, publicHolidays } from './public-holidays.js';

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
        expect(ground.includes('Algemene termijnenwet')).toBe(endsOn !== counted);
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
