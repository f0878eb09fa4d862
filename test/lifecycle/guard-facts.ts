/** For each guard, by its code: facts by which it lets pass, and facts that differ from them and that it refuses. */
interface Facts {
  readonly holds: object;
  readonly refused: object;
}

const day = '2026-03-10';
const [earlier, later] = ['2026-03-09', '2026-03-11'];
const noon = '2026-03-10T12:00:00Z';
const [beforeNoon, afterNoon] = ['2026-03-10T11:59:59.999Z', '2026-03-10T12:00:00.001Z'];

const complete = {
  ceiling: '1.00',
  allocationMethod: 'ranking',
  criteria: 'Quality',
  opensAt: noon,
  closesAt: afterNoon,
};
const fullCall = {
  allocationMethod: 'order_of_receipt',
  maxApplications: 2,
  ceiling: '10.00',
  standingApplications: 2,
  requestedTotal: '3.00',
};
const openCall = { callStatus: 'open', opensAt: beforeNoon, closesAt: noon, occurred: noon };
const parent = { status: 'ended', sameFunder: true, ledByApplicant: true };
const vimp = { callType: 'vimp', parents: [parent] };
const awaited = {
  kind: 'reject',
  applicationStatus: 'submitted',
  procedure: 'simple',
  projectStatus: null,
  supersedes: null,
};
const signed = { decisionKind: 'honour', decisionStatus: 'signed' };
const corrected = { kind: 'honour', status: 'announced', granted: '5.00' };
const condition = {
  kind: 'budget_reservation',
  metOn: null,
  invokedOn: null,
  lapsedOn: null,
  budgetAdoptedOn: null,
  invokeUntil: day,
};
const started = { startedOn: day, honouredOn: '2025-09-10', startTermMonths: 6, lateStartReasonAccepted: false };
const ended = { endedOn: day, plannedEnd: day, hasReason: false, startedOn: earlier, today: day };
const reported = { finalReportApprovedOn: day, endedOn: day, today: day };

