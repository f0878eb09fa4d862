import type { LegalTerm } from '../shared/legal-term.js';

/** Within which a project starts, or says why not. NL: startdatum binnen zes maanden (ZonMw), per call. */
export function startTerm(months: number): LegalTerm {
  return {
    kind: 'project_start',
    nl: 'start van het project melden',
    en: 'notifying the start of the project',
    basis: 'ZonMw: start within six months or explain; call: start term',
    length: { months },
    statutory: false,
  };
}
