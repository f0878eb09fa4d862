/** What an attachment of an application is. NL: bijlage. */
export const attachmentKinds = {
  project_plan: { nl: 'projectplan', en: 'project plan' },
  budget: { nl: 'begroting', en: 'budget' },
  statement_of_agreement: { nl: 'akkoordverklaring', en: 'statement of agreement' },
  letter_of_support: { nl: 'steunverklaring', en: 'letter of support' },
  data_management_plan: { nl: 'datamanagementplan', en: 'data management plan' },
  other: { nl: 'overig', en: 'other' },
} as const;
export type AttachmentKind = keyof typeof attachmentKinds;
