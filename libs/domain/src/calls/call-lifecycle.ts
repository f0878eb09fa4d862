import type { Guard, Lifecycle } from '../lifecycle/lifecycle.js';
import { UNBORN } from '../lifecycle/lifecycle.js';
import type { CalendarDate, Moment } from '../shared/calendar.js';
import { saysSomething } from '../shared/texts.js';

export type CallStatus = 'draft' | 'published' | 'open' | 'closed' | 'archived' | 'cancelled';

export interface PublicationFacts {
  readonly ceiling: string | null;
  readonly allocationMethod: string | null;
  readonly criteria: string | null;
  readonly opensAt: Moment | null;
  readonly closesAt: Moment | null;
  readonly ceilingFrom: CalendarDate | null;
  readonly procedure: string;
  /** The date in the Netherlands on which the call is published. */
  readonly publishedOn: CalendarDate;
}

const isComplete: Guard<Omit<PublicationFacts, 'ceilingFrom' | 'procedure' | 'publishedOn'>> = {
  code: 'call_incomplete',
  rule: 'ceiling, allocation method, criteria and the moments of opening and closing are set',
  basis: 'Awb 4:26',
  enforcedBy: 'database',
  holds: ({ ceiling, allocationMethod, criteria, opensAt, closesAt }) =>
    saysSomething(criteria) && [ceiling, allocationMethod, opensAt, closesAt].every((value) => value !== null),
};

/** The lifecycle of an application has the steps of the simple procedure alone: submitted, then decided on. */
const procedureIsSupported: Guard<Pick<PublicationFacts, 'procedure'>> = {
  code: 'procedure_not_supported',
  rule: 'applications go through the simple procedure; this registry does not have the steps of the full one yet',
  basis: 'registry: no decision that the procedure of the call does not allow',
  enforcedBy: 'database',
  holds: ({ procedure }) => procedure === 'simple',
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

/** The life of a call for applications. NL: subsidieoproep (Awb 4:22, 4:26). */
export const callLifecycle = {
  machine: 'call',
  version: 1,
  title: 'Call',
  nl: 'subsidieoproep',
  initial: 'draft',
  final: ['archived', 'cancelled'],
  states: {
    draft: { nl: 'in voorbereiding', en: 'in preparation' },
    published: { nl: 'gepubliceerd', en: 'published' },
    open: { nl: 'open voor aanvragen', en: 'open for applications' },
    closed: { nl: 'gesloten', en: 'closed' },
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
      guards: [isComplete, procedureIsSupported, ceilingIsPublishedInTime],
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
      from: ['closed'],
      to: 'archived',
      by: ['programme_officer'],
      lateBy: [],
      guards: [everyApplicationIsDecided],
      event: 'call.archived',
      basis: 'Archiefwet 1995 art. 3',
    },
  ],
} as const satisfies Lifecycle<CallStatus>;
