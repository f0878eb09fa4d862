export * from './draw-up-letter.js';
export * from './letter-queries.js';
