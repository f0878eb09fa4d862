export * from './move-project.js';
export type { MovedProject } from './project-store.js';
