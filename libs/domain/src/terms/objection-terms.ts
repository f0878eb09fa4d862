import { plus, type CalendarDate } from '../shared/calendar.js';
import { caseTerm, earliest, factsOf, type CaseTerm, type DatedFact } from './case-term.js';
import { deadlineAfter, type Extension, type LegalTerm } from './legal-clock.js';
import { repair, repairFacts } from './repair.js';
import { legalTerm } from './term-catalogue.js';
import { termFor, type TermParameters } from './term-parameters.js';
import { groundOf, type TermStep } from './term-steps.js';

/** What can happen to an objection that its terms look at, and what is told with it. */
interface ObjectionFacts {
  /** The decision that it is against was announced. */
  decision_announced: object;
  posted: object;
  received: object;
  /** It was sent to another authority, which received it on this day (Awb 6:15). */
  received_elsewhere: object;
  acknowledged: object;
  repair_requested: { readonly until: CalendarDate | null };
  repaired: object;
  repair_lapsed: object;
  /** A committee advises (Awb 7:13). */
  committee_involved: object;
  hearing_set: { readonly hearingOn: CalendarDate };
  /** NL: verdaagd (Awb 7:10(3)); six weeks at most. */
  postponed: { readonly weeks: number };
  delay_agreed: {
    readonly ground: 'all_parties_agree' | 'objector_agrees' | 'procedure';
    readonly until: CalendarDate;
  };
  /** The decision on the objection was announced. */
  decided: object;
  withdrawn: object;
  appeal_filed: object;
  /** The court's judgement was sent. */
  judged: object;
  further_appeal_filed: object;
}

/** Something that happened to an objection, on a day in the Netherlands. */
export type ObjectionFact = DatedFact<ObjectionFacts>;

/** Why an objection is in time, or is not. NL: tijdigheid (Awb 6:7, 6:9, 6:15). */
export interface Filing {
  readonly isInTime: boolean;
  readonly because: 'received' | 'posted' | 'received_elsewhere' | 'late';
  readonly basis: string;
  /** The last day for filing. */
  readonly endsOn: CalendarDate;
  /** The last day for receiving what was posted in time. */
  readonly byPostEndsOn: CalendarDate;
}

/**
 * Whether an objection is in time: received by the last day, posted by then and received within a week of it, or received
 * by then by an authority that it was wrongly sent to. What is late may still be excusable (Awb 6:11): people judge that.
 * Null until the decision was announced and the objection has come in.
 */
export function filingOf(history: readonly ObjectionFact[]): Filing | null {
  const { day } = factsOf(history);
  const [announcedOn, receivedOn, elsewhereOn] = [
    day('decision_announced'),
    day('received'),
    day('received_elsewhere'),
  ];
  const firstOn = earliest([receivedOn, elsewhereOn]);
  if (announcedOn === null || firstOn === null) return null;
  const { endsOn } = deadlineAfter(announcedOn, legalTerm('objection'));
  const byPostEndsOn = deadlineAfter(endsOn, legalTerm('objection_by_post')).endsOn;
  const postedOn = day('posted');
  const says = (because: Filing['because'], basis: string) => ({
    isInTime: because !== 'late',
    because,
    basis,
    endsOn,
    byPostEndsOn,
  });
  if (receivedOn !== null && receivedOn <= endsOn) return says('received', 'Awb 6:9(1)');
  if (elsewhereOn !== null && elsewhereOn <= endsOn) return says('received_elsewhere', 'Awb 6:15(3)');
  if (postedOn !== null && postedOn <= endsOn && firstOn <= byPostEndsOn) return says('posted', 'Awb 6:9(2)');
  return says('late', 'Awb 6:7, 6:11');
}

/** A term that is counted back from a hearing; those do not move (Atw 1(2)). */
function beforeHearing(
  kind: 'hearing_documents' | 'hearing_file',
  { on, hearingOn }: { readonly on: CalendarDate; readonly hearingOn: CalendarDate },
  cancelledOn: CalendarDate | null,
): CaseTerm {
  const term = legalTerm(kind);
  const days = 'days' in term.length ? term.length.days : 7;
  const counted = plus(hearingOn, { days: -days });
  const { term: length, startsOn } = deadlineAfter(on, term);
  const endsOn = counted < startsOn ? startsOn : counted;
  const steps: TermStep[] = [{ step: 'counted_back', before: hearingOn, length, until: endsOn, basis: term.basis }];
  return {
    kind,
    basis: term.basis,
    startsOn,
    endsOn,
    term: length,
    suspendedSince: null,
    ground: groundOf(steps),
    steps,
    metOn: null,
    cancelledOn,
  };
}

/** Six weeks, or twelve with a committee. NL: beslistermijn in bezwaar (Awb 7:10(1), 7:13). */
function decisionTerm(withCommittee: boolean): LegalTerm {
  const term = legalTerm('decision_on_objection');
  return withCommittee ? { ...term, basis: 'Awb 7:10(1), 7:13', length: { weeks: 12 } } : term;
}

/** The most weeks by which the authority may postpone its decision by itself (Awb 7:10(3)). */
const MOST_WEEKS_POSTPONED = 6;

/**
 * Every term on an objection and on the appeals after it, each met, cancelled or open. The order in which its facts were
 * booked does not matter. The term for deciding begins on the day after the term for filing ended, not with receipt.
 * NL: termijnen van het bezwaar (Awb 6:6, 6:7, 7:4, 7:10).
 */
export function objectionTerms(history: readonly ObjectionFact[], parameters: TermParameters): CaseTerm[] {
  const { all, day } = factsOf(history);
  const filing = filingOf(history);
  const receivedOn = earliest([day('received'), day('received_elsewhere')]);
  if (!filing || receivedOn === null) return [];
  const decidedOn = day('decided');
  const closedOn = earliest([decidedOn, day('withdrawn')]);
  const repairs = repairFacts(all('repair_requested'), all('repaired'), all('repair_lapsed')).map((each) =>
    repair(termFor('objection_repair', parameters), 'objection_repair', each, closedOn),
  );
  const extensions: Extension[] = [
    ...all('postponed').map(({ on, weeks }) => ({
      ground: 'postponement' as const,
      on,
      length: { weeks: Math.min(weeks, MOST_WEEKS_POSTPONED) },
    })),
    ...all('delay_agreed').map(({ ground, on, until }) => ({ ground, on, until })),
  ];
  const suspensions = repairs.map(({ suspension }) => suspension);
  const terms = [
    caseTerm(
      termFor('objection_acknowledgement', parameters),
      { after: day('received') ?? receivedOn },
      { metOn: day('acknowledged'), cancelledOn: closedOn },
    ),
    ...repairs.slice(-1).map((last) => last.term),
    caseTerm(
      decisionTerm(day('committee_involved') !== null),
      { after: filing.endsOn, suspensions, extensions },
      { metOn: decidedOn, cancelledOn: closedOn },
    ),
  ];
  const hearing = all('hearing_set').at(-1);
  if (hearing) {
    terms.push(beforeHearing('hearing_documents', hearing, closedOn), beforeHearing('hearing_file', hearing, closedOn));
  }
  if (decidedOn !== null) {
    terms.push(caseTerm(termFor('appeal', parameters), { after: decidedOn }, { metOn: day('appeal_filed') }));
  }
  const judgedOn = day('judged');
  if (judgedOn !== null) {
    const end = { metOn: day('further_appeal_filed') };
    terms.push(caseTerm(termFor('further_appeal', parameters), { after: judgedOn }, end));
  }
  return terms;
}
