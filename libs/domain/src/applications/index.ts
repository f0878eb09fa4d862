export * from './application-lifecycle.js';
export * from './terms.js';
export * from './phase.js';
