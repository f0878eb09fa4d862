/** What a decision may be about. NL: soort besluit. */
export const decisionKinds = {
  honour: { nl: 'verlening', en: 'award in full', basis: 'Awb 4:29' },
  partial_honour: { nl: 'gedeeltelijke verlening', en: 'award in part', basis: 'Awb 4:29' },
  conditional_honour: { nl: 'verlening onder voorwaarde', en: 'award on conditions', basis: 'Awb 4:29, 4:33' },
  reject: { nl: 'afwijzing', en: 'rejection', basis: 'Awb 4:25, 4:35' },
  not_processed: { nl: 'buitenbehandelingstelling', en: 'not processed', basis: 'Awb 4:5' },
  inadmissible: { nl: 'niet-ontvankelijkverklaring', en: 'inadmissible', basis: 'call: conditions' },
  default_penalty: { nl: 'vaststelling van de dwangsom', en: 'penalty for a late decision', basis: 'Awb 4:18' },
  withdraw_grant: { nl: 'intrekking van de verlening', en: 'withdrawal of the grant', basis: 'Awb 4:48, 4:50' },
} as const;
export type DecisionKind = keyof typeof decisionKinds;

/** The kinds that award a grant, and bring a project. NL: verlening (Awb 4:29). */
export const honouringKinds = [
  'honour',
  'partial_honour',
  'conditional_honour',
] as const satisfies readonly DecisionKind[];

/** Whether a decision of this kind awards a grant. */
export function isHonouring(kind: string): boolean {
  return (honouringKinds as readonly string[]).includes(kind);
}

/** The only conditions that a grant may stand under; all else is an obligation. NL: voorwaarde (Awb 4:33). */
export const conditionKinds = {
  budget_reservation: { nl: 'begrotingsvoorbehoud', en: 'budget reservation', basis: 'Awb 4:34' },
  agreement: { nl: 'meewerken aan een uitvoeringsovereenkomst', en: 'execution agreement', basis: 'Awb 4:33(a), 4:36' },
  event: { nl: 'gebeurtenis buiten partijen', en: 'an event outside both parties', basis: 'Awb 4:33(b)' },
} as const;
export type ConditionKind = keyof typeof conditionKinds;

/** What an obligation holds back until it is met. NL: verplichting (Awb 4:37, 4:38, 4:39). */
export const obligationBlocks = ['nothing', 'start', 'first_advance', 'activity'] as const;
export type ObligationBlock = (typeof obligationBlocks)[number];

/** Why an application is rejected. NL: afwijzingsgrond. */
export const rejectionReasons = {
  ceiling: { nl: 'subsidieplafond bereikt', en: 'the ceiling is exhausted', basis: 'Awb 4:25(2)' },
  quality: { nl: 'kwaliteit onvoldoende', en: 'insufficient quality', basis: 'call: criteria' },
  relevance: { nl: 'relevantie onvoldoende', en: 'insufficient relevance', basis: 'call: criteria' },
  conditions: { nl: 'voldoet niet aan de voorwaarden', en: 'does not meet the conditions', basis: 'Awb 4:35(1)' },
  state_aid: { nl: 'onverenigbare staatssteun', en: 'incompatible state aid', basis: 'Awb 4:35(3)' },
} as const;
export type RejectionReason = keyof typeof rejectionReasons;

/** Why an application is not processed. NL: grond voor buitenbehandelingstelling (Awb 4:5). */
export const notProcessedReasons = {
  not_completed: { nl: 'niet (voldoende) aangevuld', en: 'not completed', basis: 'Awb 4:5(1)' },
} as const;

/** Why an application is not assessed on its merits. NL: niet-ontvankelijkheidsgrond. */
export const inadmissibleReasons = {
  late: { nl: 'te laat ingediend', en: 'received too late', basis: 'call: closing moment' },
  outside_call: { nl: 'valt buiten de oproep', en: 'outside the call', basis: 'call: conditions' },
  applicant_not_eligible: {
    nl: 'aanvrager komt niet in aanmerking',
    en: 'the applicant is not eligible',
    basis: 'call: conditions',
  },
} as const;

/** Why a grant is withdrawn. NL: intrekkingsgrond. */
export const withdrawalReasons = {
  activities_not_done: { nl: 'activiteiten niet verricht', en: 'activities not carried out', basis: 'Awb 4:48(1)(a)' },
  obligations_not_met: { nl: 'niet aan verplichtingen voldaan', en: 'obligations not met', basis: 'Awb 4:48(1)(b)' },
  incorrect_data: {
    nl: 'onjuiste of onvolledige gegevens',
    en: 'incorrect or incomplete data',
    basis: 'Awb 4:48(1)(c)',
  },
  incorrect_grant: { nl: 'verlening was onjuist', en: 'the grant was incorrect', basis: 'Awb 4:48(1)(d), 4:50(1)(a)' },
  budget_insufficient: {
    nl: 'beroep op het begrotingsvoorbehoud',
    en: 'the budget reservation was invoked',
    basis: 'Awb 4:34, 4:48(1)(e)',
  },
  given_up: { nl: 'ontvanger ziet af van de subsidie', en: 'given up by the recipient', basis: 'Awb 4:48(1)(a)' },
  changed_circumstances: { nl: 'veranderde omstandigheden', en: 'changed circumstances', basis: 'Awb 4:50(1)(b)' },
} as const;

/** The reasons that each kind of decision may give, by code; none for those that award. */
export const reasonsOf: Readonly<Record<DecisionKind, readonly string[]>> = {
  honour: [],
  partial_honour: [],
  conditional_honour: [],
  reject: Object.keys(rejectionReasons),
  not_processed: Object.keys(notProcessedReasons),
  inadmissible: Object.keys(inadmissibleReasons),
  default_penalty: [],
  withdraw_grant: Object.keys(withdrawalReasons),
};
