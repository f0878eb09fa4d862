import { STAYS, UNBORN, type Guard, type Lifecycle } from '../lifecycle/lifecycle.js';
import type { CalendarDate, Moment } from '../shared/calendar.js';
import { money } from '../shared/money.js';
import { saysSomething } from '../shared/texts.js';

export type CallStatus = 'draft' | 'published' | 'open' | 'closed' | 'assessing' | 'decided' | 'archived' | 'cancelled';

export interface PublicationFacts {
  readonly ceiling: string | null;
  readonly allocationMethod: string | null;
  readonly criteria: string | null;
  readonly opensAt: Moment | null;
  readonly closesAt: Moment | null;
  readonly ceilingFrom: CalendarDate | null;
  /** The date in the Netherlands on which the call is published. */
  readonly publishedOn: CalendarDate;
}

const isComplete: Guard<Omit<PublicationFacts, 'ceilingFrom' | 'publishedOn'>> = {
  code: 'call_incomplete',
  rule: 'ceiling, allocation method, criteria and the moments of opening and closing are set',
  basis: 'Awb 4:26',
  enforcedBy: 'database',
  holds: ({ ceiling, allocationMethod, criteria, opensAt, closesAt }) =>
    saysSomething(criteria) && [ceiling, allocationMethod, opensAt, closesAt].every((value) => value !== null),
};

export interface StagesFacts {
  readonly hasProjectIdeaStage: boolean;
  readonly usesReferees: boolean;
}

/** Project ideas and reviews have no steps in this registry yet: nobody is to be promised them. */
const stagesAreSupported: Guard<StagesFacts> = {
  code: 'stage_not_supported',
  rule: 'the call has neither a project idea stage nor referees; this registry does not have their steps yet',
  basis: 'registry: no procedure that cannot be followed to its end',
  enforcedBy: 'database',
  holds: ({ hasProjectIdeaStage, usesReferees }) => !hasProjectIdeaStage && !usesReferees,
};

const ceilingIsPublishedInTime: Guard<Pick<PublicationFacts, 'ceilingFrom' | 'publishedOn'>> = {
  code: 'ceiling_published_late',
  rule: 'the ceiling is published before the period for which it is set begins',
  basis: 'Awb 4:27(1)',
  enforcedBy: 'application',
  holds: ({ ceilingFrom, publishedOn }) => ceilingFrom === null || publishedOn <= ceilingFrom,
};

export interface MomentFacts {
  /** When the step takes effect. */
  readonly occurred: Moment;
  readonly opensAt: Moment | null;
  readonly closesAt: Moment | null;
}

const isAtOrAfter = (occurred: Moment, moment: Moment | null) =>
  moment !== null && Date.parse(occurred) >= Date.parse(moment);

const opensNow: Guard<MomentFacts> = {
  code: 'before_opening',
  rule: 'the moment of opening has come',
  basis: 'Awb 4:26',
  enforcedBy: 'database',
  holds: ({ occurred, opensAt }) => isAtOrAfter(occurred, opensAt),
};

const closesNow: Guard<MomentFacts> = {
  code: 'before_closing',
  rule: 'the moment of closing has come',
  basis: 'Awb 4:26',
  enforcedBy: 'database',
  holds: ({ occurred, closesAt }) => isAtOrAfter(occurred, closesAt),
};

export interface MaximumFacts {
  readonly allocationMethod: string | null;
  readonly maxApplications: number | null;
  readonly ceiling: string | null;
  /** The applications that were received and not withdrawn, and what they ask for. */
  readonly standingApplications: number;
  readonly requestedTotal: string;
}

/** NL: vroegtijdige sluiting bij verdeling op volgorde van binnenkomst. */
const maximumIsReached: Guard<MaximumFacts> = {
  code: 'maximum_not_reached',
  rule: 'only a call that honours in order of receipt closes early: when as many applications are in, or as much is asked for, as it can honour',
  basis: 'Awb 4:26; call: order of receipt',
  enforcedBy: 'database',
  holds: ({ allocationMethod, maxApplications, ceiling, standingApplications, requestedTotal }) =>
    allocationMethod === 'order_of_receipt' &&
    ((maxApplications !== null && standingApplications >= maxApplications) ||
      (ceiling !== null && money(requestedTotal) >= money(ceiling))),
};

export interface AmendmentFacts {
  /** The terms of the call that change. */
  readonly changes: readonly string[];
  readonly closesAt: Moment | null;
  /** The closing moment as amended. */
  readonly newClosesAt: Moment | null;
  readonly occurred: Moment;
}

const changesSomething: Guard<Pick<AmendmentFacts, 'changes'>> = {
  code: 'amendment_empty',
  rule: 'an amendment changes at least one term of the call',
  basis: 'registry: amendments',
  enforcedBy: 'database',
  holds: ({ changes }) => changes.length > 0,
};

/** Who has begun counts on the moment that was published. */
const closingIsNotBroughtForward: Guard<Omit<AmendmentFacts, 'changes'>> = {
  code: 'closing_brought_forward',
  rule: 'the moment of closing is moved back only, and lies ahead',
  basis: 'Awb 4:26; registry: legal certainty',
  enforcedBy: 'database',
  holds: ({ closesAt, newClosesAt, occurred }) =>
    newClosesAt === null ||
    closesAt === null ||
    Date.parse(newClosesAt) === Date.parse(closesAt) ||
    (Date.parse(newClosesAt) > Date.parse(closesAt) && Date.parse(newClosesAt) > Date.parse(occurred)),
};

