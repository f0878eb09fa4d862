import type { Guard } from '../lifecycle/lifecycle.js';
import type { CalendarDate } from '../shared/calendar.js';

export interface ReviewStartFacts {
  readonly usesReferees: boolean;
  /** Referees who were assigned and have neither stepped back nor declared an interest. */
  readonly refereesReady: number;
  /** How many reviews the call asks for. */
  readonly refereesNeeded: number;
  /** Referees assigned who have declared no interest yet, or are party to an application of the same call. */
  readonly refereesUnclear: number;
}

const callHasReferees: Guard<Pick<ReviewStartFacts, 'usesReferees'>> = {
  code: 'call_has_no_referees',
  rule: 'the call has applications reviewed by referees',
  basis: 'call: referees',
  enforcedBy: 'database',
  holds: ({ usesReferees }) => usesReferees,
};

const refereesAreAssigned: Guard<Pick<ReviewStartFacts, 'refereesReady' | 'refereesNeeded'>> = {
  code: 'referees_missing',
  rule: 'as many referees without an interest are assigned as the call asks for',
  basis: 'ZonMw: referees',
  enforcedBy: 'database',
  holds: ({ refereesReady, refereesNeeded }) => refereesReady >= refereesNeeded,
};

/** NL: vooringenomenheid, Code omgaan met persoonlijke belangen (Awb 2:4). */
const refereesAreImpartial: Guard<Pick<ReviewStartFacts, 'refereesUnclear'>> = {
  code: 'referee_interest_undeclared',
  rule: 'every assigned referee has declared to have no interest, and is party to no application of the same call',
  basis: 'Awb 2:4; ZonMw: code for dealing with personal interests',
  enforcedBy: 'database',
  holds: ({ refereesUnclear }) => refereesUnclear === 0,
};

export interface ReviewsFacts {
  /** Reviews of referees who have not stepped back. */
  readonly reviewsIn: number;
  readonly refereesNeeded: number;
}

const reviewsAreIn: Guard<ReviewsFacts> = {
  code: 'reviews_missing',
  rule: 'as many reviews are in as the call asks for',
  basis: 'ZonMw: referees',
  enforcedBy: 'database',
  holds: ({ reviewsIn, refereesNeeded }) => reviewsIn >= refereesNeeded,
};

const rebuttalTermIsAhead: Guard<{ readonly rebuttalUntil: CalendarDate; readonly day: CalendarDate }> = {
  code: 'rebuttal_term_not_ahead',
  rule: 'the term for a rebuttal ends after the day on which the reviews are sent',
  basis: 'ZonMw: rebuttal',
  enforcedBy: 'database',
  holds: ({ rebuttalUntil, day }) => rebuttalUntil > day,
};

export interface RebuttalFacts {
  /** The term for the right of reply; null where the reviews were not sent. */
  readonly rebuttal: { readonly until: CalendarDate; readonly receivedOn: CalendarDate | null } | null;
  readonly day: CalendarDate;
}

const rebuttalIsInTime: Guard<RebuttalFacts> = {
  code: 'rebuttal_term_passed',
  rule: 'a rebuttal comes in on the last day of its term at the latest',
  basis: 'ZonMw: rebuttal',
  enforcedBy: 'database',
  holds: ({ rebuttal, day }) => rebuttal !== null && day <= rebuttal.until,
};

const rebuttalIsTheOnlyOne: Guard<Pick<RebuttalFacts, 'rebuttal'>> = {
  code: 'rebuttal_received_already',
  rule: 'an applicant replies to the reviews once',
  basis: 'ZonMw: rebuttal',
  enforcedBy: 'database',
  holds: ({ rebuttal }) => rebuttal === null || rebuttal.receivedOn === null,
};

export interface AdviceFacts extends RebuttalFacts {
  readonly usesReferees: boolean;
  /** Members who took part in the advice although an interest of theirs is known. */
  readonly membersWithInterest: number;
}

/** NL: wederhoor. */
const applicantWasHeard: Guard<Pick<AdviceFacts, 'usesReferees' | 'rebuttal' | 'day'>> = {
  code: 'rebuttal_pending',
  rule: 'where the call has referees, their reviews were sent, and the applicant replied or let the term pass',
  basis: 'ZonMw: rebuttal',
  enforcedBy: 'database',
  holds: ({ usesReferees, rebuttal, day }) =>
    !usesReferees || (rebuttal !== null && (rebuttal.receivedOn !== null || day > rebuttal.until)),
};

const membersAreImpartial: Guard<Pick<AdviceFacts, 'membersWithInterest'>> = {
  code: 'member_has_interest',
  rule: 'no member with a known interest took part in the advice',
  basis: 'Awb 2:4; ZonMw: code for dealing with personal interests',
  enforcedBy: 'database',
  holds: ({ membersWithInterest }) => membersWithInterest === 0,
};

/** What bars each step of the assessment. */
export const reviewStartGuards = [callHasReferees, refereesAreAssigned, refereesAreImpartial] as const;
export const reviewsSentGuards = [reviewsAreIn, rebuttalTermIsAhead] as const;
export const rebuttalGuards = [rebuttalIsInTime, rebuttalIsTheOnlyOne] as const;
export const adviceGuards = [applicantWasHeard, membersAreImpartial] as const;
export const renewedAdviceGuards = [membersAreImpartial] as const;
