export * from './project-lifecycle.js';
export * from './terms.js';
