export { Mailer } from './mailer.js';
export * from './message-queries.js';
export * from './run-messenger.js';
export * from './send-mail.js';
export * from './tell-people.js';
