import type { Guard, Lifecycle } from '../lifecycle/lifecycle.js';
import { UNBORN } from '../lifecycle/lifecycle.js';
import type { Moment } from '../shared/calendar.js';
import { money } from '../shared/money.js';
import { saysSomething } from '../shared/texts.js';

export type DecisionStatus = 'prepared' | 'signed' | 'announced' | 'superseded';

/** What a decision may be about. NL: soort besluit. */
export const decisionKinds = {
  honour: { nl: 'verlening', en: 'award in full', basis: 'Awb 4:29' },
  partial_honour: { nl: 'gedeeltelijke verlening', en: 'award in part', basis: 'Awb 4:29' },
  reject: { nl: 'afwijzing', en: 'rejection', basis: 'Awb 4:25, 4:35' },
  withdraw_grant: { nl: 'intrekking van de verlening', en: 'withdrawal of the grant', basis: 'Awb 4:48, 4:50' },
} as const;
export type DecisionKind = keyof typeof decisionKinds;

/** Why an application is rejected. NL: afwijzingsgrond. */
export const rejectionReasons = {
  ceiling: { nl: 'subsidieplafond bereikt', en: 'the ceiling is exhausted', basis: 'Awb 4:25(2)' },
  quality: { nl: 'kwaliteit onvoldoende', en: 'insufficient quality', basis: 'call: criteria' },
  relevance: { nl: 'relevantie onvoldoende', en: 'insufficient relevance', basis: 'call: criteria' },
  conditions: { nl: 'voldoet niet aan de voorwaarden', en: 'does not meet the conditions', basis: 'Awb 4:35(1)' },
  state_aid: { nl: 'onverenigbare staatssteun', en: 'incompatible state aid', basis: 'Awb 4:35(3)' },
} as const;
export type RejectionReason = keyof typeof rejectionReasons;

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
  given_up: { nl: 'ontvanger ziet af van de subsidie', en: 'given up by the recipient', basis: 'Awb 4:48(1)(a)' },
  changed_circumstances: { nl: 'veranderde omstandigheden', en: 'changed circumstances', basis: 'Awb 4:50(1)(b)' },
} as const;

/** What a decision says, as far as rules look at it. */
export interface DecisionContentFacts {
  readonly kind: string;
  readonly granted: string | null;
  readonly requested: string | null;
  readonly activities: string | null;
  readonly provisionsVersion: string | null;
  readonly reasonCode: string | null;
  readonly hasReasonText: boolean;
}

const isHonouring = (kind: string) => kind === 'honour' || kind === 'partial_honour';

const amountFits: Guard<Pick<DecisionContentFacts, 'kind' | 'granted' | 'requested'>> = {
  code: 'amount_does_not_fit_kind',
  rule: 'honouring in full grants what was requested, in part less than that and more than nothing; other kinds grant nothing',
  basis: 'Awb 4:31',
  enforcedBy: 'database',
  holds: ({ kind, granted, requested }) => {
    if (!isHonouring(kind)) return granted === null;
    if (granted === null || requested === null) return false;
    return kind === 'honour'
      ? money(granted) === money(requested)
      : money(granted) > 0n && money(granted) < money(requested);
  },
};

const saysWhatIsGranted: Guard<Pick<DecisionContentFacts, 'kind' | 'activities' | 'provisionsVersion'>> = {
  code: 'grant_not_described',
  rule: 'a decision to honour describes the activities and names the provisions that apply',
  basis: 'Awb 4:30, 4:37',
  enforcedBy: 'database',
  holds: ({ kind, activities, provisionsVersion }) =>
    !isHonouring(kind) || (saysSomething(activities) && saysSomething(provisionsVersion)),
};

const givesReasons: Guard<Pick<DecisionContentFacts, 'kind' | 'reasonCode' | 'hasReasonText'>> = {
  code: 'reasons_required',
  rule: 'a decision that rejects or withdraws gives a reason code and reasons in words',
  basis: 'Awb 3:46, 3:47',
  enforcedBy: 'database',
  holds: ({ kind, reasonCode, hasReasonText }) => isHonouring(kind) || (reasonCode !== null && hasReasonText),
};

export interface SigningFacts {
  readonly signedBy: string;
  readonly preparedBy: string;
}

/** NL: functiescheiding, mandaat (Awb 10:3). */
const anotherPersonSigns: Guard<SigningFacts> = {
  code: 'four_eyes',
  rule: 'another person signs than the one who prepared the decision',
  basis: 'registry: separation of duties',
  enforcedBy: 'database',
  holds: ({ signedBy, preparedBy }) => signedBy !== preparedBy,
};

