import { rightKinds, type CaseTerm, type Deadline, type Machine } from '@grants/domain';

/**
 * Part of a record statement: writes the deadlines of one subject, in place of those that are there; `at` is the number of
 * the JSON value. A deadline that says nothing of it is neither met nor cancelled.
 */
export function keepDeadlines(at: number, subjectId: string, machine: Machine): string {
  return `insert into deadline (subject_id, machine, kind, basis, starts_on, ends_on, term, suspended_since, ground, steps, met_on, cancelled_on)
    select ${subjectId}, '${machine}', term.kind, term.basis, term."startsOn", term."endsOn", term.term, term."suspendedSince",
           term.ground, term.steps, term."metOn", term."cancelledOn"
      from jsonb_to_recordset($${at}::jsonb) as term (kind text, basis text, "startsOn" date, "endsOn" date, term text,
           "suspendedSince" date, ground text, steps jsonb, "metOn" date, "cancelledOn" date)
        on conflict (subject_id, kind) do update set basis = excluded.basis, starts_on = excluded.starts_on,
           ends_on = excluded.ends_on, term = excluded.term, suspended_since = excluded.suspended_since,
           ground = excluded.ground, steps = excluded.steps, met_on = excluded.met_on, cancelled_on = excluded.cancelled_on`;
}

/** What a read says of a deadline, as `DeadlineView` has it. */
export const deadlineColumns = `deadline.kind, deadline.basis, deadline.starts_on as "startsOn", deadline.ends_on as "endsOn",
       deadline.term, deadline.suspended_since as "suspendedSince", deadline.ground, deadline.steps, deadline.met_on as "metOn",
       deadline.cancelled_on as "cancelledOn"`;

/** Whether a deadline was for something that somebody might have done, and passed: it binds nobody any more. */
export const isForgone = (today: string) =>
  `(deadline.kind in (${rightKinds.map((kind) => `'${kind}'`).join(', ')}) and deadline.ends_on < ${today})`;

/** The day on which the step that `moved` records took effect: that of its booking, or the earlier one it was booked for. */
export const dayOf = (moved: string) => `(select (status_since at time zone 'Europe/Amsterdam')::date from ${moved})`;

/** Part of a record statement: the terms of a subject that still ran end without having been met. */
export function cancelDeadlines(subjectId: string, day: string): string {
  return `update deadline set cancelled_on = ${day} where subject_id = ${subjectId} and met_on is null and cancelled_on is null`;
}

/** Part of a record statement: marks a deadline as met on a day. */
export function meetDeadline(subjectId: string, kind: string, day: string): string {
  return `update deadline set met_on = ${day} where subject_id = ${subjectId} and kind = '${kind}' and met_on is null`;
}

/** The deadlines as the value of `keepDeadlines`. */
export function deadlinesValue(deadlines: readonly (Deadline | CaseTerm)[]): string {
  return JSON.stringify(deadlines);
}

/**
 * Part of a record statement: a decision on an application ends its terms, as `applicationTerms` has it: those for
 * deciding and for telling that it will be later are met, the others cease. A test compares.
 */
export function endByDecision(applicationId: string, kind: string, day: string): string {
  const isMet = `(deadline.kind in ('decision_on_application', 'decision_notice', 'default_notice')
      or deadline.kind = 'not_processing' and ${kind} = 'not_processed')`;
  return `update deadline set met_on = case when ${isMet} then ${day} end, cancelled_on = case when not ${isMet} then ${day} end
     where subject_id = ${applicationId} and met_on is null and cancelled_on is null`;
}
