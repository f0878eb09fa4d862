import { STAYS, UNBORN, type Guard, type Lifecycle } from '../lifecycle/lifecycle.js';
import type { CalendarDate, Moment } from '../shared/calendar.js';
import { money } from '../shared/money.js';
import { saysSomething } from '../shared/texts.js';
import {
  budgetAdoptionGuards,
  conditionMetGuards,
  invocationGuards,
  lapseGuards,
  obligationGuards,
} from './condition-guards.js';
import { conditionKinds, isHonouring, reasonsOf, type DecisionKind } from './decision-kinds.js';

export type DecisionStatus = 'prepared' | 'signed' | 'announced' | 'irrevocable' | 'superseded';

/** What a decision says, as far as rules look at it. */
export interface DecisionContentFacts {
  readonly kind: string;
  readonly granted: string | null;
  readonly requested: string | null;
  readonly activities: string | null;
  readonly provisionsVersion: string | null;
  readonly reasonCode: string | null;
  readonly hasReasonText: boolean;
  /** The penalty that it sets, and what has become due by law on that day; null for other kinds. */
  readonly penalty: string | null;
  readonly penaltyDue: string | null;
  /** The kinds of its conditions. */
  readonly conditions: readonly string[];
}

const amountFits: Guard<Pick<DecisionContentFacts, 'kind' | 'granted' | 'requested'>> = {
  code: 'amount_does_not_fit_kind',
  rule: 'honouring in full grants what was requested, in part less than that, on conditions at most that, and each more than nothing; other kinds grant nothing',
  basis: 'Awb 4:31',
  enforcedBy: 'database',
  holds: ({ kind, granted, requested }) => {
    if (!isHonouring(kind)) return granted === null;
    if (granted === null || requested === null) return false;
    if (money(granted) <= 0n) return false;
    if (kind === 'honour') return money(granted) === money(requested);
    return kind === 'partial_honour' ? money(granted) < money(requested) : money(granted) <= money(requested);
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
  rule: 'a decision that neither awards nor sets a penalty gives a reason code and reasons in words',
  basis: 'Awb 3:46, 3:47',
  enforcedBy: 'database',
  holds: ({ kind, reasonCode, hasReasonText }) =>
    isHonouring(kind) || kind === 'default_penalty' || (reasonCode !== null && hasReasonText),
};

/** NL: dwangsom bij niet tijdig beslissen (Awb 4:17, 4:18). */
const penaltyIsThatOfLaw: Guard<Pick<DecisionContentFacts, 'kind' | 'penalty' | 'penaltyDue'>> = {
  code: 'penalty_not_due',
  rule: 'a decision on a penalty sets what has become due by law; other kinds set none',
  basis: 'Awb 4:17, 4:18',
  enforcedBy: 'application',
  holds: ({ kind, penalty, penaltyDue }) =>
    kind === 'default_penalty'
      ? penalty !== null && penaltyDue !== null && money(penalty) === money(penaltyDue)
      : penalty === null,
};

const reasonFitsKind: Guard<Pick<DecisionContentFacts, 'kind' | 'reasonCode'>> = {
  code: 'decision_reason_known',
  rule: 'the reason is one of the list that fits the kind of decision',
  basis: 'Awb 3:46',
  enforcedBy: 'database',
  holds: ({ kind, reasonCode }) => reasonCode === null || (reasonsOf[kind as DecisionKind] ?? []).includes(reasonCode),
};

/** NL: uitsluitend de voorwaarden van art. 4:33 (Awb 4:33). */
const conditionsFitKind: Guard<Pick<DecisionContentFacts, 'kind' | 'conditions'>> = {
  code: 'conditions_do_not_fit_kind',
  rule: 'an award on conditions has at least one, of the three kinds that the law allows; other decisions have none',
  basis: 'Awb 4:33',
  enforcedBy: 'database',
  holds: ({ kind, conditions }) =>
    (kind === 'conditional_honour') === conditions.length > 0 && conditions.every((each) => each in conditionKinds),
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
  readonly procedure: string;
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
  rule: 'the application awaits a decision of this kind; or its project runs, for a withdrawal; or the decision that is corrected is announced',
  basis: 'Awb 4:13, 4:48',
  enforcedBy: 'database',
  holds: ({ kind, applicationStatus, procedure, projectStatus, supersedes }) => {
    if (supersedes) return ['announced', 'irrevocable'].includes(supersedes.status);
    if (kind === 'withdraw_grant') return ['awaiting_start', 'started', 'suspended'].includes(projectStatus ?? '');
    if (kind === 'default_penalty') return applicationStatus !== 'draft';
    if (kind === 'not_processed') return ['submitted', 'repair_requested'].includes(applicationStatus);
    if (kind === 'inadmissible') return applicationStatus === 'submitted';
    return applicationStatus === (procedure === 'simple' ? 'submitted' : 'admitted');
  },
};

const isTheOnlyOne: Guard<Pick<PreparationFacts, 'kind' | 'hasOpenDecision'>> = {
  code: 'decision_in_preparation',
  rule: 'no other decision on the application is prepared or signed, but for one on a penalty',
  basis: 'registry: one decision at a time',
  enforcedBy: 'database',
  holds: ({ kind, hasOpenDecision }) => kind === 'default_penalty' || !hasOpenDecision,
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

export interface SupersessionFacts {
  /** A correction of it is announced in the same step. */
  readonly isCorrected: boolean;
}

const isCorrected: Guard<SupersessionFacts> = {
  code: 'correction_required',
  rule: 'a decision that was announced is superseded by a correction alone, that is announced in the same step',
  basis: 'Awb 1:3',
  enforcedBy: 'database',
  holds: (facts) => facts.isCorrected,
};

export interface IrrevocabilityFacts {
  /** The first day on which nobody can object in time any more, post included; null before the announcement. */
  readonly irrevocableFrom: CalendarDate | null;
  readonly day: CalendarDate;
}

/** NL: formele rechtskracht (Awb 6:7, 6:9(2)). */
const termsHavePassed: Guard<IrrevocabilityFacts> = {
  code: 'objection_term_runs',
  rule: 'the term for objection has passed, with the week in which what was posted in time may still arrive',
  basis: 'Awb 6:7, 6:8, 6:9(2)',
  enforcedBy: 'database',
  holds: ({ irrevocableFrom, day }) => irrevocableFrom !== null && day >= irrevocableFrom,
};

/** The life of a decision. NL: besluit, beschikking (Awb 1:3). */
export const decisionLifecycle = {
  machine: 'decision',
  version: 2,
  title: 'Decision',
  nl: 'besluit',
  initial: 'prepared',
  final: ['superseded'],
  states: {
    prepared: { nl: 'voorbereid', en: 'prepared' },
    signed: { nl: 'ondertekend', en: 'signed' },
    announced: { nl: 'bekendgemaakt', en: 'announced' },
    irrevocable: { nl: 'onherroepelijk', en: 'irrevocable' },
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
        penaltyIsThatOfLaw,
        reasonFitsKind,
        conditionsFitKind,
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
      command: 'become_irrevocable',
      from: ['announced'],
      to: 'irrevocable',
      by: ['system'],
      lateBy: [],
      guards: [termsHavePassed],
      event: 'decision.irrevocable',
      basis: 'Awb 6:7, 6:9(2)',
    },
    {
      command: 'note_budget',
      from: ['announced', 'irrevocable'],
      to: STAYS,
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: budgetAdoptionGuards,
      event: 'decision.budget_noted',
      basis: 'Awb 4:34(3)',
    },
    {
      command: 'invoke_reservation',
      from: ['announced', 'irrevocable'],
      to: STAYS,
      by: ['decision_authority'],
      lateBy: [],
      guards: invocationGuards,
      reasonRequired: true,
      event: 'decision.reservation_invoked',
      basis: 'Awb 4:34',
    },
    {
      command: 'lapse_reservation',
      from: ['announced', 'irrevocable'],
      to: STAYS,
      by: ['system'],
      lateBy: [],
      guards: lapseGuards,
      event: 'decision.reservation_lapsed',
      basis: 'Awb 4:34(3)',
    },
    {
      command: 'meet_condition',
      from: ['announced', 'irrevocable'],
      to: STAYS,
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: conditionMetGuards,
      event: 'decision.condition_met',
      basis: 'Awb 4:33',
    },
    {
      command: 'fulfil_obligation',
      from: ['announced', 'irrevocable'],
      to: STAYS,
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: obligationGuards,
      event: 'decision.obligation_fulfilled',
      basis: 'Awb 4:37',
    },
    {
      command: 'supersede',
      from: ['announced', 'irrevocable'],
      to: 'superseded',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [isCorrected],
      event: 'decision.superseded',
      basis: 'Awb 1:3',
    },
  ],
} as const satisfies Lifecycle<DecisionStatus>;
