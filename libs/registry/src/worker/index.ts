export * from './run-worker.js';
