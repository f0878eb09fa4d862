export * from './add-attachment.js';
export * from './attachment-queries.js';
export { missingAttachmentKinds } from './attachment-store.js';
export { attachmentMediaTypes } from './media-types.js';
export * from './sweep-files.js';
