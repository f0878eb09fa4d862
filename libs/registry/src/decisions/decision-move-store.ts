import { StaleVersion, type Transition } from '@grants/domain';
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

/** Where a decision stands after a move. */
export interface MovedDecision {
  readonly reference: string;
  readonly version: number;
  readonly status: string;
}

interface DecisionRow extends SeenKey, MovedDecision {
  readonly id: string;
  readonly preparedBy: string;
  readonly announcedOn: string | null;
}

const load = loadStatement(
  'decision_load',
  `its_decision as materialized (select decision.* from decision where reference = $4 for no key update)`,
  `select id, reference, status, version, prepared_by as "preparedBy", announced_on as "announcedOn" from its_decision`,
);

/** Locks and loads a decision. */
export async function loadDecision(tx: Tx, step: Step, { reference, request }: StepInput): Promise<DecisionRow> {
  const [row] = await tx.query<DecisionRow>(load(step, request, reference));
  if (!row) throw new Error(`Decision ${reference} has gone`);
  return row;
}

const move = statement(
  'decision_record_move',
  `with moved as (
     update decision set status = $3, version = version + 1 where id = $1 and version = $2 returning reference, version, status
   ), queued as (
     insert into outbox_message (topic, subject_id) values ($4, $1::uuid)
   ), outcome as (
     select jsonb_build_object('reference', reference, 'version', version, 'status', status) as result from moved
   ), kept as (${keepKey(5, '(select result from outcome)')})
   select result from outcome`,
);

/** Records a move of one decision. */
export async function recordDecisionMove(
  tx: Tx,
  facts: DecisionRow,
  row: Transition<string>,
  request: IdempotentRequest | null,
): Promise<MovedDecision> {
  const [moved] = await tx.query<{ result: MovedDecision }>(
    move(facts.id, facts.version, row.to, row.event, ...keyValues(request)),
  );
  if (!moved) throw new StaleVersion('decision', facts.reference, null);
  return moved.result;
}
