import type { LegalTerm } from '../shared/legal-term.js';

/** Within which the applicant may object. NL: bezwaartermijn (Awb 6:7, 6:8). */
export const objectionTerm: LegalTerm = {
  kind: 'objection',
  nl: 'bezwaar maken',
  en: 'filing an objection',
  basis: 'Awb 6:7, 6:8',
  length: { weeks: 6 },
  statutory: true,
};
