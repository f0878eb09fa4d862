export * from './announce-decision.js';
export type { AnnouncementFacts } from './decision-store.js';
export type { MovedDecision } from './decision-move-store.js';
export * from './move-decision.js';
export type { PreparedDecision } from './preparation-store.js';
export * from './prepare-decision.js';
