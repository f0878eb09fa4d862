import type { Deadline, Machine } from '@grants/domain';

/** Part of a record statement: writes the deadlines of one subject; `at` is the number of the JSON value. */
export function keepDeadlines(at: number, subjectId: string, machine: Machine): string {
  return `insert into deadline (subject_id, machine, kind, basis, starts_on, ends_on, term, ground)
    select ${subjectId}, '${machine}', term.kind, term.basis, term."startsOn", term."endsOn", term.term, term.ground
      from jsonb_to_recordset($${at}::jsonb) as term (kind text, basis text, "startsOn" date, "endsOn" date, term text, ground text)
        on conflict (subject_id, kind) do update set basis = excluded.basis, starts_on = excluded.starts_on,
           ends_on = excluded.ends_on, term = excluded.term, ground = excluded.ground, met_on = null, cancelled_on = null`;
}

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
export function deadlinesValue(deadlines: readonly Deadline[]): string {
  return JSON.stringify(deadlines);
}
