export * from './may.js';
export * from './policy.js';
export * from './reach.js';
export * from './roles.js';
