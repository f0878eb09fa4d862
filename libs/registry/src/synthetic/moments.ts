import type { CalendarDate } from '@grants/domain';
import type { Random } from './random.js';

/** Days and moments of the story are milliseconds since 1970; a day is its midnight in UTC. */
export const DAY = 86_400_000;
const HOUR = 3_600_000;

/**
 * The last day on which anything occurs. It is fixed, so that a seed gives the same data on whatever day it is sown;
 * what had not occurred by then leaves its subject where it stood.
 */
export const HORIZON = Date.UTC(2026, 5, 30);

/** A moment in the working hours of a day, on the same date in the Netherlands as in UTC. */
export function atWork(day: number, random: Random): number {
  return midnight(day) + 7 * HOUR + random.between(0, 9 * HOUR);
}

/** The day of a moment. */
export function midnight(moment: number): number {
  return moment - (moment % DAY);
}

/** ISO 8601 in UTC. */
export function isoMoment(moment: number): string {
  return new Date(moment).toISOString();
}

/** The date of a day or of a moment in working hours. */
export function isoDate(moment: number): CalendarDate {
  return new Date(moment).toISOString().slice(0, 10);
}

/** The day so many months later. */
export function monthsAfter(day: number, months: number): number {
  const date = new Date(day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate());
}
