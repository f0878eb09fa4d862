export * from './clock.js';
export * from './configuration.js';
