/** Where an application stands. */
export type ApplicationStatus =
  | 'draft'
  | 'submitted'
  | 'repair_requested'
  | 'admitted'
  | 'in_review'
  | 'rebuttal'
  | 'committee_advised'
  | 'honoured'
  | 'rejected'
  | 'not_processed'
  | 'inadmissible'
  | 'withdrawn';

/** Received and neither decided on nor withdrawn: somebody awaits a decision. */
export const undecidedStates = [
  'submitted',
  'repair_requested',
  'admitted',
  'in_review',
  'rebuttal',
  'committee_advised',
] as const satisfies readonly ApplicationStatus[];
