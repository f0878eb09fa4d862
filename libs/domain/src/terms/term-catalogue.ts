import type { TermLength } from '../shared/calendar.js';
import type { LegalTerm } from './legal-clock.js';

/** What a term is on. */
export type TermSubject = 'application' | 'decision' | 'objection' | 'project';

/** A term as the catalogue has it. */
export interface CataloguedTerm extends Omit<LegalTerm, 'kind'> {
  readonly subject: TermSubject;
  /** Who has to act before it ends, or may; nobody where only something arrives. */
  readonly by: 'applicant' | 'authority' | 'nobody';
  /** Its length is practice and not law: a funder, programme or call may set another one. */
  readonly isParameter: boolean;
  /** Nobody has to act once it has passed: somebody just can no longer do what they might have done. */
  readonly isRight: boolean;
}

const duty = { isParameter: false, isRight: false, statutory: true } as const;
const right = { ...duty, isRight: true } as const;
const practice = { isParameter: true, isRight: false, statutory: false } as const;
const weeks = (count: number): TermLength => ({ weeks: count });

/** Every term that the registry computes, with its article and its default length. NL: termijnen. */
export const termCatalogue = {
  confirmation_of_receipt: {
    subject: 'application',
    by: 'authority',
    nl: 'ontvangst van de aanvraag bevestigen',
    en: 'confirming receipt of the application',
    basis: 'Awb 4:3a; registry: within a week',
    length: weeks(1),
    ...practice,
  },
  statement_of_agreement: {
    subject: 'application',
    by: 'applicant',
    nl: 'verklaring akkoord indienen',
    en: 'handing in the statement of agreement',
    basis: 'ZonMw: at most a week after submission',
    length: weeks(1),
    ...practice,
  },
  application_repair: {
    subject: 'application',
    by: 'applicant',
    nl: 'aanvraag aanvullen',
    en: 'completing the application',
    basis: 'Awb 4:5(1); registry: two weeks',
    length: weeks(2),
    ...practice,
  },
  not_processing: {
    subject: 'application',
    by: 'authority',
    nl: 'besluit om de aanvraag niet te behandelen',
    en: 'deciding not to process the application',
    basis: 'Awb 4:5(4)',
    length: weeks(4),
    ...practice,
    statutory: true,
  },
  decision_on_application: {
    subject: 'application',
    by: 'authority',
    nl: 'besluit op de aanvraag',
    en: 'decision on the application',
    basis: 'Awb 4:13(2)',
    length: weeks(8),
    ...practice,
    statutory: true,
  },
  decision_notice: {
    subject: 'application',
    by: 'authority',
    nl: 'mededelen dat het besluit later komt, en wanneer',
    en: 'telling that the decision will be later, and when',
    basis: 'Awb 4:14(3)',
    length: weeks(8),
    ...duty,
  },
  rebuttal: {
    subject: 'application',
    by: 'applicant',
    nl: 'wederhoor',
    en: 'replying to the reviews',
    basis: 'ZonMw: rebuttal; registry: two weeks',
    length: weeks(2),
    ...practice,
    isRight: true,
  },
  default_notice: {
    subject: 'application',
    by: 'authority',
    nl: 'besluit na ingebrekestelling',
    en: 'decision after a default notice',
    basis: 'Awb 4:17(3)',
    length: weeks(2),
    ...duty,
  },
  penalty_decision: {
    subject: 'application',
    by: 'authority',
    nl: 'vaststelling van de dwangsom',
    en: 'deciding on the penalty for being late',
    basis: 'Awb 4:18',
    length: weeks(2),
    ...duty,
  },
  objection: {
    subject: 'decision',
    by: 'applicant',
    nl: 'bezwaar maken',
    en: 'filing an objection',
    basis: 'Awb 6:7, 6:8',
    length: weeks(6),
    ...right,
  },
  objection_by_post: {
    subject: 'decision',
    by: 'nobody',
    nl: 'ontvangst van een op tijd gepost bezwaarschrift',
    en: 'receiving an objection that was posted in time',
    basis: 'Awb 6:9(2)',
    length: weeks(1),
    ...right,
  },
  budget_reservation: {
    subject: 'decision',
    by: 'authority',
    nl: 'beroep op het begrotingsvoorbehoud',
    en: 'invoking the budget reservation',
    basis: 'Awb 4:34(3)',
    length: weeks(4),
    ...right,
  },
  woo_publication: {
    subject: 'decision',
    by: 'authority',
    nl: 'openbaarmaking van het besluit',
    en: 'publishing the decision',
    basis: 'Woo 3.3(4)',
    length: weeks(2),
    ...duty,
  },
  objection_acknowledgement: {
    subject: 'objection',
    by: 'authority',
    nl: 'ontvangst van het bezwaar bevestigen',
    en: 'acknowledging the objection',
    basis: 'Awb 6:14(1); ZonMw: within a week',
    length: weeks(1),
    ...practice,
  },
  objection_repair: {
    subject: 'objection',
    by: 'applicant',
    nl: 'verzuim in het bezwaarschrift herstellen',
    en: 'repairing the notice of objection',
    basis: 'Awb 6:6; registry: two weeks',
    length: weeks(2),
    ...practice,
  },
  hearing_documents: {
    subject: 'objection',
    by: 'applicant',
    nl: 'nadere stukken indienen voor het horen',
    en: 'handing in further documents before the hearing',
    basis: 'Awb 7:4(1)',
    length: { days: 10 },
    ...right,
    statutory: false, // counted back, so it does not move (Atw art. 1(2))
  },
  hearing_file: {
    subject: 'objection',
    by: 'authority',
    nl: 'stukken ter inzage leggen voor het horen',
    en: 'laying the file open before the hearing',
    basis: 'Awb 7:4(2)',
    length: weeks(1),
    ...duty,
    statutory: false,
  },
  decision_on_objection: {
    subject: 'objection',
    by: 'authority',
    nl: 'beslissing op bezwaar',
    en: 'decision on the objection',
    basis: 'Awb 7:10(1)',
    length: weeks(6),
    ...duty,
  },
  appeal: {
    subject: 'objection',
    by: 'applicant',
    nl: 'beroep instellen',
    en: 'filing an appeal',
    basis: 'Awb 6:7, 6:8, 8:1',
    length: weeks(6),
    ...practice,
    statutory: true,
    isRight: true,
  },
  further_appeal: {
    subject: 'objection',
    by: 'applicant',
    nl: 'hoger beroep instellen',
    en: 'filing a further appeal',
    basis: 'Awb 6:7, 6:24, 8:104',
    length: weeks(6),
    ...practice,
    statutory: true,
    isRight: true,
  },
  project_start: {
    subject: 'project',
    by: 'applicant',
    nl: 'start van het project melden',
    en: 'notifying the start of the project',
    basis: 'ZonMw: start within six months or explain',
    length: { months: 6 },
    ...practice,
  },
} as const satisfies Record<string, CataloguedTerm>;

export type TermKind = keyof typeof termCatalogue;

/** Every kind of term that there is. */
export const termKinds = Object.keys(termCatalogue) as TermKind[];

/** The catalogue as terms of the default length. */
export const legalTerms: readonly LegalTerm[] = termKinds.map((kind) => legalTerm(kind));

/** The kinds of term that bind nobody once they have passed. */
export const rightKinds = termKinds.filter((kind) => termCatalogue[kind].isRight);

/** The kinds of term in which somebody has to act, or may. */
export function termsOf(whom: CataloguedTerm['by']): TermKind[] {
  return termKinds.filter((kind) => termCatalogue[kind].by === whom);
}

/** A term of the catalogue, of its default length. */
export function legalTerm(kind: TermKind): LegalTerm {
  const { nl, en, basis, length, statutory } = termCatalogue[kind];
  return { kind, nl, en, basis, length, statutory };
}
