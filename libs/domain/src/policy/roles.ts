/** Who acts in the registry; design section 5. */
export const roles = [
  'applicant',
  'project_leader',
  'programme_officer',
  'decision_authority',
  'committee_secretary',
  'committee_member',
  'referee',
  'finance_officer',
  'legal_officer',
  'ministry_reporter',
  'auditor',
  'privacy_officer',
  'administrator',
  'system',
] as const;

/** The capacity in which somebody acts. NL: rol. */
export type Role = (typeof roles)[number];
