import type { PenaltyExclusion, SuspensionGround, Transition } from '@grants/domain';
import { loadStatement, statement, type IdempotentRequest, type Step, type Tx } from '@grants/persistence';
import type { CreatedApplication } from './draft-store.js';
import type { ApplicationRow } from './receipt-store.js';

/** What steps on the term for deciding look at, on a locked row. */
export interface ClockRow extends ApplicationRow {
  /** A suspension is under way of which nobody knows how long it lasts. */
  readonly standsStill: boolean;
  readonly noticeGiven: boolean;
}

const load = loadStatement(
  'application_load_clock',
  `its_application as materialized (select application.* from application where id = $4::uuid for no key update)`,
  `select its_application.id, call_id as "callId", reference, status, version,
          exists (select from application_term_fact where application_id = its_application.id and fact = 'suspended' and through is null) as "standsStill",
          exists (select from application_term_fact where application_id = its_application.id and fact = 'default_notice') as "noticeGiven"
     from its_application`,
);

/** Locks an application and loads what its term for deciding looks at. */
export async function loadClock(tx: Tx, step: Step, id: string, request: IdempotentRequest | null): Promise<ClockRow> {
  const [row] = await tx.query<ClockRow>(load(step, request, id));
  if (!row) throw new Error(`Application ${id} has gone`);
  return row;
}

/** What a step on the term adds; null where it ends the suspension that is under way. */
export type TermFact =
  | { readonly fact: 'suspended'; readonly ground: SuspensionGround; readonly through: string | null }
  | { readonly fact: 'another_term_named'; readonly ground: null; readonly through: string }
  | { readonly fact: 'default_notice'; readonly ground: PenaltyExclusion | null; readonly through: null };

const record = statement(
  'application_record_clock',
  `with ended as (
     update application_term_fact set through = occurred_on where $4::text is null and application_id = $1 and fact = 'suspended' and through is null
   ), added as (
     insert into application_term_fact (application_id, fact, ground, through) select $1, $4, $5, $6::date where $4::text is not null
   ), moved as (
     update application set status = status, version = version + 1 where id = $1 and version = $2 returning reference, version, status
   ), queued as (
     insert into outbox_message (topic, subject_id) values ($3, $1::uuid)
   )
   select reference, version, status from moved`,
);

/** Records a step on the term for deciding; null where the version was stale. */
export async function recordClockStep(
  tx: Tx,
  application: ClockRow,
  { event }: Transition<string>,
  said: TermFact | null,
): Promise<CreatedApplication | null> {
  const [moved] = await tx.query<CreatedApplication>(
    record(application.id, application.version, event, said?.fact ?? null, said?.ground ?? null, said?.through ?? null),
  );
  return moved ?? null;
}
