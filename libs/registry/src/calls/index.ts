export { callFields, type CallContent } from './call-content.js';
export type { CallPlace } from './call-content-store.js';
export type { MovedCall } from './call-store.js';
export * from './create-call.js';
export * from './move-call.js';
