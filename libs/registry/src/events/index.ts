export * from './available-transitions.js';
export * from './case-story.js';
export * from './event-queries.js';
