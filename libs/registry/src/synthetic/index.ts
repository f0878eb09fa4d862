export * from './seed-synthetic.js';
