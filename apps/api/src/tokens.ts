/** Names under which Nest injects what is not a class of our own. */
export const CLOCK = Symbol('clock');
export const FIND_SUBJECT = Symbol('find subject');
export const CONFIGURATION = Symbol('configuration');
export const DATABASES = Symbol('databases of reports');
export const PASSES_BY_ITSELF = Symbol('whether an error passes by itself');
