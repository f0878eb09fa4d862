/** What an application says, as its applicant writes it: other records by their reference. Empty while it is a draft. */
export interface ApplicationContent {
  readonly title?: string | undefined;
  readonly summary?: string | undefined;
  /** Decimal string in euro. */
  readonly requested?: string | undefined;
  readonly startsOn?: string | undefined;
  readonly durationMonths?: number | undefined;
  /** The organisation that applies and would receive the grant. */
  readonly organisation?: string | undefined;
  readonly mainApplicant?: string | undefined;
  readonly administrativelyResponsible?: string | undefined;
  readonly projectLeader?: string | undefined;
  /** The leader's own organisation, where that is another one. */
  readonly leaderOrganisation?: string | undefined;
  readonly partners?:
    readonly { readonly organisation: string; readonly contribution?: string | undefined }[] | undefined;
  readonly budgetLines?:
    readonly { readonly group: string; readonly description: string; readonly amount: string }[] | undefined;
  /** The projects that it follows up. */
  readonly parents?: readonly string[] | undefined;
}

/** The fields that an application needs before it can be received. */
const required = [
  'title',
  'requested',
  'startsOn',
  'durationMonths',
  'organisation',
  'mainApplicant',
  'projectLeader',
] as const;

/**
 * What the source of a registered application does not tell, and what nobody guesses: it stays null, and its
 * provenance says `unknown`. Only what no rule reads can be unknown.
 */
export const canBeUnknown = ['title'] as const;
export type UnknownField = (typeof canBeUnknown)[number];

/** The required fields that are empty, but for those that are said to be unknown. */
export function missingFields(content: ApplicationContent, unknown: readonly UnknownField[] = []): string[] {
  const excused: readonly string[] = unknown;
  return required.filter((field) => content[field] === undefined && !excused.includes(field));
}
