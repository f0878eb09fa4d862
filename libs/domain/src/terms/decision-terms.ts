import { plus, type CalendarDate } from '../shared/calendar.js';
import { caseTerm, factsOf, type CaseTerm, type DatedFact } from './case-term.js';
import { deadlineAfter } from './legal-clock.js';
import { legalTerm } from './term-catalogue.js';

/** What can happen to a decision that its terms look at. */
interface DecisionFacts {
  announced: object;
  objection_received: object;
  superseded: object;
  /** It was made under the reservation that the budget provides enough, and that budget was adopted (Awb 4:34). */
  budget_adopted: object;
  reservation_invoked: object;
  /** Adopted, and of a kind that is published: its recipient is no natural person (Woo 3.3a). */
  to_be_published: object;
  published: object;
}

/** Something that happened to a decision, on a day in the Netherlands. */
export type DecisionFact = DatedFact<DecisionFacts>;

/**
 * Every term on a decision: objecting, an objection that was posted in time, the budget reservation, publication.
 * NL: termijnen van het besluit (Awb 4:34, 6:7, 6:8, 6:9; Woo 3.3).
 */
export function decisionTerms(history: readonly DecisionFact[]): CaseTerm[] {
  const { day } = factsOf(history);
  const terms: CaseTerm[] = [];
  const announcedOn = day('announced');
  if (announcedOn !== null) {
    const end = { metOn: day('objection_received'), cancelledOn: day('superseded') };
    const objection = caseTerm(legalTerm('objection'), { after: announcedOn }, end);
    terms.push(objection, caseTerm(legalTerm('objection_by_post'), { after: objection.endsOn }, end));
  }
  const budgetOn = day('budget_adopted');
  if (budgetOn !== null) {
    const end = { metOn: day('reservation_invoked'), cancelledOn: day('superseded') };
    terms.push(caseTerm(legalTerm('budget_reservation'), { after: budgetOn }, end));
  }
  const publishFrom = day('to_be_published');
  if (publishFrom !== null) {
    terms.push(caseTerm(legalTerm('woo_publication'), { after: publishFrom }, { metOn: day('published') }));
  }
  return terms;
}

/**
 * The first day on which nobody can object in time any more: six weeks, and a week for what was posted in time.
 * NL: onherroepelijk (Awb 6:7, 6:9(2)).
 */
export function irrevocableFrom(announcedOn: CalendarDate): CalendarDate {
  const { endsOn } = deadlineAfter(announcedOn, legalTerm('objection'));
  return plus(deadlineAfter(endsOn, legalTerm('objection_by_post')).endsOn, { days: 1 });
}
