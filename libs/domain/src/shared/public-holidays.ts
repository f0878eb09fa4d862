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
 * NL: algemeen erkende feestdagen (Algemene termijnenwet art. 3).
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

/** Whether a term may not end on this day. NL: zaterdag, zondag of algemeen erkende feestdag (Atw art. 1). */
export function isFreeDay(date: CalendarDate): boolean {
  return dayOfWeek(date) >= 6 || publicHolidays(Number(date.slice(0, 4))).has(date);
}
