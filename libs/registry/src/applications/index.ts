export type { ApplicationContent } from './application-content.js';
export * from './change-draft.js';
export * from './create-application.js';
export type { CreatedApplication } from './draft-store.js';
export { MoveApplication, RegisterApplication, type RegisterApplicationInput } from './receive-application.js';
