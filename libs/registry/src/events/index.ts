export * from './available-transitions.js';
export * from './event-queries.js';
