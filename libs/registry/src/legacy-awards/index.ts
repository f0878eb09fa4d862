export * from './legacy-award-queries.js';
