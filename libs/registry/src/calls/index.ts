export { dueCalls, type DueCall } from './due-calls-store.js';
export type { CallContent } from './call-content.js';
export type { CallPlace } from './call-content-store.js';
export type { MovedCall } from './call-store.js';
export * from './create-call.js';
export * from './move-call.js';
export * from './call-queries.js';
export type { InviteInput } from './invitation-store.js';
export * from './invite.js';
