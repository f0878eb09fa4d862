import { plus, termText, type CalendarDate, type TermLength } from './calendar.js';
import { isFreeDay } from './public-holidays.js';

/** A term of law, contract or policy: how long, and by which article. */
export interface LegalTerm {
  /** Stable name, part of the API. */
  readonly kind: string;
  /** What has to be done before it ends, for people. */
  readonly nl: string;
  readonly en: string;
  readonly basis: string;
  readonly length: TermLength;
  /** Set by law: then the Algemene termijnenwet moves an end that falls on a free day. */
  readonly statutory: boolean;
}

/** A term on a case, as it is stored: it can say when, why and by which article. */
export interface Deadline {
  readonly kind: string;
  readonly basis: string;
  readonly startsOn: CalendarDate;
  readonly endsOn: CalendarDate;
  readonly term: string;
  /** Why the end lies where it lies, in English. */
  readonly ground: string;
}

/** Terms longer than 90 days, twelve weeks or three months, or in years, do not move (Algemene termijnenwet art. 4). */
function isLongTerm(length: TermLength): boolean {
  if ('years' in length) return true;
  if ('months' in length) return length.months > 3;
  if ('weeks' in length) return length.weeks > 12;
  return length.days > 90;
}

/**
 * The deadline of a term that begins on the day after `after`: its last day is as many days, weeks or months later,
 * moved to the next working day where the law says so. NL: termijn (Awb 6:8; Algemene termijnenwet art. 1 and 4).
 */
export function deadlineAfter(after: CalendarDate, term: LegalTerm): Deadline {
  const counted = plus(after, term.length);
  let endsOn = counted;
  if (term.statutory && !isLongTerm(term.length)) while (isFreeDay(endsOn)) endsOn = plus(endsOn, { days: 1 });
  const moved = endsOn === counted ? '' : `, moved from ${counted} (Algemene termijnenwet art. 1)`;
  return {
    kind: term.kind,
    basis: term.basis,
    startsOn: plus(after, { days: 1 }),
    endsOn,
    term: termText(term.length),
    ground: `${termText(term.length)} after ${after}${moved}`,
  };
}
