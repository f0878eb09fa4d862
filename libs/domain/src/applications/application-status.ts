/** Where an application stands. */
export type ApplicationStatus =
  | 'draft'
  | 'submitted'
  | 'repair_requested'
  | 'admitted'
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
] as const satisfies readonly ApplicationStatus[];
