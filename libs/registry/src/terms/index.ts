export * from './set-term-parameters.js';
export * from './term-queries.js';
export type { GivenTerm } from './term-store.js';
