export * from './decision-kinds.js';
export * from './decision-lifecycle.js';
