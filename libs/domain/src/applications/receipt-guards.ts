import type { Guard } from '../lifecycle/lifecycle.js';
import type { Role } from '../policy/roles.js';
import type { Moment } from '../shared/calendar.js';
import { money } from '../shared/money.js';

/** What a draft is begun on, and by whom. */
export interface DraftFacts {
  readonly callStatus: string;
  readonly maker: Role;
}

export const callTakesDrafts: Guard<DraftFacts> = {
  code: 'call_takes_no_drafts',
  rule: 'an applicant begins a draft on a call that is published or open; what came in on paper is registered later too',
  basis: 'Awb 4:26',
  enforcedBy: 'database',
  holds: ({ callStatus, maker }) => maker !== 'applicant' || ['published', 'open'].includes(callStatus),
};

/** What a full application must say. */
export interface ContentFacts {
  /** Names of the required fields that are still empty. */
  readonly missing: readonly string[];
}

const isFilledIn: Guard<ContentFacts> = {
  code: 'application_incomplete',
  rule: 'title, amount, start, duration, applicant organisation, main applicant and project leader are filled in; what was registered afterwards may lack a title that its source does not tell',
  basis: 'Awb 4:2',
  enforcedBy: 'database',
  holds: ({ missing }) => missing.length === 0,
};

/** The call as it stood when the application came in. */
export interface CallTermsFacts {
  readonly callStatus: string;
  readonly opensAt: Moment | null;
  readonly closesAt: Moment | null;
  /** The moment of receipt. */
  readonly occurred: Moment;
  readonly requested: string | null;
  readonly maxAmount: string | null;
  readonly durationMonths: number | null;
  readonly maxDurationMonths: number | null;
  readonly applicationsOfOrganisation: number;
  readonly maxApplicationsPerOrganisation: number | null;
}

const callIsOpen: Guard<Pick<CallTermsFacts, 'callStatus' | 'opensAt' | 'closesAt' | 'occurred'>> = {
  code: 'call_not_open',
  rule: 'the call was open at the moment of receipt: from its opening up to and including its closing moment',
  basis: 'Awb 4:26',
  enforcedBy: 'database',
  holds: ({ callStatus, opensAt, closesAt, occurred }) => {
    const at = Date.parse(occurred);
    const wasOpened = ['open', 'closed', 'assessing'].includes(callStatus);
    return (
      wasOpened && opensAt !== null && closesAt !== null && at >= Date.parse(opensAt) && at <= Date.parse(closesAt)
    );
  },
};

const asksSomething: Guard<Pick<CallTermsFacts, 'requested'>> = {
  code: 'application_requested_positive',
  rule: 'the amount that is asked for is more than nothing',
  basis: 'Awb 4:21',
  enforcedBy: 'database',
  holds: ({ requested }) => requested === null || money(requested) > 0n,
};

const isWithinMaximum: Guard<Pick<CallTermsFacts, 'requested' | 'maxAmount'>> = {
  code: 'above_call_maximum',
  rule: 'the amount is at most the maximum of the call; exactly the maximum is allowed',
  basis: 'call: maximum amount',
  enforcedBy: 'database',
  holds: ({ requested, maxAmount }) => maxAmount === null || requested === null || money(requested) <= money(maxAmount),
};

const isWithinDuration: Guard<Pick<CallTermsFacts, 'durationMonths' | 'maxDurationMonths'>> = {
  code: 'above_call_duration',
  rule: 'the project lasts at most as long as the call allows',
  basis: 'call: maximum duration',
  enforcedBy: 'application',
  holds: ({ durationMonths, maxDurationMonths }) =>
    maxDurationMonths === null || durationMonths === null || durationMonths <= maxDurationMonths,
};

const isWithinOrganisationLimit: Guard<
  Pick<CallTermsFacts, 'applicationsOfOrganisation' | 'maxApplicationsPerOrganisation'>
> = {
  code: 'organisation_limit_reached',
  rule: 'the organisation has fewer applications on this call than the call allows',
  basis: 'call: maximum applications per organisation',
  enforcedBy: 'application',
  holds: ({ applicationsOfOrganisation, maxApplicationsPerOrganisation }) =>
    maxApplicationsPerOrganisation === null || applicationsOfOrganisation < maxApplicationsPerOrganisation,
};

/** What an invited application stands on; empty of demands on a call that is open to all. */
export interface InvitationFacts {
  readonly accessMode: string;
  readonly callType: string;
  /** The invitation is for this main applicant, unused, unrevoked, and was valid at the moment of receipt. */
  readonly invitationIsValid: boolean;
  readonly parents: readonly {
    readonly status: string;
    readonly sameFunder: boolean;
    /** The main applicant is or was leader or main applicant of it. */
    readonly ledByApplicant: boolean;
  }[];
}

const isInvited: Guard<Pick<InvitationFacts, 'accessMode' | 'invitationIsValid'>> = {
  code: 'invitation_required',
  rule: 'the main applicant has an invitation that is valid and unused',
  basis: 'call: by invitation only',
  enforcedBy: 'application',
  holds: ({ accessMode, invitationIsValid }) => accessMode === 'open' || invitationIsValid,
};

const hasParentProject: Guard<Pick<InvitationFacts, 'callType' | 'parents'>> = {
  code: 'parent_project_required',
  rule: 'a VIMP follows up at least one project, each of them honoured by the same funder',
  basis: 'ZonMw: VIMP',
  enforcedBy: 'application',
  holds: ({ callType, parents }) =>
    callType !== 'vimp' || (parents.length > 0 && parents.every((parent) => parent.sameFunder)),
};

const parentsRun: Guard<Pick<InvitationFacts, 'callType' | 'parents'>> = {
  code: 'parent_project_terminated',
  rule: 'no parent project was terminated or never started',
  basis: 'ZonMw: VIMP',
  enforcedBy: 'application',
  holds: ({ callType, parents }) =>
    callType !== 'vimp' || parents.every(({ status }) => !['terminated', 'not_started'].includes(status)),
};

const applicantLedParent: Guard<Pick<InvitationFacts, 'callType' | 'parents'>> = {
  code: 'applicant_not_of_parent',
  rule: 'the main applicant is or was leader or main applicant of a parent project',
  basis: 'ZonMw: VIMP',
  enforcedBy: 'application',
  holds: ({ callType, parents }) => callType !== 'vimp' || parents.some((parent) => parent.ledByApplicant),
};

/** What bars an application from being received. */
export const receiptGuards = [
  isFilledIn,
  asksSomething,
  callIsOpen,
  isWithinMaximum,
  isWithinDuration,
  isWithinOrganisationLimit,
  isInvited,
  hasParentProject,
  parentsRun,
  applicantLedParent,
] as const;
