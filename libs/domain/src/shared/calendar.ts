import { Temporal } from 'temporal-polyfill';

/** A calendar date that people agree on, as "2017-09-07"; it has no time and no zone. */
export type CalendarDate = string;

/** A moment, as ISO 8601 in UTC with at most microseconds: "2017-09-07T12:00:00.000Z". */
export type Moment = string;

const ZONE = 'Europe/Amsterdam';

/** Whether the text is a real date: "2021-02-29" is not. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** Made once: a formatter takes far longer to make than to use, and every request asks what day it is. Swedish is ISO 8601. */
const dayThere = new Intl.DateTimeFormat('sv-SE', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The date on the calendar in the Netherlands at a moment. @throws RangeError where the text is not a moment. */
export function dateInAmsterdam(moment: Moment): CalendarDate {
  return dayThere.format(Date.parse(moment));
}

/** The moment at which a date begins in the Netherlands, daylight saving included. */
export function startOfDay(date: CalendarDate): Moment {
  return Temporal.PlainDate.from(date).toZonedDateTime(ZONE).toInstant().toString();
}

/** The moment of a date and a clock time ("14:00") in the Netherlands. */
export function atTime(date: CalendarDate, time: string): Moment {
  return Temporal.PlainDate.from(date)
    .toZonedDateTime({ timeZone: ZONE, plainTime: Temporal.PlainTime.from(time) })
    .toInstant()
    .toString();
}

/** How long a term lasts; exactly one unit, as statutes write it. */
export type TermLength = { days: number } | { weeks: number } | { months: number } | { years: number };

/** The date so much later; 31 January plus one month is the last day of February. */
export function plus(date: CalendarDate, length: TermLength): CalendarDate {
  return Temporal.PlainDate.from(date).add(length).toString();
}

/** ISO 8601 duration of a term: "P6W". */
export function termText(length: TermLength): string {
  return Temporal.Duration.from(length).toString();
}

const TERM_TEXT = /^P(?<count>[1-9]\d{0,3})(?<unit>[DWMY])$/;

/** Reads "P6W", in one unit as statutes write terms; null for any other text. */
export function parseTerm(text: string): TermLength | null {
  const { count = '', unit } = TERM_TEXT.exec(text)?.groups ?? {};
  switch (unit) {
    case 'D':
      return { days: Number(count) };
    case 'W':
      return { weeks: Number(count) };
    case 'M':
      return { months: Number(count) };
    case 'Y':
      return { years: Number(count) };
    default:
      return null;
  }
}

/** How many days there are from one date to another, both counted; none where the other comes first. */
export function daysBetween(from: CalendarDate, through: CalendarDate): number {
  return Math.max(0, Temporal.PlainDate.from(from).until(through).days + 1);
}

/** Monday is 1, Sunday is 7. */
export function dayOfWeek(date: CalendarDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}
