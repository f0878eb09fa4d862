import { honouringKinds } from '../decisions/index.js';
import { UNBORN, type Guard, type Lifecycle } from '../lifecycle/lifecycle.js';
import { plus, type CalendarDate } from '../shared/calendar.js';

export type ProjectStatus =
  'awaiting_start' | 'started' | 'suspended' | 'ended' | 'completed' | 'terminated' | 'not_started';

export interface AwardFacts {
  /** Whether the application has a project already. */
  readonly hasProject: boolean;
}

const isTheOnlyProject: Guard<AwardFacts> = {
  code: 'project_exists',
  rule: 'an honoured application has exactly one project',
  basis: 'registry: one project per honoured application',
  enforcedBy: 'database',
  holds: ({ hasProject }) => !hasProject,
};

export interface StartFacts {
  readonly startedOn: CalendarDate;
  /** The day on which the honouring was announced. */
  readonly honouredOn: CalendarDate;
  /** Months after honouring within which a project starts; from the call. */
  readonly startTermMonths: number;
  readonly lateStartReasonAccepted: boolean;
  /** Conditions and obligations of the decision in force that hold the start back. */
  readonly holdingStart: number;
  readonly today: CalendarDate;
}

/** NL: start binnen zes maanden na honorering, of leg uit waarom niet (ZonMw, informatie voor projectleiders). */
const startsInTimeOrExplains: Guard<StartFacts> = {
  code: 'late_start_unexplained',
  rule: 'the project starts within the months that the call sets, or a reason for the late start was accepted',
  basis: 'ZonMw: start within six months or explain',
  enforcedBy: 'database',
  holds: ({ startedOn, honouredOn, startTermMonths, lateStartReasonAccepted }) =>
    startedOn <= plus(honouredOn, { months: startTermMonths }) || lateStartReasonAccepted,
};

/** NL: voorwaarde of verplichting vóór de start (Awb 4:33, 4:37). */
const nothingHoldsTheStart: Guard<Pick<StartFacts, 'holdingStart'>> = {
  code: 'start_held_back',
  rule: 'every condition that the recipient has to show is met, and every obligation that holds the start is fulfilled',
  basis: 'Awb 4:33, 4:37; ZonMw: conditions before the start',
  enforcedBy: 'database',
  holds: ({ holdingStart }) => holdingStart === 0,
};

const startIsNotAhead: Guard<Pick<StartFacts, 'startedOn' | 'today'>> = {
  code: 'start_in_future',
  rule: 'the start that is confirmed has taken place',
  basis: 'ZonMw: start notification',
  enforcedBy: 'database',
  holds: ({ startedOn, today }) => startedOn <= today,
};

const startFollowsHonouring: Guard<Pick<StartFacts, 'startedOn' | 'honouredOn'>> = {
  code: 'start_before_honouring',
  rule: 'the project does not start before it was honoured',
  basis: 'ZonMw: start notification',
  enforcedBy: 'database',
  holds: ({ startedOn, honouredOn }) => startedOn >= honouredOn,
};

export interface EndFacts {
  readonly endedOn: CalendarDate;
  readonly startedOn: CalendarDate;
  readonly plannedEnd: CalendarDate;
  readonly hasReason: boolean;
  readonly today: CalendarDate;
}

const endIsReached: Guard<EndFacts> = {
  code: 'end_not_reached',
  rule: 'the end date is reached, or the early end has a reason',
  basis: 'ZonMw: end of the project',
  enforcedBy: 'database',
  holds: ({ endedOn, plannedEnd, hasReason }) => endedOn >= plannedEnd || hasReason,
};

const endIsInOrder: Guard<Pick<EndFacts, 'endedOn' | 'startedOn' | 'today'>> = {
  code: 'end_out_of_order',
  rule: 'the project ends after its start and not in the future',
  basis: 'registry: dates in order',
  enforcedBy: 'database',
  holds: ({ endedOn, startedOn, today }) => endedOn >= startedOn && endedOn <= today,
};

export interface CompletionFacts {
  readonly finalReportApprovedOn: CalendarDate | null;
  readonly endedOn: CalendarDate;
  readonly today: CalendarDate;
}

const finalReportIsApproved: Guard<CompletionFacts> = {
  code: 'final_report_required',
  rule: 'the final report was approved, on or after the end and not in the future',
  basis: 'ZonMw: final report',
  enforcedBy: 'database',
  holds: ({ finalReportApprovedOn: approved, endedOn, today }) =>
    approved !== null && approved >= endedOn && approved <= today,
};

/** The life of a project. NL: (gehonoreerd) project (Awb 4:29, 4:48). */
export const projectLifecycle = {
  machine: 'project',
  version: 2,
  title: 'Project',
  nl: 'project',
  initial: 'awaiting_start',
  final: ['completed'],
  states: {
    awaiting_start: { nl: 'wacht op start', en: 'awaiting its start' },
    started: { nl: 'loopt', en: 'running' },
    suspended: { nl: 'opgeschort', en: 'suspended' },
    ended: { nl: 'beëindigd', en: 'ended' },
    completed: { nl: 'afgerond', en: 'completed' },
    terminated: { nl: 'voortijdig stopgezet', en: 'terminated' },
    not_started: { nl: 'niet gestart', en: 'never started' },
  },
  transitions: [
    {
      command: 'award',
      from: [UNBORN],
      to: 'awaiting_start',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [isTheOnlyProject],
      decisionKinds: honouringKinds,
      event: 'project.awarded',
      basis: 'Awb 4:29',
    },
    {
      command: 'confirm_start',
      from: ['awaiting_start'],
      to: 'started',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [startsInTimeOrExplains, nothingHoldsTheStart, startIsNotAhead, startFollowsHonouring],
      event: 'project.started',
      basis: 'Awb 4:37',
    },
    {
      command: 'suspend',
      from: ['started'],
      to: 'suspended',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [],
      reasonRequired: true,
      event: 'project.suspended',
      basis: 'Awb 4:37',
    },
    {
      command: 'resume',
      from: ['suspended'],
      to: 'started',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [],
      event: 'project.resumed',
      basis: 'Awb 4:37',
    },
    {
      command: 'end',
      from: ['started'],
      to: 'ended',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [endIsReached, endIsInOrder],
      event: 'project.ended',
      basis: 'Awb 4:44',
    },
    {
      command: 'complete',
      from: ['ended'],
      to: 'completed',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [finalReportIsApproved],
      event: 'project.completed',
      basis: 'Awb 4:45',
    },
    {
      command: 'terminate',
      from: ['started', 'suspended'],
      to: 'terminated',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [],
      decisionKinds: ['withdraw_grant'],
      event: 'project.terminated',
      basis: 'Awb 4:48, 4:50',
    },
    {
      command: 'withdraw_grant',
      from: ['awaiting_start'],
      to: 'not_started',
      by: ['programme_officer'],
      lateBy: ['programme_officer'],
      guards: [],
      decisionKinds: ['withdraw_grant'],
      event: 'project.not_started',
      basis: 'Awb 4:48(1)(a)',
    },
  ],
} as const satisfies Lifecycle<ProjectStatus>;
