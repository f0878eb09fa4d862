import type { Guard } from '../lifecycle/lifecycle.js';
import type { CalendarDate } from '../shared/calendar.js';

/** A condition of an announced decision, and what became of it. */
export interface ConditionFacts {
  /** The condition that the step names; null where the decision has none of that number. */
  readonly condition: {
    readonly kind: string;
    readonly metOn: CalendarDate | null;
    readonly budgetAdoptedOn: CalendarDate | null;
    /** Until when the reservation can be invoked; null before the budget was adopted. */
    readonly invokeUntil: CalendarDate | null;
    readonly invokedOn: CalendarDate | null;
    readonly lapsedOn: CalendarDate | null;
  } | null;
  readonly day: CalendarDate;
}

const conditionIsOpen: Guard<ConditionFacts> = {
  code: 'condition_not_open',
  rule: 'the decision has that condition, and it was neither met, nor invoked, nor lapsed',
  basis: 'Awb 4:33',
  enforcedBy: 'database',
  holds: ({ condition }) =>
    condition !== null && condition.metOn === null && condition.invokedOn === null && condition.lapsedOn === null,
};

const isReservation: Guard<Pick<ConditionFacts, 'condition'>> = {
  code: 'budget_reservation_required',
  rule: 'the condition is a budget reservation; the others are met by what the recipient shows',
  basis: 'Awb 4:34',
  enforcedBy: 'database',
  holds: ({ condition }) => condition === null || condition.kind === 'budget_reservation',
};

const isShownByRecipient: Guard<Pick<ConditionFacts, 'condition'>> = {
  code: 'condition_not_to_be_shown',
  rule: 'the condition is an agreement or an event; a budget reservation lapses or is invoked',
  basis: 'Awb 4:33',
  enforcedBy: 'database',
  holds: ({ condition }) => condition === null || condition.kind !== 'budget_reservation',
};

const budgetIsNew: Guard<Pick<ConditionFacts, 'condition'>> = {
  code: 'budget_adopted_already',
  rule: 'the adoption of the budget was not noted before',
  basis: 'Awb 4:34(3)',
  enforcedBy: 'database',
  holds: ({ condition }) => condition === null || condition.budgetAdoptedOn === null,
};

/** NL: beroep op het begrotingsvoorbehoud binnen vier weken na vaststelling van de begroting (Awb 4:34(3)). */
const invokesInTime: Guard<ConditionFacts> = {
  code: 'reservation_not_to_be_invoked',
  rule: 'a budget reservation is invoked within four weeks after the budget was adopted',
  basis: 'Awb 4:34(3)',
  enforcedBy: 'database',
  holds: ({ condition, day }) => {
    const until = condition?.invokeUntil ?? null;
    return condition === null || (until !== null && day <= until);
  },
};

/** NL: de voorwaarde vervalt (Awb 4:34(4)). */
const termToInvokeHasPassed: Guard<ConditionFacts> = {
  code: 'reservation_term_runs',
  rule: 'a budget reservation lapses once the term to invoke it has passed',
  basis: 'Awb 4:34(3)',
  enforcedBy: 'database',
  holds: ({ condition, day }) => {
    const until = condition?.invokeUntil ?? null;
    return condition === null || (until !== null && day > until);
  },
};

export interface ObligationFacts {
  /** The obligation that the step names; null where the decision has none of that number. */
  readonly obligation: { readonly fulfilledOn: CalendarDate | null } | null;
}

const obligationIsOpen: Guard<ObligationFacts> = {
  code: 'obligation_not_open',
  rule: 'the decision has that obligation, and it was not fulfilled before',
  basis: 'Awb 4:37',
  enforcedBy: 'database',
  holds: ({ obligation }) => obligation !== null && obligation.fulfilledOn === null,
};

/** What bars each step on what a grant stands under. */
export const budgetAdoptionGuards = [conditionIsOpen, isReservation, budgetIsNew] as const;
export const invocationGuards = [conditionIsOpen, isReservation, invokesInTime] as const;
export const lapseGuards = [conditionIsOpen, isReservation, termToInvokeHasPassed] as const;
export const conditionMetGuards = [conditionIsOpen, isShownByRecipient] as const;
export const obligationGuards = [obligationIsOpen] as const;
