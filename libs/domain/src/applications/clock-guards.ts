import type { Guard } from '../lifecycle/lifecycle.js';
import type { CalendarDate } from '../shared/calendar.js';

export interface SuspensionFacts {
  /** A suspension is under way of which nobody knows how long it lasts. */
  readonly standsStill: boolean;
  readonly from: CalendarDate;
  /** Its last day, as far as it is known. */
  readonly through: CalendarDate | null;
}

const runsNow: Guard<Pick<SuspensionFacts, 'standsStill'>> = {
  code: 'term_stands_still',
  rule: 'the term for deciding runs: no suspension is under way of which the end is not known',
  basis: 'Awb 4:15',
  enforcedBy: 'database',
  holds: ({ standsStill }) => !standsStill,
};

const suspensionIsInOrder: Guard<Pick<SuspensionFacts, 'from' | 'through'>> = {
  code: 'suspension_out_of_order',
  rule: 'a suspension ends on the day on which it begins or later',
  basis: 'Awb 4:15',
  enforcedBy: 'database',
  holds: ({ from, through }) => through === null || through >= from,
};

const standsStillNow: Guard<Pick<SuspensionFacts, 'standsStill'>> = {
  code: 'term_runs',
  rule: 'a suspension is under way of which the end was not known',
  basis: 'Awb 4:15',
  enforcedBy: 'database',
  holds: ({ standsStill }) => standsStill,
};

export interface AnotherTermFacts {
  /** Why naming another term would change nothing: it is one of law, was used before, or has ended; null where it does. */
  readonly namingRefused: string | null;
}

/** NL: mededeling van een andere redelijke termijn (Awb 4:14(3)). */
const anotherTermCounts: Guard<AnotherTermFacts> = {
  code: 'another_term_not_open',
  rule: 'another reasonable term is named once, before the term has ended, and not where the term is one of law',
  basis: 'Awb 4:14(3)',
  enforcedBy: 'application',
  holds: ({ namingRefused }) => namingRefused === null,
};

export interface DefaultNoticeFacts {
  readonly noticeGiven: boolean;
  /** The last day of the term for deciding; null while it stands still. */
  readonly decideBy: CalendarDate | null;
  readonly day: CalendarDate;
}

const noticeIsTheFirst: Guard<Pick<DefaultNoticeFacts, 'noticeGiven'>> = {
  code: 'default_notice_given_already',
  rule: 'notice of default was not given before',
  basis: 'Awb 4:17(3)',
  enforcedBy: 'database',
  holds: ({ noticeGiven }) => !noticeGiven,
};

/** NL: een ingebrekestelling voor het einde van de termijn is prematuur (Awb 4:17(3)). */
const decisionIsLate: Guard<Omit<DefaultNoticeFacts, 'noticeGiven'>> = {
  code: 'decision_not_late',
  rule: 'the term for deciding has ended; a notice before that counts for nothing',
  basis: 'Awb 4:17(3)',
  enforcedBy: 'application',
  holds: ({ decideBy, day }) => decideBy !== null && day > decideBy,
};

/** What bars each step on the term for deciding. */
export const suspensionGuards = [runsNow, suspensionIsInOrder] as const;
export const resumptionGuards = [standsStillNow] as const;
export const anotherTermGuards = [anotherTermCounts] as const;
export const defaultNoticeGuards = [noticeIsTheFirst, decisionIsLate] as const;
