export * from './due-decisions-store.js';
export * from './announce-decision.js';
export type { MovedDecision } from './decision-move-store.js';
export type { AnnouncedDecision, AnnouncementFacts } from './decision-store.js';
export * from './move-decision.js';
export type { PrepareDecisionInput, PreparedDecision } from './preparation-store.js';
export * from './prepare-decision.js';
export * from './decision-queries.js';
