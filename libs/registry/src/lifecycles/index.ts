export * from './lifecycle-queries.js';
export * from './lifecycle-versions.js';
export * from './try-difference.js';
