export { canBeUnknown, missingFields, type ApplicationContent, type UnknownField } from './application-content.js';
export * from './admit-application.js';
export * from './application-queries.js';
export { applicationStatus, type ApplicationStanding } from './application-status.js';
export * from './change-draft.js';
export * from './create-application.js';
export type { CreatedApplication } from './draft-store.js';
export { MoveApplication, RegisterApplication, type RegisterApplicationInput } from './receive-application.js';
export { receiptFacts } from './receipt-store.js';
