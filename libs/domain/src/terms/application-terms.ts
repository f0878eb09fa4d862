import type { CalendarDate } from '../shared/calendar.js';
import { legalBases } from '../shared/legal-basis.js';
import { caseTerm, earliest, factsOf, type CaseTerm, type DatedFact, type TermEnd } from './case-term.js';
import type { ClockFacts, LegalTerm } from './legal-clock.js';
import { penaltyFor, type Penalty, type PenaltyExclusion } from './penalty.js';
import { repair, repairFacts } from './repair.js';
import { legalTerm, type TermKind } from './term-catalogue.js';
import { termFor, type TermParameters } from './term-parameters.js';

/** What can happen to an application that its terms look at, and what is told with it. */
interface ApplicationFacts {
  received: object;
  receipt_confirmed: object;
  agreement_received: object;
  /** `until` is null where the letter named no last day: then the term of the call holds. */
  repair_requested: { readonly until: CalendarDate | null };
  repaired: object;
  repair_lapsed: object;
  admitted: object;
  /** From its day through another, both included; null while nobody knows. A request to repair suspends by itself. */
  suspended: {
    readonly ground: 'foreign_information' | 'consent' | 'applicant_delay' | 'force_majeure';
    readonly through: CalendarDate | null;
  };
  another_term_named: { readonly until: CalendarDate };
  reviews_sent: { readonly until: CalendarDate | null };
  rebuttal_received: object;
  /** Announced: that is when a decision takes effect (Awb 3:40). */
  decided: { readonly notProcessed: boolean };
  withdrawn: object;
  default_notice: { readonly exclusion: PenaltyExclusion | null };
  penalty_decided: object;
}

/** Something that happened to an application, on a day in the Netherlands. */
export type ApplicationFact = DatedFact<ApplicationFacts>;

/**
 * Whether the term for deciding is set by or under the law (Awb 4:13(1)): its basis says so. Otherwise it is the
 * reasonable one of eight weeks, which the authority can replace by another (Awb 4:14(3)).
 */
function isTermOfLaw({ decision_on_application: { basis } }: TermParameters): boolean {
  return legalBases(basis).some(({ source, article }) => source === 'Awb' && article === '4:13(1)');
}

/** Until when the authority may tell that the decision will be later. NL: mededeling (Awb 4:14(1), 4:14(3)). */
function noticeTerm(parameters: TermParameters): LegalTerm {
  const notice = legalTerm('decision_notice');
  if (!isTermOfLaw(parameters)) return notice;
  return { ...notice, basis: 'Awb 4:14(1)', length: parameters.decision_on_application.length };
}

/** What the terms of an application share: its facts, its end, and how its term for deciding ran. */
function readHistory(history: readonly ApplicationFact[], parameters: TermParameters) {
  const facts = factsOf(history);
  const { all, first, day } = facts;
  const after = day('received');
  if (after === null) return null;
  const decided = first('decided');
  const closedOn = earliest([decided?.on ?? null, day('withdrawn')]);
  const repairs = repairFacts(all('repair_requested'), all('repaired'), all('repair_lapsed')).map((each) =>
    repair(termFor('application_repair', parameters), 'repair', each, closedOn),
  );
  const clock: ClockFacts = {
    after,
    suspensions: [
      ...repairs.map(({ suspension }) => suspension),
      ...all('suspended').map(({ ground, on, through }) => ({ ground, from: on, through })),
    ],
    isOfLaw: isTermOfLaw(parameters),
  };
  const decision = caseTerm(
    termFor('decision_on_application', parameters),
    {
      ...clock,
      extensions: all('another_term_named').map(({ on, until }) => ({ ground: 'another_term', on, until })),
    },
    { metOn: decided?.on, cancelledOn: closedOn },
  );
  // A notice that comes while the term runs, or stands still, counts for nothing.
  const notices = all('default_notice');
  const notice = notices.find(({ on }) => decision.suspendedSince === null && on > decision.endsOn) ?? null;
  return { facts, after, decided, closedOn, repairs, clock, decision, notice: notice ?? notices[0] ?? null };
}

/**
 * Every term on an application up to its decision, each met, cancelled or open. The order in which its facts were booked
 * does not matter. The terms on the decision itself are those of `decisionTerms`.
 * NL: termijnen van de aanvraag (Awb 4:3a, 4:5, 4:13, 4:14, 4:15, 4:17, 4:18).
 */
export function applicationTerms(history: readonly ApplicationFact[], parameters: TermParameters): CaseTerm[] {
  const read = readHistory(history, parameters);
  if (!read) return [];
  const { facts, after, decided, closedOn, repairs, clock, decision } = read;
  const { all, day } = facts;
  const term = (kind: TermKind, clockFacts: ClockFacts, end: TermEnd) =>
    caseTerm(termFor(kind, parameters), clockFacts, { cancelledOn: closedOn, ...end });
  const terms = [
    term('confirmation_of_receipt', { after }, { metOn: day('receipt_confirmed') }),
    term('statement_of_agreement', { after }, { metOn: day('agreement_received') }),
    decision,
    caseTerm(noticeTerm(parameters), clock, {
      metOn: earliest([day('another_term_named'), decided?.on ?? null]),
      cancelledOn: closedOn,
    }),
  ];
  const lastRepair = repairs.at(-1);
  if (lastRepair) {
    const end = {
      metOn: decided?.notProcessed === true ? decided.on : null,
      cancelledOn: earliest([day('admitted'), closedOn]),
    };
    terms.push(lastRepair.term, term('not_processing', { after: lastRepair.endsOn }, end));
  }
  const reviews = all('reviews_sent').at(-1);
  if (reviews) {
    const reply = all('rebuttal_received').find(({ on }) => on >= reviews.on);
    const until = reviews.until ?? undefined;
    terms.push(term('rebuttal', { after: reviews.on, until }, { metOn: reply?.on }));
  }
  const penalty = penaltyOf(read, { askedOn: after, applicants: 1 });
  if (penalty?.grace && read.notice) {
    terms.push(term('default_notice', { after: read.notice.on }, { metOn: decided?.on }));
    if (penalty.lastDay !== null) {
      // The decision ends the penalty, and with that begins the term for deciding on its amount.
      const end = { metOn: day('penalty_decided'), cancelledOn: null };
      terms.push(term('penalty_decision', { after: penalty.lastDay }, end));
    }
  }
  return terms;
}

function penaltyOf(
  { notice, decision, closedOn }: NonNullable<ReturnType<typeof readHistory>>,
  asked: { readonly askedOn: CalendarDate; readonly applicants: number },
): Penalty | null {
  if (!notice) return null;
  const termEndsOn = decision.suspendedSince === null ? decision.endsOn : '9999-12-31';
  return penaltyFor({ ...asked, termEndsOn, noticeOn: notice.on, decidedOn: closedOn, exclusion: notice.exclusion });
}

/**
 * The penalty for a late decision on an application, as it stands on a day; null where nobody gave notice of default.
 * NL: dwangsom (Awb 4:17, 4:18).
 */
export function applicationPenalty(
  history: readonly ApplicationFact[],
  parameters: TermParameters,
  asked: { readonly askedOn: CalendarDate; readonly applicants: number },
): Penalty | null {
  const read = readHistory(history, parameters);
  return read && penaltyOf(read, asked);
}
