export * from './move-project.js';
export type { MovedProject } from './project-store.js';
export * from './change-project.js';
export * from './project-queries.js';
export type { AppointLeaderInput, ChangeProjectInput, DismissLeaderInput } from './project-record-store.js';
