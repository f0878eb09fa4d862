import { plus, type CalendarDate } from '../shared/calendar.js';
import { caseTerm, earliest, type CaseTerm } from './case-term.js';
import type { LegalTerm, Suspension } from './legal-clock.js';
import type { SuspensionGround } from './grounds.js';

/** A request to complete or repair, the last day for it where that was set, and what came of it. */
export interface RepairFacts {
  readonly requestedOn: CalendarDate;
  readonly until: CalendarDate | null;
  readonly repairedOn: CalendarDate | null;
  /** Booked as passed unused. */
  readonly lapsedOn: CalendarDate | null;
}

/** What a request to repair does to the case. */
export interface Repair {
  readonly term: CaseTerm;
  readonly suspension: Suspension;
  /** The day on which what was asked for was there, else that on which the term for it ends. */
  readonly endsOn: CalendarDate;
}

/**
 * A request to repair, with its own term, for which the decision's term stands still from the day after the request
 * until the day on which it was done or its term passed unused. What comes later than that keeps nothing standing still.
 * NL: gelegenheid tot aanvullen, herstel van verzuim (Awb 4:5, 4:15(1)(a), 6:6, 7:10(2)).
 */
export function repair(
  term: LegalTerm,
  ground: SuspensionGround,
  { requestedOn, until, repairedOn, lapsedOn }: RepairFacts,
  closedOn: CalendarDate | null,
): Repair {
  const end = { metOn: repairedOn, cancelledOn: earliest([lapsedOn, closedOn]) };
  const own = caseTerm(term, { after: requestedOn, ...(until !== null && { until }) }, end);
  const isInTime = repairedOn !== null && repairedOn <= own.endsOn;
  return {
    term: own,
    suspension: {
      ground,
      from: plus(requestedOn, { days: 1 }),
      through: isInTime ? plus(repairedOn, { days: -1 }) : own.endsOn,
    },
    endsOn: isInTime ? repairedOn : own.endsOn,
  };
}

/** The requests of a history, each with what came of it before the next one. */
export function repairFacts(
  requests: readonly { readonly on: CalendarDate; readonly until: CalendarDate | null }[],
  repaired: readonly { readonly on: CalendarDate }[],
  lapsed: readonly { readonly on: CalendarDate }[],
): RepairFacts[] {
  return requests.map(({ on, until }, at) => {
    const next = requests[at + 1]?.on ?? null;
    const thenFirst = (all: readonly { readonly on: CalendarDate }[]) =>
      all.find((each) => each.on >= on && (next === null || each.on < next))?.on ?? null;
    return { requestedOn: on, until, repairedOn: thenFirst(repaired), lapsedOn: thenFirst(lapsed) };
  });
}
