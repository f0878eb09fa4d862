export * from './decision-lifecycle.js';
export * from './terms.js';
