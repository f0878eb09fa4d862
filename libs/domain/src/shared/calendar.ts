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

/** The day that was asked for last, from its first millisecond until the first of the next. */
let lastDay = { date: '', from: Number.NaN, until: Number.NaN };

/** The date on the calendar in the Netherlands at a moment. */
export function dateInAmsterdam(moment: Moment): CalendarDate {
  // Every request asks for today's: one that falls on the day of the one before needs no time zone.
  const at = Date.parse(moment);
  if (!(at >= lastDay.from && at < lastDay.until)) {
    const date = Temporal.Instant.from(moment).toZonedDateTimeISO(ZONE).toPlainDate().toString();
    lastDay = { date, from: Date.parse(startOfDay(date)), until: Date.parse(startOfDay(plus(date, { days: 1 }))) };
  }
  return lastDay.date;
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

/** Monday is 1, Sunday is 7. */
export function dayOfWeek(date: CalendarDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}
