import { plus, type CalendarDate } from '../shared/calendar.js';
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

/**
 * The first day on which a decision is irrevocable, if nobody objected: what was posted on the last day may still arrive
 * within a week. NL: formele rechtskracht, verzendtheorie (Awb 6:9(2)).
 */
export function irrevocableFrom(objectionEndsOn: CalendarDate): CalendarDate {
  return plus(objectionEndsOn, { days: 8 });
}
