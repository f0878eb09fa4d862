export * from './call-lifecycle.js';
