import { decisionTerm } from './applications/index.js';
import { objectionTerm } from './decisions/index.js';
import { startTerm } from './projects/index.js';

/** Every term that the registry computes, with its default length. */
export const legalTerms = [decisionTerm(null), objectionTerm, startTerm(6)] as const;
