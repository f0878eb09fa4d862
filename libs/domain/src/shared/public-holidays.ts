import { plus, dayOfWeek, type CalendarDate } from './calendar.js';

/** Easter Sunday of a year in the Gregorian calendar (Meeus, Jones and Butcher). */
function easterSunday(year: number): CalendarDate {
  const a = year % 19;
  const century = Math.floor(year / 100);
  const e = century % 4;
  const g = Math.floor((8 * century + 13) / 25);
  const theta = (19 * a + century - Math.floor(century / 4) - g + 15) % 30;
  const phi = Math.floor((a + 11 * theta) / 319);
  const psi = (2 * e + 2 * Math.floor((year % 100) / 4) - ((year % 100) % 4) - theta + phi + 32) % 7;
  const month = Math.floor((theta - phi + psi + 90) / 25);
  const day = (theta - phi + psi + month + 19) % 32;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** King's Day: 27 April since 2014, 30 April before (Queen's Day); a day earlier where that is a Sunday. */
function kingsDay(year: number): CalendarDate {
  const day: CalendarDate = year >= 2014 ? `${year}-04-27` : `${year}-04-30`;
  return dayOfWeek(day) === 7 ? plus(day, { days: -1 }) : day;
}

/**
 * The days that the law treats as a Sunday, with their names, but for days equated by royal decree.
 * NL: algemeen erkende feestdagen (Atw 3(1)).
 */
export function publicHolidays(year: number): ReadonlyMap<CalendarDate, string> {
  const easter = easterSunday(year);
  return new Map([
    [`${year}-01-01`, 'New Year’s Day'],
    [plus(easter, { days: -2 }), 'Good Friday'],
    [plus(easter, { days: 1 }), 'Easter Monday'],
    [kingsDay(year), 'King’s Day'],
    [`${year}-05-05`, 'Liberation Day'],
    [plus(easter, { days: 39 }), 'Ascension Day'],
    [plus(easter, { days: 50 }), 'Whit Monday'],
    [`${year}-12-25`, 'Christmas Day'],
    [`${year}-12-26`, 'Boxing Day'],
  ]);
}

/** Days that the law treats as a Sunday because a royal decree says so. */
interface EquatedDays {
  readonly decree: string;
  readonly days: readonly CalendarDate[];
}

/**
 * The decrees, each for three years; a new one is a new row. Those of before 2017 and of 2020 to 2022 are not listed.
 * NL: met een feestdag gelijkgestelde dagen (Atw 3(3)).
 */
export const equatedDays: readonly EquatedDays[] = [
  {
    decree: 'KB of 24 October 2016, no. 2016001827',
    days: ['2017-04-28', '2017-05-26', '2018-05-11', '2018-12-24', '2018-12-31', '2019-05-31', '2019-12-27'],
  },
  {
    decree: 'KB for 2023 to 2025',
    days: ['2023-04-28', '2023-05-19', '2024-05-10', '2024-12-27', '2025-05-30'],
  },
  {
    decree: 'KB for 2026 to 2028',
    days: ['2026-01-02', '2026-05-15', '2027-05-07', '2028-04-28', '2028-05-26'],
  },
];

const decreeOf = new Map(equatedDays.flatMap(({ decree, days }) => days.map((day) => [day, decree] as const)));

/** What makes a day one on which a term of law cannot end; null for a working day. */
export function freeDayName(date: CalendarDate): string | null {
  const day = dayOfWeek(date);
  if (day === 6) return 'Saturday';
  if (day === 7) return 'Sunday';
  return publicHolidays(Number(date.slice(0, 4))).get(date) ?? decreeOf.get(date) ?? null;
}

/** Whether a term may not end on this day. NL: zaterdag, zondag of algemeen erkende feestdag (Atw 1). */
export function isFreeDay(date: CalendarDate): boolean {
  return freeDayName(date) !== null;
}