export interface PreparationFacts {
  readonly kind: string;
  /** State of the application and, where there is one, of its project. */
  readonly applicationStatus: string;
  readonly projectStatus: string | null;
  readonly hasOpenDecision: boolean;
  /** The decision that this one corrects, if it does. */
  readonly supersedes: { readonly kind: string; readonly status: string; readonly granted: string | null } | null;
  readonly granted: string | null;
  /** When the application was received; null for what is still a draft. */
  readonly receivedAt: Moment | null;
  /** When it was prepared, where that is booked late. */
  readonly occurred: Moment | null;
}

const followsReceipt: Guard<Pick<PreparationFacts, 'receivedAt' | 'occurred'>> = {
  code: 'decision_before_receipt',
  rule: 'a decision is not prepared before its application was received',
  basis: 'Awb 4:13',
  enforcedBy: 'database',
  holds: ({ receivedAt, occurred }) =>
    receivedAt === null || occurred === null || Date.parse(occurred) >= Date.parse(receivedAt),
};

const subjectAwaitsIt: Guard<PreparationFacts> = {
  code: 'nothing_to_decide',
  rule: 'the application awaits a decision; or its project runs, for a withdrawal; or the decision that is corrected is announced',
  basis: 'Awb 4:13, 4:48',
  enforcedBy: 'application',
  holds: ({ kind, applicationStatus, projectStatus, supersedes }) => {
    if (supersedes) return supersedes.status === 'announced';
    if (kind === 'withdraw_grant') return ['awaiting_start', 'started', 'suspended'].includes(projectStatus ?? '');
    return applicationStatus === 'submitted';
  },
};

const isTheOnlyOne: Guard<Pick<PreparationFacts, 'hasOpenDecision'>> = {
  code: 'decision_in_preparation',
  rule: 'no other decision on the application is prepared or signed',
  basis: 'registry: one decision at a time',
  enforcedBy: 'database',
  holds: ({ hasOpenDecision }) => !hasOpenDecision,
};

const correctionKeepsOutcome: Guard<Pick<PreparationFacts, 'kind' | 'granted' | 'supersedes'>> = {
  code: 'correction_changes_outcome',
  rule: 'a correction keeps the kind of decision and the amount; another outcome needs a decision of its own',
  basis: 'Awb 1:3',
  enforcedBy: 'database',
  holds: ({ kind, granted, supersedes }) =>
    supersedes === null || (supersedes.kind === kind && supersedes.granted === granted),
};

export interface AnnouncementFacts {
  /** The application or project is moved in the same step, or the decision corrects an announced one. */
  readonly takesEffect: boolean;
}

const takesEffect: Guard<AnnouncementFacts> = {
  code: 'decision_without_effect',
  rule: 'what the decision brings about happens in the same step',
  basis: 'Awb 3:40',
  enforcedBy: 'database',
  holds: (facts) => facts.takesEffect,
};

/** The life of a decision. NL: besluit, beschikking (Awb 1:3). */
export const decisionLifecycle = {
  machine: 'decision',
  version: 1,
  title: 'Decision',
  nl: 'besluit',
  initial: 'prepared',
  final: ['superseded'],
  states: {
    prepared: { nl: 'voorbereid', en: 'prepared' },
    signed: { nl: 'ondertekend', en: 'signed' },
    announced: { nl: 'bekendgemaakt', en: 'announced' },
    superseded: { nl: 'vervangen', en: 'superseded' },
  },
  transitions: [
    {
      command: 'prepare',
      from: [UNBORN],
      to: 'prepared',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [
        subjectAwaitsIt,
        followsReceipt,
        isTheOnlyOne,
        correctionKeepsOutcome,
        amountFits,
        saysWhatIsGranted,
        givesReasons,
      ],
      event: 'decision.prepared',
      basis: 'Awb 3:2',
    },
    {
      command: 'sign',
      from: ['prepared'],
      to: 'signed',
      by: ['decision_authority'],
      lateBy: ['decision_authority'],
      guards: [anotherPersonSigns],
      event: 'decision.signed',
      basis: 'Awb 10:3',
    },
    {
      command: 'announce',
      from: ['signed'],
      to: 'announced',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [takesEffect],
      event: 'decision.announced',
      basis: 'Awb 3:40, 3:41',
    },
    {
      command: 'discard',
      from: ['prepared', 'signed'],
      to: 'superseded',
      by: ['programme_officer', 'decision_authority'],
      lateBy: [],
      guards: [],
      reasonRequired: true,
      event: 'decision.discarded',
      basis: 'Awb 3:40',
    },
    {
      command: 'supersede',
      from: ['announced'],
      to: 'superseded',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [],
      event: 'decision.superseded',
      basis: 'Awb 1:3',
    },
  ],
} as const satisfies Lifecycle<DecisionStatus>;
