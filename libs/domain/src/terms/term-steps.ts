import type { CalendarDate } from '../shared/calendar.js';
import { extensionGrounds, suspensionGrounds, type ExtensionGround, type SuspensionGround } from './grounds.js';

/**
 * One step of the account of a term: what happened to its end, by which article. After the last step `until` is the
 * last day of the term.
 */
export type TermStep = { readonly basis: string; readonly until: CalendarDate } & (
  | { readonly step: 'counted'; readonly after: CalendarDate; readonly length: string }
  /** Its last day was set, by a letter or a court, and not counted. */
  | { readonly step: 'set'; readonly after: CalendarDate }
  /** Counted back from a day that lies ahead. */
  | { readonly step: 'counted_back'; readonly before: CalendarDate; readonly length: string }
  | {
      readonly step: 'suspended';
      readonly ground: SuspensionGround;
      readonly from: CalendarDate;
      readonly through: CalendarDate;
      /** By how many days the end moves: days that another suspension took already are not counted again. */
      readonly days: number;
    }
  /** It stands still, and nobody knows yet until when: it cannot end before it runs again. */
  | { readonly step: 'standing_still'; readonly ground: SuspensionGround; readonly from: CalendarDate }
  | {
      readonly step: 'extended';
      readonly ground: ExtensionGround;
      readonly on: CalendarDate;
      readonly length: string;
    }
  /** Longer, up to a day that was named; the days that do not count after the naming come on top of it. */
  | {
      readonly step: 'named';
      readonly ground: ExtensionGround;
      readonly on: CalendarDate;
      readonly named: CalendarDate;
    }
  | {
      readonly step: 'not_extended';
      readonly ground: ExtensionGround;
      readonly on: CalendarDate;
      readonly because: 'too_late' | 'used_before' | 'term_of_law';
    }
  | {
      readonly step: 'moved';
      readonly from: CalendarDate;
      /** The days that it passes over, with their names. */
      readonly over: readonly string[];
    }
);

const notExtended = {
  too_late: 'because the term had ended',
  used_before: 'because that had been done before',
  term_of_law: 'because the term is set by or under the law (Awb 4:14(1))',
} as const;

const days = (count: number) => (count === 1 ? '1 day' : `${count} days`);

/** A step in words, without its article. */
export function stepInWords(step: TermStep): string {
  switch (step.step) {
    case 'counted':
      return `${step.length} after ${step.after}`;
    case 'set':
      return `set at ${step.until}`;
    case 'counted_back':
      return `${step.length} before ${step.before}`;
    case 'suspended':
      return `suspended for ${days(step.days)} from ${step.from} through ${step.through}: ${suspensionGrounds[step.ground].en}`;
    case 'standing_still':
      return `standing still since ${step.from}: ${suspensionGrounds[step.ground].en}`;
    case 'extended':
      return `extended by ${step.length} to ${step.until} on ${step.on}: ${extensionGrounds[step.ground].en}`;
    case 'named':
      return `extended on ${step.on} until ${step.named}${step.named === step.until ? '' : `, that is ${step.until}`}: ${extensionGrounds[step.ground].en}`;
    case 'not_extended':
      return `not extended on ${step.on}, ${notExtended[step.because]}`;
    case 'moved':
      return `moved from ${step.from} over ${step.over.join(', ')}`;
  }
}

/** Why the end of a term lies where it lies, in one line; the first step's article is that of the term itself. */
export function groundOf(steps: readonly TermStep[]): string {
  return steps.map((step, at) => (at === 0 ? stepInWords(step) : `${stepInWords(step)} (${step.basis})`)).join(', ');
}
