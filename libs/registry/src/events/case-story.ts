import { NotFound, type Machine } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';
import { deadlineColumns, isForgone } from '../shared/deadlines-sql.js';
import type { DeadlineView } from './event-queries.js';

/** One step of a case, or a term on it, with the record that it is of. */
export interface StoryStep {
  readonly machine: Machine;
  readonly reference: string;
  readonly command: string;
  readonly from: string | null;
  readonly to: string;
  readonly role: string;
  readonly basis: string;
  /** The decision that brought it about. */
  readonly decision: string | null;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly hasReason: boolean;
}

/** A term with the record that it is on. */
export interface CaseDeadline extends DeadlineView {
  readonly machine: Machine;
  readonly reference: string;
}

/** A whole case: an application with its decisions and project; or a call, or a legacy award, by itself. NL: dossier. */
export interface CaseStory {
  readonly steps: readonly StoryStep[];
  readonly deadlines: readonly CaseDeadline[];
}

// An application, its decisions and its project are one case, by whichever of them it is asked.
const subjects = `asked as (
    select id as application_id from application where reference = $1
    union all select application_id from decision where reference = $1
    union all select application_id from project where reference = $1
  ), subject as (
    select 'application' as machine, application.id, application.reference from application join asked on application_id = application.id
    union all select 'decision', decision.id, decision.reference from decision join asked using (application_id)
    union all select 'project', project.id, project.reference from project join asked using (application_id)
    union all select 'call', id, reference from call where reference = $1
    union all select 'legacy_award', id, reference from legacy_award where reference = $1
  )`;
const steps = statement(
  'story_steps',
  `with ${subjects}
   select subject.machine, subject.reference, event.command, event.from_status as "from", event.to_status as "to", event.role, event.basis,
          decision.reference as decision, event.occurred_at as "occurredAt", event.recorded_at as "recordedAt",
          event.reason_id is not null as "hasReason"
     from subject join registry_event event on event.subject_id = subject.id left join decision on decision.id = event.decision_id
    order by event.occurred_at, event.recorded_at, subject.machine, event.seq`,
);
const onCase = statement(
  'story_deadlines',
  `with ${subjects}
   select subject.machine, subject.reference, ${deadlineColumns}
     from subject join deadline on deadline.subject_id = subject.id order by deadline.starts_on, deadline.ends_on, deadline.kind`,
);

/**
 * What happened in a case, in the order in which it took effect, and every term on it. For those who run the registry:
 * nobody's access is judged.
 * @throws NotFound where nothing has that reference.
 */
export async function caseStory(on: Queryable, reference: string): Promise<CaseStory> {
  const [found, deadlines] = await Promise.all([
    on.query<StoryStep>(steps(reference)),
    on.query<CaseDeadline>(onCase(reference)),
  ]);
  if (found.length === 0) throw new NotFound('case', reference);
  return { steps: found, deadlines };
}

// What somebody might have done, and did not, is no work for the funder once its term has passed; nor does a term that
// stands still end soon.
const open = statement(
  'deadlines_open',
  `select deadline.machine, coalesce(application.reference, decision.reference, project.reference) as reference,
          ${deadlineColumns}
     from deadline left join application on application.id = deadline.subject_id
     left join decision on decision.id = deadline.subject_id left join project on project.id = deadline.subject_id
    where deadline.met_on is null and deadline.cancelled_on is null and deadline.ends_on <= $1::date
      and deadline.suspended_since is null and not ${isForgone('$2::date')}
    order by deadline.ends_on, reference, deadline.kind`,
);

/** The terms of all cases that are open and end on a day or before it; those that have passed unmet come first. */
export function openDeadlines(on: Queryable, until: string, today: string): Promise<CaseDeadline[]> {
  return on.query<CaseDeadline>(open(until, today));
}
