import {
  StaleVersion,
  type ConditionFacts,
  type Deadline,
  type ObligationFacts,
  type Transition,
} from '@grants/domain';
import {
  keepKey,
  keyValues,
  loadStatement,
  statement,
  type IdempotentRequest,
  type Queryable,
  type SeenKey,
  type Step,
  type Tx,
} from '@grants/persistence';
import { deadlinesValue, keepDeadlines, meetDeadline } from '../shared/deadlines-sql.js';
import type { StepInput } from '../shared/run-step.js';
import type { MovedDecision } from './decision-move-store.js';

/** A decision with the condition or obligation that a step names. */
export interface SettlementRow extends SeenKey, MovedDecision, ObligationFacts {
  readonly id: string;
  readonly condition: ConditionFacts['condition'];
}

const dayOfFact = (fact: string) =>
  `(select occurred_on from decision_condition_fact fact where fact.decision_id = part.decision_id and fact.number = part.number and fact = '${fact}')`;

const load = loadStatement(
  'decision_load_settlement',
  `its_decision as materialized (select decision.* from decision where reference = $4 for no key update)`,
  `select its_decision.id, its_decision.reference, its_decision.status, its_decision.version,
          (select jsonb_build_object('kind', part.kind, 'metOn', ${dayOfFact('met')}, 'budgetAdoptedOn', ${dayOfFact('budget_adopted')},
             'invokeUntil', (select ends_on from deadline where subject_id = its_decision.id and kind = 'budget_reservation'
                               and ${dayOfFact('budget_adopted')} is not null),
             'invokedOn', ${dayOfFact('invoked')}, 'lapsedOn', ${dayOfFact('lapsed')})
             from decision_condition part where decision_id = its_decision.id and part.number = $5) as condition,
          (select jsonb_build_object('fulfilledOn', (select fulfilled_on from decision_obligation_fact fact
             where fact.decision_id = part.decision_id and fact.number = part.number))
             from decision_obligation part where decision_id = its_decision.id and part.number = $6) as obligation
     from its_decision`,
);

/** Locks a decision and loads the condition or the obligation that a step is about, by its number. */
export async function loadSettlement(
  tx: Tx,
  step: Step,
  { reference, request }: StepInput,
  named: { readonly condition: number | null; readonly obligation: number | null },
): Promise<SettlementRow> {
  const [row] = await tx.query<SettlementRow>(load(step, request, reference, named.condition, named.obligation));
  if (!row) throw new Error(`Decision ${reference} has gone`);
  return row;
}

const move = `moved as (
     update decision set status = $3, version = version + 1 where id = $1 and version = $2 returning reference, version, status
   ), queued as (
     insert into outbox_message (topic, subject_id) values ($4, $1::uuid)
   ), outcome as (
     select jsonb_build_object('reference', reference, 'version', version, 'status', status) as result from moved
   ), kept as (${keepKey(5, '(select result from outcome)')})
   select result from outcome`;

const settleCondition = statement(
  'decision_settle_condition',
  `with noted as (
     insert into decision_condition_fact (decision_id, number, fact, occurred_on) values ($1, $8, $9, $10::date)
   ), terms as (${keepDeadlines(11, '$1::uuid', 'decision')}
   ), met as (${meetDeadline('$1', 'budget_reservation', `case when $9 in ('invoked', 'lapsed') then $10::date end`)}
   ), ${move}`,
);
const fulfilObligation = statement(
  'decision_fulfil_obligation',
  `with noted as (
     insert into decision_obligation_fact (decision_id, number, fulfilled_on) values ($1, $8, $9::date)
   ), ${move}`,
);

/** What a step adds: what became of a condition, with the term that begins by it; or that an obligation was fulfilled. */
export type Settlement =
  | {
      readonly condition: number;
      readonly fact: 'budget_adopted' | 'invoked' | 'lapsed' | 'met';
      readonly on: string;
      readonly deadlines: readonly Deadline[];
    }
  | { readonly obligation: number; readonly on: string };

/** Records what became of a condition or an obligation; the decision stays in its state. */
export async function recordSettlement(
  tx: Tx,
  facts: SettlementRow,
  row: Transition<string>,
  settlement: Settlement,
  request: IdempotentRequest | null,
): Promise<MovedDecision> {
  const values = [facts.id, facts.version, facts.status, row.event, ...keyValues(request)];
  const record =
    'condition' in settlement
      ? settleCondition(
          ...values,
          settlement.condition,
          settlement.fact,
          settlement.on,
          deadlinesValue(settlement.deadlines),
        )
      : fulfilObligation(...values, settlement.obligation, settlement.on);
  const [moved] = await tx.query<{ result: MovedDecision }>(record);
  if (!moved) throw new StaleVersion('decision', facts.reference, null);
  return moved.result;
}

const due = statement(
  'decision_due_reservations',
  `select decision.reference, decision.version, part.number as condition
     from deadline join decision on decision.id = deadline.subject_id
     join decision_condition part on part.decision_id = decision.id and part.kind = 'budget_reservation'
    where deadline.kind = 'budget_reservation' and deadline.met_on is null and deadline.cancelled_on is null
      and deadline.ends_on < (registry_now() at time zone 'Europe/Amsterdam')::date
      and decision.status in ('announced', 'irrevocable')
      and exists (select from decision_condition_fact fact where fact.decision_id = decision.id and fact.number = part.number)
      and not exists (select from decision_condition_fact fact
            where fact.decision_id = decision.id and fact.number = part.number and fact <> 'budget_adopted')
    order by deadline.ends_on, decision.reference limit 100`,
);

/** Budget reservations that nobody invoked in time. */
export function dueReservations(on: Queryable): Promise<{ reference: string; version: number; condition: number }[]> {
  return on.query(due());
}
