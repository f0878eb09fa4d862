import type { CalendarDate } from '../shared/calendar.js';
import { legalClock, type ClockFacts, type Deadline, type LegalTerm } from './legal-clock.js';

/** A term on a case, and what became of it. */
export interface CaseTerm extends Deadline {
  readonly metOn: CalendarDate | null;
  /** When it ceased to run without having been met. */
  readonly cancelledOn: CalendarDate | null;
}

/** What ends a term before its time: what it was for was done, or there is nothing left to do it for. */
export interface TermEnd {
  readonly metOn?: CalendarDate | null | undefined;
  readonly cancelledOn?: CalendarDate | null | undefined;
}

/** A term as its facts make it; what is met is not cancelled, unless that came first. */
export function caseTerm(term: LegalTerm, facts: ClockFacts, { metOn = null, cancelledOn = null }: TermEnd): CaseTerm {
  const isMet = metOn !== null && (cancelledOn === null || metOn <= cancelledOn);
  return {
    ...legalClock(term, facts),
    metOn: isMet ? metOn : null,
    cancelledOn: isMet ? null : cancelledOn,
  };
}

/** The first of some dates; null where there is none. */
export function earliest(dates: readonly (CalendarDate | null)[]): CalendarDate | null {
  const known = dates.filter((date) => date !== null);
  return known.length === 0 ? null : known.reduce((one, other) => (one < other ? one : other));
}

/** One of several facts, each with its name, the day on which it took effect, and what is told with it. */
export type DatedFact<Facts> = {
  [Name in keyof Facts]: { readonly fact: Name; readonly on: CalendarDate } & Facts[Name];
}[keyof Facts];

/** Finds facts of a history by their name, in the order in which they took effect. */
export function factsOf<Fact extends { readonly fact: string; readonly on: CalendarDate }>(history: readonly Fact[]) {
  const sorted = history.toSorted((one, other) => {
    const [a, b] = [`${one.on} ${JSON.stringify(one)}`, `${other.on} ${JSON.stringify(other)}`];
    return a < b ? -1 : a > b ? 1 : 0;
  });
  const all = <Name extends Fact['fact']>(name: Name) =>
    sorted.filter((each): each is Extract<Fact, { fact: Name }> => each.fact === name);
  return {
    all,
    /** The first of its name. */
    first: <Name extends Fact['fact']>(name: Name) => all(name)[0] ?? null,
    /** The day of the first of its name. */
    day: (name: Fact['fact']): CalendarDate | null => sorted.find((each) => each.fact === name)?.on ?? null,
  };
}
