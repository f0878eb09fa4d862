export * from './relate-projects.js';
export * from './relation-queries.js';
export { relationKinds, type RelateProjectsInput } from './relation-store.js';
