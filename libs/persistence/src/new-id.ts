import { uuidv7 } from 'uuidv7';

/** A new key: a UUID of version 7, so that rows lie in the order in which they were made. */
export function newId(): string {
  return uuidv7();
}
