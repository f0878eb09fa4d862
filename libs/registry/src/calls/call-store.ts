import {
  StaleVersion,
  type CallApplicationsFacts,
  type MaximumFacts,
  type PendingFacts,
  type Transition,
} from '@grants/domain';
import {
  keepKey,
  keyValues,
  loadStatement,
  statement,
  type IdempotentRequest,
  type SeenKey,
  type Step,
  type Tx,
} from '@grants/persistence';
import type { StepInput } from '../shared/run-step.js';
import { undecided } from '../shared/states-sql.js';

/** Where a call stands after a move. */
export interface MovedCall {
  readonly reference: string;
  readonly version: number;
  readonly status: string;
}

/** A call as its guards see it. */
export interface CallRow extends SeenKey, MovedCall {
  readonly id: string;
  readonly ceiling: string | null;
  readonly allocationMethod: string | null;
  readonly criteria: string | null;
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  readonly ceilingFrom: string | null;
  readonly maxApplications: number | null;
  readonly hasProjectIdeaStage: boolean;
  readonly usesReferees: boolean;
}

const byReference = statement('call_id_by_reference', `select id from call where reference = $1`);

/** The key of a call, or null. */
export async function callByReference(tx: Tx, reference: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(byReference(reference));
  return row?.id ?? null;
}

const load = loadStatement(
  'call_load',
  `its_call as materialized (select call.* from call where reference = $4 for no key update)`,
  `select id, reference, status, version, ceiling, allocation_method as "allocationMethod", criteria, opens_at as "opensAt",
          closes_at as "closesAt", ceiling_from as "ceilingFrom", max_applications as "maxApplications",
          has_project_idea_stage as "hasProjectIdeaStage", uses_referees as "usesReferees" from its_call`,
);

/** Locks and loads a call. */
export async function loadCall(
  tx: Tx,
  step: Step,
  { reference, request }: Pick<StepInput, 'reference' | 'request'>,
): Promise<CallRow> {
  const [row] = await tx.query<CallRow>(load(step, request, reference));
  if (!row) throw new Error(`Call ${reference} has gone`);
  return row;
}

/** What of its applications the guards of a call look at. */
type CallCounts = CallApplicationsFacts & PendingFacts & Pick<MaximumFacts, 'standingApplications' | 'requestedTotal'>;

const applications = statement(
  'call_applications',
  `select count(*) filter (where status in ${undecided})::integer as "undecidedApplications",
          count(*) filter (where status <> 'draft' and received_at is not null)::integer as "receivedApplications",
          count(*) filter (where received_at is not null and status <> 'withdrawn')::integer as "standingApplications",
          coalesce(sum(requested) filter (where received_at is not null and status <> 'withdrawn'), 0)::text as "requestedTotal",
          (select count(*)::integer from decision join application of_call on of_call.id = decision.application_id
            where of_call.call_id = $1 and decision.status in ('prepared', 'signed', 'announced')) as "revocableDecisions"
     from application where call_id = $1`,
);

/** Counts the applications of a call that is locked; a receipt locks its call too, so that the count holds. */
export async function countApplications(tx: Tx, callId: string): Promise<CallCounts> {
  const [row] = await tx.query<CallCounts>(applications(callId));
  if (!row) throw new Error(`Call ${callId} has gone`);
  return row;
}

const move = statement(
  'call_record_move',
  `with moved as (
     update call set status = $3, version = version + 1 where id = $1 and version = $2 returning reference, version, status
   ), queued as (
     insert into outbox_message (topic, subject_id) values ($4, $1::uuid)
   ), outcome as (
     select jsonb_build_object('reference', reference, 'version', version, 'status', status) as result from moved
   ), kept as (${keepKey(5, '(select result from outcome)')})
   select result from outcome`,
);

/** Records a move of one call. */
export async function recordCallMove(
  tx: Tx,
  facts: CallRow,
  row: Transition<string>,
  request: IdempotentRequest | null,
): Promise<MovedCall> {
  const [moved] = await tx.query<{ result: MovedCall }>(
    move(facts.id, facts.version, row.to, row.event, ...keyValues(request)),
  );
  if (!moved) throw new StaleVersion('call', facts.reference, null);
  return moved.result;
}
