export * from './admission-guards.js';
export * from './application-lifecycle.js';
export * from './application-status.js';
export * from './clock-guards.js';
export * from './outcome-guards.js';
export * from './phase.js';
export * from './receipt-guards.js';
export * from './attachments.js';
