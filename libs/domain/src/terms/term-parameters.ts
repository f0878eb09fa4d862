import type { TermLength } from '../shared/calendar.js';
import type { LegalTerm } from './legal-clock.js';
import { legalTerm, termCatalogue, termKinds, type TermKind } from './term-catalogue.js';

type Catalogue = typeof termCatalogue;
/** A kind of term whose length may be set. */
export type TermParameterKind = {
  [Kind in TermKind]: Catalogue[Kind]['isParameter'] extends true ? Kind : never;
}[TermKind];

/** How long a term is for a call, and by which rule. */
export interface TermSetting {
  readonly length: TermLength;
  readonly basis: string;
}

/** The terms that hold for a call: its own, else those of its programme, of its funder, else the defaults. */
export type TermParameters = Readonly<Record<TermParameterKind, TermSetting>>;

const isParameterKind = (kind: TermKind): kind is TermParameterKind => termCatalogue[kind].isParameter;

/** Every kind whose length may be set. */
export const termParameterKinds = termKinds.filter(isParameterKind);

/** Where a length is set: the nearest one holds, call before programme before funder. */
export type TermPlace = 'funder' | 'programme' | 'call';

/** The kinds that can be set there; how long a call takes to decide, and a project to start, are fields of the call. */
export function settableTerms(place: TermPlace): TermParameterKind[] {
  const ofCall: readonly TermParameterKind[] =
    place === 'call' ? ['project_start', 'decision_on_application'] : ['project_start'];
  return termParameterKinds.filter((kind) => !ofCall.includes(kind));
}

/** What holds where nobody has set anything. */
export const defaultTermParameters = Object.fromEntries(
  termParameterKinds.map((kind) => [kind, { length: termCatalogue[kind].length, basis: termCatalogue[kind].basis }]),
) as unknown as TermParameters;

/** A term of the catalogue, of the length that holds for a call. */
export function termFor(kind: TermKind, parameters: TermParameters): LegalTerm {
  return { ...legalTerm(kind), ...(isParameterKind(kind) ? parameters[kind] : {}) };
}

/** The decision term of a call, as a setting. NL: beslistermijn van de oproep (Awb 4:13). */
export const decisionTermOfCall = (weeks: number): TermSetting => ({
  length: { weeks },
  basis: 'Awb 4:13(1); call: decision term',
});

/** The start term of a call, as a setting. NL: startdatum (ZonMw), per oproep. */
export const startTermOfCall = (months: number): TermSetting => ({
  length: { months },
  basis: 'ZonMw: start within six months or explain; call: start term',
});

/**
 * By when an application is decided. NL: beslistermijn (Awb 4:13): the term of the call, else a reasonable one, which
 * is exceeded in any case after eight weeks.
 */
export function decisionTerm(weeksOfCall: number | null): LegalTerm {
  const kind = 'decision_on_application';
  return { ...legalTerm(kind), ...(weeksOfCall === null ? {} : decisionTermOfCall(weeksOfCall)) };
}

/** Within which the applicant may object. NL: bezwaartermijn (Awb 6:7, 6:8). */
export const objectionTerm = legalTerm('objection');

/** Within which a project starts, or says why not. NL: startdatum binnen zes maanden (ZonMw), per call. */
export function startTerm(months: number): LegalTerm {
  return { ...legalTerm('project_start'), ...startTermOfCall(months) };
}