export interface CallApplicationsFacts {
  /** Applications received that are neither withdrawn nor decided. */
  readonly undecidedApplications: number;
  readonly receivedApplications: number;
}

const hasNoApplications: Guard<Pick<CallApplicationsFacts, 'receivedApplications'>> = {
  code: 'applications_received',
  rule: 'no application was received; otherwise each gets a decision',
  basis: 'Awb 4:13',
  enforcedBy: 'application',
  holds: ({ receivedApplications }) => receivedApplications === 0,
};

const everyApplicationIsDecided: Guard<Pick<CallApplicationsFacts, 'undecidedApplications'>> = {
  code: 'applications_undecided',
  rule: 'every application has a decision or is withdrawn',
  basis: 'Awb 4:13',
  enforcedBy: 'application',
  holds: ({ undecidedApplications }) => undecidedApplications === 0,
};

export interface PendingFacts {
  /** Decisions on its applications that can still be objected to, or are being objected to. */
  readonly revocableDecisions: number;
}

const nothingIsPending: Guard<PendingFacts> = {
  code: 'decisions_revocable',
  rule: 'every decision on its applications is irrevocable or superseded',
  basis: 'Awb 6:7; Archiefwet 1995 art. 3',
  enforcedBy: 'application',
  holds: ({ revocableDecisions }) => revocableDecisions === 0,
};

/** The life of a call for applications. NL: subsidieoproep (Awb 4:22, 4:26). */
export const callLifecycle = {
  machine: 'call',
  version: 2,
  title: 'Call',
  nl: 'subsidieoproep',
  initial: 'draft',
  final: ['archived', 'cancelled'],
  states: {
    draft: { nl: 'in voorbereiding', en: 'in preparation' },
    published: { nl: 'gepubliceerd', en: 'published' },
    open: { nl: 'open voor aanvragen', en: 'open for applications' },
    closed: { nl: 'gesloten', en: 'closed' },
    assessing: { nl: 'in beoordeling', en: 'being assessed' },
    decided: { nl: 'besloten', en: 'decided' },
    archived: { nl: 'gearchiveerd', en: 'archived' },
    cancelled: { nl: 'ingetrokken', en: 'cancelled' },
  },
  transitions: [
    {
      command: 'create',
      from: [UNBORN],
      to: 'draft',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [],
      event: 'call.created',
      basis: 'Awb 4:22',
    },
    {
      command: 'import',
      from: [UNBORN],
      to: 'archived',
      by: ['administrator'],
      lateBy: ['administrator'],
      guards: [],
      bulkOnly: true,
      event: 'call.imported',
      basis: 'registry: legacy schemes',
    },
    {
      command: 'publish',
      from: ['draft'],
      to: 'published',
      by: ['decision_authority'],
      lateBy: ['decision_authority'],
      guards: [isComplete, stagesAreSupported, ceilingIsPublishedInTime],
      event: 'call.published',
      basis: 'Awb 4:26, 4:27',
    },
    {
      command: 'open',
      from: ['published'],
      to: 'open',
      by: ['system', 'programme_officer'],
      lateBy: ['system', 'programme_officer'],
      guards: [opensNow],
      event: 'call.opened',
      basis: 'Awb 4:26',
    },
    {
      command: 'close',
      from: ['open'],
      to: 'closed',
      by: ['system', 'programme_officer'],
      lateBy: ['system', 'programme_officer'],
      guards: [closesNow],
      event: 'call.closed',
      basis: 'Awb 4:26',
    },
    {
      command: 'close_early',
      from: ['open'],
      to: 'closed',
      by: ['programme_officer'],
      lateBy: [],
      guards: [maximumIsReached],
      reasonRequired: true,
      event: 'call.closed_early',
      basis: 'Awb 4:26; call: order of receipt',
    },
    {
      command: 'amend',
      from: ['published', 'open'],
      to: STAYS,
      by: ['decision_authority'],
      lateBy: [],
      guards: [changesSomething, closingIsNotBroughtForward],
      reasonRequired: true,
      event: 'call.amended',
      basis: 'Awb 4:26, 4:27',
    },
    {
      command: 'begin_assessment',
      from: ['closed'],
      to: 'assessing',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [],
      event: 'call.assessing',
      basis: 'Awb 4:26',
    },
    {
      command: 'conclude',
      from: ['closed', 'assessing'],
      to: 'decided',
      by: ['programme_officer', 'system'],
      lateBy: ['programme_officer'],
      guards: [everyApplicationIsDecided],
      event: 'call.decided',
      basis: 'Awb 4:13',
    },
    {
      command: 'cancel',
      from: ['draft', 'published', 'open'],
      to: 'cancelled',
      by: ['decision_authority'],
      lateBy: ['decision_authority'],
      guards: [hasNoApplications],
      reasonRequired: true,
      event: 'call.cancelled',
      basis: 'Awb 4:25, 4:27(2)',
    },
    {
      command: 'archive',
      from: ['decided'],
      to: 'archived',
      by: ['programme_officer'],
      lateBy: [],
      guards: [nothingIsPending],
      event: 'call.archived',
      basis: 'Archiefwet 1995 art. 3',
    },
  ],
} as const satisfies Lifecycle<CallStatus>;
