import { plus, type CalendarDate } from '../shared/calendar.js';
import type { Deadline, LegalTerm } from '../shared/legal-term.js';

/**
 * By when an application is decided. NL: beslistermijn (Awb 4:13): the term of the call, else a reasonable one, which
 * is exceeded in any case after eight weeks.
 */
export function decisionTerm(weeksOfCall: number | null): LegalTerm {
  return {
    kind: 'decision_on_application',
    nl: 'besluit op de aanvraag',
    en: 'decision on the application',
    basis: weeksOfCall === null ? 'Awb 4:13(2)' : 'Awb 4:13(1); call: decision term',
    length: { weeks: weeksOfCall ?? 8 },
    statutory: true,
  };
}

/** The term for repair as an officer sets it. NL: hersteltermijn (Awb 4:5(1)). */
export function repairDeadline(requestedOn: CalendarDate, until: CalendarDate): Deadline {
  return {
    kind: 'repair',
    basis: 'Awb 4:5(1)',
    startsOn: plus(requestedOn, { days: 1 }),
    endsOn: until,
    term: 'set',
    ground: `set by the officer on ${requestedOn}`,
  };
}
