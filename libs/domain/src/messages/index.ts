export * from './message.js';
export * from './messages.js';
export * from './reminders.js';
export * from './render-message.js';
