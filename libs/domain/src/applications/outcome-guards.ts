import type { Guard } from '../lifecycle/lifecycle.js';
import { money } from '../shared/money.js';
import { honouringKinds } from '../decisions/index.js';

/** What an outcome stands on. */
export interface OutcomeFacts {
  /** The decision that is being announced. */
  readonly decisionKind: string;
  readonly decisionStatus: string;
}

export interface HonouringFacts extends OutcomeFacts {
  readonly granted: string;
  /** What is left of the ceiling of the call for this application; null where the call has none. */
  readonly ceilingLeft: string | null;
}

const honouringIsSigned: Guard<OutcomeFacts> = {
  code: 'honouring_decision_required',
  rule: 'a signed decision to honour, in full, in part or on conditions, is announced in the same step',
  basis: 'Awb 4:29, 3:40',
  enforcedBy: 'database',
  holds: ({ decisionKind, decisionStatus }) =>
    (honouringKinds as readonly string[]).includes(decisionKind) && decisionStatus === 'signed',
};

const rejectionIsSigned: Guard<OutcomeFacts> = {
  code: 'rejecting_decision_required',
  rule: 'a signed decision to reject is announced in the same step',
  basis: 'Awb 4:25, 4:35, 3:40',
  enforcedBy: 'database',
  holds: ({ decisionKind, decisionStatus }) => decisionKind === 'reject' && decisionStatus === 'signed',
};

const notProcessingIsSigned: Guard<OutcomeFacts> = {
  code: 'not_processing_decision_required',
  rule: 'a signed decision not to process the application is announced in the same step',
  basis: 'Awb 4:5(4), 3:40',
  enforcedBy: 'database',
  holds: ({ decisionKind, decisionStatus }) => decisionKind === 'not_processed' && decisionStatus === 'signed',
};

const inadmissibilityIsSigned: Guard<OutcomeFacts> = {
  code: 'inadmissible_decision_required',
  rule: 'a signed decision that the application is inadmissible is announced in the same step',
  basis: 'call: conditions; Awb 3:40',
  enforcedBy: 'database',
  holds: ({ decisionKind, decisionStatus }) => decisionKind === 'inadmissible' && decisionStatus === 'signed',
};

/** NL: subsidieplafond (Awb 4:25). */
const fitsUnderCeiling: Guard<Pick<HonouringFacts, 'granted' | 'ceilingLeft'>> = {
  code: 'ceiling_exceeded',
  rule: 'the amount fits under what is left of the ceiling of the call, as it was when the application was received or as it is now',
  basis: 'Awb 4:25(2), 4:27(2)',
  enforcedBy: 'database',
  holds: ({ granted, ceilingLeft }) => ceilingLeft === null || money(granted) <= money(ceilingLeft),
};

export interface ProcedureFacts {
  readonly procedure: string;
  readonly applicationStatus: string;
}

const wentThroughProcedure: Guard<ProcedureFacts> = {
  code: 'admission_required',
  rule: 'on a call with the full procedure the application was admitted first',
  basis: 'call: procedure',
  enforcedBy: 'database',
  holds: ({ procedure, applicationStatus }) => procedure === 'simple' || applicationStatus === 'admitted',
};

/** What bars each outcome. */
export const honouringGuards = [honouringIsSigned, wentThroughProcedure, fitsUnderCeiling] as const;
export const rejectionGuards = [rejectionIsSigned, wentThroughProcedure] as const;
export const notProcessedGuards = [notProcessingIsSigned] as const;
export const inadmissibleGuards = [inadmissibilityIsSigned] as const;
