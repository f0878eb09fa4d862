export * from './import-ministry-subsidies.js';
export * from './import-queries.js';
export type { ImportSummary, MinistryTotal } from './import-summary.js';
export type { MatchGround, RecipientMatch, RecipientName } from './match-recipients.js';
export { rowFaults, type ImportFault, type RowFault } from './ministry-subsidies.js';
export * from './void-import.js';
