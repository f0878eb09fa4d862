/** What a call says and allows, by the name of the field: its column and its type in the database. */
export const callFields = {
  title: ['title', 'text'],
  type: ['type', 'text'],
  procedure: ['procedure', 'text'],
  accessMode: ['access_mode', 'text'],
  allocationMethod: ['allocation_method', 'text'],
  hasProjectIdeaStage: ['has_project_idea_stage', 'boolean'],
  usesReferees: ['uses_referees', 'boolean'],
  criteria: ['criteria', 'text'],
  ceiling: ['ceiling', 'numeric'],
  ceilingFrom: ['ceiling_from', 'date'],
  maxAmount: ['max_amount', 'numeric'],
  maxDurationMonths: ['max_duration_months', 'integer'],
  maxApplicationsPerOrganisation: ['max_applications_per_organisation', 'integer'],
  maxApplications: ['max_applications', 'integer'],
  refereesNeeded: ['referees_needed', 'integer'],
  decisionTermWeeks: ['decision_term_weeks', 'integer'],
  startTermMonths: ['start_term_months', 'integer'],
  stateAidBasis: ['state_aid_basis', 'text'],
  provisionsVersion: ['provisions_version', 'text'],
  legalBasis: ['legal_basis', 'text'],
  opensAt: ['opens_at', 'timestamptz'],
  closesAt: ['closes_at', 'timestamptz'],
} as const;

/** What an amendment may change of a call that was published; the rest stays as it was. */
export const amendableFields = [
  'ceiling',
  'ceilingFrom',
  'maxAmount',
  'maxDurationMonths',
  'maxApplicationsPerOrganisation',
  'maxApplications',
  'refereesNeeded',
  'decisionTermWeeks',
  'startTermMonths',
  'provisionsVersion',
  'criteria',
  'closesAt',
] as const satisfies readonly (keyof typeof callFields)[];

type Types = { text: string; boolean: boolean; numeric: string; date: string; integer: number; timestamptz: string };
/** The content of a call; a field that is left out stays as it is, or takes its default. */
export type CallContent = {
  readonly [Field in keyof typeof callFields]?: Types[(typeof callFields)[Field][1]] | null | undefined;
};

/** What changes of a published call. */
export type CallAmendment = Pick<CallContent, (typeof amendableFields)[number]>;