export const guardFacts: Readonly<Record<string, Facts>> = {
  // Calls
  call_incomplete: { holds: complete, refused: { ...complete, criteria: ' ' } },
  ceiling_published_late: {
    holds: { ceilingFrom: day, publishedOn: day },
    refused: { ceilingFrom: day, publishedOn: later },
  },
  before_opening: { holds: { opensAt: noon, occurred: noon }, refused: { opensAt: noon, occurred: beforeNoon } },
  before_closing: { holds: { closesAt: noon, occurred: noon }, refused: { closesAt: noon, occurred: beforeNoon } },
  maximum_not_reached: { holds: fullCall, refused: { ...fullCall, standingApplications: 1 } },
  amendment_empty: { holds: { changes: ['title'] }, refused: { changes: [] } },
  closing_brought_forward: {
    holds: { closesAt: noon, newClosesAt: afterNoon, occurred: beforeNoon },
    refused: { closesAt: noon, newClosesAt: beforeNoon, occurred: beforeNoon },
  },
  applications_undecided: { holds: { undecidedApplications: 0 }, refused: { undecidedApplications: 1 } },
  applications_received: { holds: { receivedApplications: 0 }, refused: { receivedApplications: 1 } },
  decisions_revocable: { holds: { revocableDecisions: 0 }, refused: { revocableDecisions: 1 } },
  // Receipt
  call_takes_no_drafts: {
    holds: { callStatus: 'open', maker: 'applicant' },
    refused: { callStatus: 'closed', maker: 'applicant' },
  },
  application_incomplete: { holds: { missing: [] }, refused: { missing: ['title'] } },
  application_requested_positive: { holds: { requested: '0.01' }, refused: { requested: '0.00' } },
  call_not_open: { holds: openCall, refused: { ...openCall, occurred: afterNoon } },
  above_call_maximum: {
    holds: { requested: '5.00', maxAmount: '5.00' },
    refused: { requested: '5.01', maxAmount: '5.00' },
  },
  above_call_duration: {
    holds: { durationMonths: 12, maxDurationMonths: 12 },
    refused: { durationMonths: 13, maxDurationMonths: 12 },
  },
  organisation_limit_reached: {
    holds: { applicationsOfOrganisation: 0, maxApplicationsPerOrganisation: 1 },
    refused: { applicationsOfOrganisation: 1, maxApplicationsPerOrganisation: 1 },
  },
  invitation_required: {
    holds: { accessMode: 'invitation', invitationIsValid: true },
    refused: { accessMode: 'invitation', invitationIsValid: false },
  },
  parent_project_required: { holds: vimp, refused: { ...vimp, parents: [] } },
  parent_project_terminated: { holds: vimp, refused: { ...vimp, parents: [{ ...parent, status: 'terminated' }] } },
  applicant_not_of_parent: { holds: vimp, refused: { ...vimp, parents: [{ ...parent, ledByApplicant: false }] } },
  // Admission
  agreement_received_already: { holds: { agreementReceivedOn: null }, refused: { agreementReceivedOn: day } },
  agreement_missing: { holds: { agreementReceivedOn: day }, refused: { agreementReceivedOn: null } },
  repair_offered_already: { holds: { repair: null }, refused: { repair: { until: day, answeredOn: null } } },
  repair_term_not_ahead: { holds: { repairUntil: later, day }, refused: { repairUntil: day, day } },
  stage_not_supported: {
    holds: { hasProjectIdeaStage: false, usesReferees: false },
    refused: { hasProjectIdeaStage: false, usesReferees: true },
  },
  admission_required: {
    holds: { procedure: 'full', applicationStatus: 'admitted' },
    refused: { procedure: 'full', applicationStatus: 'submitted' },
  },
  term_stands_still: { holds: { standsStill: false }, refused: { standsStill: true } },
  term_runs: { holds: { standsStill: true }, refused: { standsStill: false } },
  suspension_out_of_order: { holds: { from: day, through: day }, refused: { from: later, through: day } },
  another_term_not_open: { holds: { namingRefused: null }, refused: { namingRefused: 'used_before' } },
  default_notice_given_already: { holds: { noticeGiven: false }, refused: { noticeGiven: true } },
  decision_not_late: { holds: { decideBy: day, day: later }, refused: { decideBy: day, day } },
  penalty_not_due: {
    holds: { kind: 'default_penalty', penalty: '23.00', penaltyDue: '23.00' },
    refused: { kind: 'default_penalty', penalty: '24.00', penaltyDue: '23.00' },
  },
  repair_term_passed: {
    holds: { repair: { until: day, answeredOn: null }, day },
    refused: { repair: { until: day, answeredOn: null }, day: later },
  },
  repair_not_offered: {
    holds: { repair: { until: day, answeredOn: null }, day: later },
    refused: { repair: { until: day, answeredOn: null }, day },
  },
  procedure_is_simple: { holds: { procedure: 'full' }, refused: { procedure: 'simple' } },
  checklist_incomplete: { holds: { openItems: [] }, refused: { openItems: ['language'] } },
  // Assessment
  // Outcomes
  honouring_decision_required: { holds: signed, refused: { ...signed, decisionKind: 'reject' } },
  rejecting_decision_required: {
    holds: { ...signed, decisionKind: 'reject' },
    refused: { decisionKind: 'reject', decisionStatus: 'prepared' },
  },
  not_processing_decision_required: {
    holds: { ...signed, decisionKind: 'not_processed' },
    refused: { ...signed, decisionKind: 'inadmissible' },
  },
  inadmissible_decision_required: {
    holds: { ...signed, decisionKind: 'inadmissible' },
    refused: { ...signed, decisionKind: 'not_processed' },
  },
  ceiling_exceeded: {
    holds: { granted: '5.00', ceilingLeft: '5.00' },
    refused: { granted: '5.01', ceilingLeft: '5.00' },
  },
  // Decisions
  nothing_to_decide: { holds: awaited, refused: { ...awaited, applicationStatus: 'honoured' } },
  decision_before_receipt: {
    holds: { receivedAt: noon, occurred: noon },
    refused: { receivedAt: noon, occurred: beforeNoon },
  },
  decision_in_preparation: { holds: { hasOpenDecision: false }, refused: { hasOpenDecision: true } },
  correction_changes_outcome: {
    holds: { kind: 'honour', granted: '5.00', supersedes: corrected },
    refused: { kind: 'honour', granted: '6.00', supersedes: corrected },
  },
  amount_does_not_fit_kind: {
    holds: { kind: 'partial_honour', granted: '4.99', requested: '5.00' },
    refused: { kind: 'partial_honour', granted: '5.00', requested: '5.00' },
  },
  grant_not_described: {
    holds: { kind: 'honour', activities: 'As applied for', provisionsVersion: '2022' },
    refused: { kind: 'honour', activities: ' ', provisionsVersion: '2022' },
  },
  reasons_required: {
    holds: { kind: 'reject', reasonCode: 'insufficient_quality', hasReasonText: true },
    refused: { kind: 'reject', reasonCode: 'insufficient_quality', hasReasonText: false },
  },
  decision_reason_known: {
    holds: { kind: 'reject', reasonCode: null },
    refused: { kind: 'reject', reasonCode: 'no_such_reason' },
  },
  conditions_do_not_fit_kind: {
    holds: { kind: 'honour', conditions: [] },
    refused: { kind: 'conditional_honour', conditions: [] },
  },
  four_eyes: { holds: { signedBy: 'one', preparedBy: 'other' }, refused: { signedBy: 'one', preparedBy: 'one' } },
  decision_without_effect: { holds: { takesEffect: true }, refused: { takesEffect: false } },
  correction_required: { holds: { isCorrected: true }, refused: { isCorrected: false } },
  objection_term_runs: { holds: { irrevocableFrom: day, day }, refused: { irrevocableFrom: later, day } },
  condition_not_open: { holds: { condition }, refused: { condition: { ...condition, metOn: earlier } } },
  budget_reservation_required: {
    holds: { condition },
    refused: { condition: { ...condition, kind: 'agreement' } },
  },
  budget_adopted_already: { holds: { condition }, refused: { condition: { ...condition, budgetAdoptedOn: earlier } } },
  reservation_not_to_be_invoked: { holds: { condition, day }, refused: { condition, day: later } },
  reservation_term_runs: { holds: { condition, day: later }, refused: { condition, day } },
  condition_not_to_be_shown: {
    holds: { condition: { ...condition, kind: 'agreement' } },
    refused: { condition },
  },
  obligation_not_open: {
    holds: { obligation: { fulfilledOn: null } },
    refused: { obligation: { fulfilledOn: earlier } },
  },
  // Projects
  project_exists: { holds: { hasProject: false }, refused: { hasProject: true } },
  late_start_unexplained: { holds: started, refused: { ...started, startedOn: later } },
  start_held_back: { holds: { holdingStart: 0 }, refused: { holdingStart: 1 } },
  start_in_future: { holds: { startedOn: day, today: day }, refused: { startedOn: later, today: day } },
  start_before_honouring: {
    holds: { startedOn: day, honouredOn: day },
    refused: { startedOn: day, honouredOn: later },
  },
  end_not_reached: { holds: ended, refused: { ...ended, endedOn: earlier } },
  end_out_of_order: { holds: ended, refused: { ...ended, startedOn: later } },
  final_report_required: { holds: reported, refused: { ...reported, finalReportApprovedOn: earlier } },
};
