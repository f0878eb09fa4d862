import type { Guard } from '../lifecycle/lifecycle.js';
import type { CalendarDate } from '../shared/calendar.js';

/** What is looked at before an application is assessed on its merits. NL: toets op ontvankelijkheid en randvoorwaarden. */
export const admissibilityItems = {
  in_time: { nl: 'op tijd ingediend', en: 'submitted in time', basis: 'Awb 4:26' },
  eligible_applicant: {
    nl: 'aanvrager komt in aanmerking',
    en: 'the applicant is eligible',
    basis: 'call: conditions',
  },
  complete: { nl: 'volledig', en: 'complete', basis: 'Awb 4:2' },
  language: { nl: 'in de voorgeschreven taal', en: 'in the language asked for', basis: 'Awb 4:5(2)' },
  format: { nl: 'in het voorgeschreven format', en: 'in the format asked for', basis: 'call: conditions' },
} as const;
export type AdmissibilityItem = keyof typeof admissibilityItems;

export interface AgreementFacts {
  /** The statement was received, signed by the main applicant and by who bears administrative responsibility. */
  readonly agreementReceivedOn: CalendarDate | null;
}

const agreementIsNew: Guard<AgreementFacts> = {
  code: 'agreement_received_already',
  rule: 'the statement of agreement was not received before',
  basis: 'ZonMw: statement of agreement',
  enforcedBy: 'database',
  holds: ({ agreementReceivedOn }) => agreementReceivedOn === null,
};

const agreementIsIn: Guard<AgreementFacts> = {
  code: 'agreement_missing',
  rule: 'the statement of agreement was received',
  basis: 'ZonMw: statement of agreement',
  enforcedBy: 'database',
  holds: ({ agreementReceivedOn }) => agreementReceivedOn !== null,
};

export interface RepairFacts {
  /** The one chance to repair that was given; null while none was. */
  readonly repair: { readonly until: CalendarDate; readonly answeredOn: CalendarDate | null } | null;
  /** The date in the Netherlands on which the step takes effect. */
  readonly day: CalendarDate;
}

const isFirstRepair: Guard<Pick<RepairFacts, 'repair'>> = {
  code: 'repair_offered_already',
  rule: 'an applicant gets one chance to complete an application',
  basis: 'ZonMw: one chance to repair; Awb 4:5(1)',
  enforcedBy: 'database',
  holds: ({ repair }) => repair === null,
};

const repairTermIsAhead: Guard<{ readonly repairUntil: CalendarDate; readonly day: CalendarDate }> = {
  code: 'repair_term_not_ahead',
  rule: 'the term for repair ends after the day on which it is given',
  basis: 'Awb 4:5(1)',
  enforcedBy: 'database',
  holds: ({ repairUntil, day }) => repairUntil > day,
};

const repairIsInTime: Guard<RepairFacts> = {
  code: 'repair_term_passed',
  rule: 'a repair comes in on the last day of its term at the latest',
  basis: 'Awb 4:5(1)',
  enforcedBy: 'database',
  holds: ({ repair, day }) => repair !== null && day <= repair.until,
};

/** NL: de aanvrager heeft de gelegenheid gehad de aanvraag aan te vullen (Awb 4:5(1)). */
const hadItsChance: Guard<RepairFacts> = {
  code: 'repair_not_offered',
  rule: 'the applicant had a chance to complete the application: its term has passed unused, or what came was not enough',
  basis: 'Awb 4:5(1)',
  enforcedBy: 'database',
  holds: ({ repair, day }) => repair !== null && (repair.answeredOn !== null || day > repair.until),
};

export interface AdmissionFacts extends AgreementFacts {
  readonly procedure: string;
  /** Items of the checklist that were not ticked off, or not found in order. */
  readonly openItems: readonly string[];
}

const procedureHasSteps: Guard<Pick<AdmissionFacts, 'procedure'>> = {
  code: 'procedure_is_simple',
  rule: 'the call goes through the full procedure; on a simple one a decision follows the receipt',
  basis: 'call: procedure',
  enforcedBy: 'database',
  holds: ({ procedure }) => procedure === 'full',
};

const checklistIsDone: Guard<Pick<AdmissionFacts, 'openItems'>> = {
  code: 'checklist_incomplete',
  rule: 'every item of the admissibility checklist was found in order',
  basis: 'ZonMw: admissibility check',
  enforcedBy: 'database',
  holds: ({ openItems }) => openItems.length === 0,
};

/** What bars each step from receipt to assessment. */
export const agreementGuards = [agreementIsNew] as const;
export const repairRequestGuards = [isFirstRepair, repairTermIsAhead] as const;
export const repairGuards = [repairIsInTime] as const;
export const admissionGuards = [procedureHasSteps, checklistIsDone, agreementIsIn] as const;
export const notProcessingGuards = [hadItsChance] as const;
