export * from './condition-guards.js';
export * from './decision-kinds.js';
export * from './decision-lifecycle.js';
