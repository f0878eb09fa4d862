export * from './legacy-award-lifecycle.js';
