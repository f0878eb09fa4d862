export * from './applications/index.js';
export * from './calls/index.js';
export * from './decisions/index.js';
export * from './projects/index.js';
export * from './registry.js';
export * from './shared/run-step.js';
