import { bookingRules } from './lifecycle.js';
import type { Guard, Transition } from './lifecycle.js';
import { lifecycles } from './lifecycles.js';

const AMOUNT = 'an amount is in whole cents, not negative and below 1000000000000';
const CURRENCY = 'a currency is three capitals, such as EUR';
const LISTED = 'the code is one of the list that the API document gives';
const DESCRIBED = 'a condition or obligation is described in words';
const CHECKSUM = 'a checksum is SHA-256, in 64 hexadecimal digits';
const HEAD = 'the head of a chain of events is known in full';

/** What a row must be, whatever the step, in words: by the name of the constraint that holds it. */
const rowRules: Readonly<Record<string, string>> = {
  application_budget_line_amount_money: AMOUNT,
  application_budget_line_group_known: LISTED,
  application_check_item_known: LISTED,
  application_currency_code: CURRENCY,
  application_duration_positive: 'a project lasts at least one month',
  application_head_complete: HEAD,
  application_partner_contribution_money: AMOUNT,
  application_requested_money: AMOUNT,
  application_term_fact_ground_known: LISTED,
  application_term_fact_known: LISTED,
  another_term_has_end: 'another term has a last day',
  attachment_checksum: CHECKSUM,
  attachment_file_name_plain: 'the name of a file has no folders, has at most 200 characters, and each of them shows',
  attachment_kind_known: LISTED,
  attachment_not_empty: 'a file is not empty',
  call_access_mode_known: LISTED,
  call_attachment_kind_known: LISTED,
  call_allocation_method_known: LISTED,
  call_ceiling_ceiling_money: AMOUNT,
  call_ceiling_committed_money: AMOUNT,
  call_ceiling_money: AMOUNT,
  call_currency_code: CURRENCY,
  call_dates_in_order: 'a call closes after it opens',
  call_head_complete: HEAD,
  call_invitation_dates_in_order: 'an invitation is valid until its first day or later',
  call_limits_positive:
    'what a call limits, it limits to at least one; it asks for one referee at least, twenty at most',
  call_line_needs_programme: 'a call of a programme line is a call of its programme',
  call_max_amount_money: AMOUNT,
  call_procedure_known: LISTED,
  call_state_aid_basis_known: LISTED,
  call_type_known: LISTED,
  clock_shift_one_row: 'there is one clock',
  deadline_dates_in_order: 'a term ends on its first day or later',
  deadline_steps_listed: 'the account of a term is a list of steps',
  decision_condition_described: DESCRIBED,
  decision_condition_fact_known: LISTED,
  decision_condition_kind_known: LISTED,
  decision_currency_code: CURRENCY,
  decision_dates_in_order:
    'a decision is announced on the day of its signature or later, becomes irrevocable no earlier than that, and its project ends on its first day or later',
  decision_granted_money: AMOUNT,
  decision_head_complete: HEAD,
  decision_kind_known: LISTED,
  decision_letter_checksums: CHECKSUM,
  decision_obligation_blocks_known: LISTED,
  decision_obligation_described: DESCRIBED,
  decision_penalty_money: AMOUNT,
  penalty_does_not_fit_kind: 'a decision on a penalty sets one that is more than nothing; other kinds set none',
  decision_signature_complete: 'a decision that was signed says by whom and on which day',
  decision_stands_already:
    'one decision stands on an application, besides those on a penalty and on the withdrawal of its grant',
  decision_superseded_already: 'a decision is corrected by one other decision at most',
  decision_withdrawal_needs_project: 'a grant is withdrawn from a project',
  delivery_attempt_outcome_known: LISTED,
  electronic_consent_language_known: LISTED,
  electronic_consent_withdrawn_after: 'a consent is withdrawn on the day on which it was given or later',
  electronic_consent_withdrawn_by_somebody: 'a consent that was withdrawn says on which day and by whom',
  funder_code_form: 'the code of a funder is of capitals and digits, a capital first',
  funder_kind_known: LISTED,
  invitation_open_already: 'a person has one open invitation for a call at a time',
  invitation_used: 'an invitation is used once',
  legacy_award_head_complete: HEAD,
  message_delivery_known: LISTED,
  message_not_mailed_for_a_reason: 'a message that is in the portal alone says why, and no other does',
  organisation_country_code: 'a country is two capitals, such as NL',
  organisation_kind_known: LISTED,
  programme_activity_kind_known: LISTED,
  programme_budget_money: AMOUNT,
  programme_currency_code: CURRENCY,
  programme_dates_in_order: 'a programme ends on its first day or later',
  programme_line_not_its_own_parent: 'a programme line is not part of itself',
  project_currency_code: CURRENCY,
  project_dates_in_order: 'a project ends on its first day or later',
  project_exists: 'one project comes of an application',
  project_granted_money: AMOUNT,
  project_head_complete: HEAD,
  project_leader_dates_in_order: 'who leads a project does so for at least a day',
  project_leader_overlap: 'one person at a time leads a project',
  project_recipient_dates_in_order: 'who receives a grant does so for at least a day',
  project_recipient_overlap: 'one organisation at a time receives the grant of a project',
  project_relation_dates_in_order: 'a relation ends after it began',
  project_relation_kind_known: LISTED,
  project_relation_overlap: 'two projects are related in one way once at a time',
  project_relation_self: 'a project is not related to itself',
  project_started_has_date: 'a project that was started says on which day',
  provenance_origin_known: LISTED,
  realisation_amount_money: 'an amount is in whole cents and below 1000000000000, above or below nothing',
  realisation_currency_code: CURRENCY,
  realisation_rounded: 'the amount of a payment is the exact one, in whole cents',
  realisation_year_plausible: 'a payment is of a year from 1900 to 2200',
  role_assignment_dates_in_order: 'a role ends after it began',
  term_parameter_has_basis: 'a term that is set has a length and a basis, one that is taken back has neither',
  term_parameter_length_form: 'the length of a term is an ISO 8601 duration in one unit, such as P6W',
  term_parameter_not_backdated: 'a setting holds from the day on which it is made, or from a later one',
  term_parameter_not_of_call: 'a call says by when it decides and by when a project starts in fields of its own',
  term_parameter_one_place: 'a setting is for a funder, for a programme or for a call',
};

const guards: readonly Guard<never>[] = Object.values(lifecycles).flatMap(({ transitions }) =>
  transitions.flatMap((row: Transition<string>) => row.guards),
);
const inWords = new Map<string, string>([
  ...Object.entries(rowRules),
  ...Object.entries(bookingRules),
  ...guards.map(({ code, rule }) => [code, rule] as const),
]);

/** What a rule asks, by its code: of a guard, on booking, or on the values of a row; null where it has no such rule. */
export function ruleInWords(code: string): string | null {
  return inWords.get(code) ?? null;
}
