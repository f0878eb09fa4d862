import { statement, type Queryable } from '@grants/persistence';

const due = statement(
  'decision_due',
  `select decision.reference, decision.version
     from decision left join deadline on deadline.subject_id = decision.id and deadline.kind = 'objection'
    where decision.status = 'announced' and decision.announced_on < (registry_now() at time zone 'Europe/Amsterdam')::date - 49
      and coalesce(deadline.ends_on, decision.announced_on + 42) + 7 < (registry_now() at time zone 'Europe/Amsterdam')::date
    order by decision.announced_on, decision.reference limit 100`,
);

/** The decisions to which nobody can object in time any more, the oldest first; some at a time. */
export function dueDecisions(on: Queryable): Promise<{ reference: string; version: number }[]> {
  return on.query(due());
}
