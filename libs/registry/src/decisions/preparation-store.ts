import type { ConditionKind, DecisionKind, ObligationBlock, Transition } from '@grants/domain';
import { keepKey, keyValues, loadStatement, statement, type SeenKey, type Step, type Tx } from '@grants/persistence';
import type { StepInput } from '../shared/run-step.js';

/** A condition under which a grant is awarded. NL: voorwaarde (Awb 4:33). */
export interface DecisionCondition {
  readonly kind: ConditionKind;
  readonly description: string;
  readonly dueOn?: string | undefined;
}

/** What the recipient has to do. NL: verplichting (Awb 4:37, 4:38, 4:39). */
export interface DecisionObligation {
  readonly description: string;
  readonly dueOn?: string | undefined;
  /** What waits until it is met; nothing where it is left out. */
  readonly blocks?: ObligationBlock | undefined;
}

/** What a decision is to say; its reference is that of the application. */
export interface PrepareDecisionInput extends StepInput {
  readonly kind: DecisionKind;
  readonly granted?: string | undefined;
  readonly activities?: string | undefined;
  readonly provisionsVersion?: string | undefined;
  readonly reasonCode?: string | undefined;
  /** The grounds in words, for the letter; confidential. */
  readonly reasons?: string | undefined;
  readonly startsOn?: string | undefined;
  readonly endsOn?: string | undefined;
  readonly legalEffectFrom?: string | undefined;
  readonly mandate?: string | undefined;
  /** What a decision on a penalty sets. */
  readonly penalty?: string | undefined;
  readonly conditions?: readonly DecisionCondition[] | undefined;
  readonly obligations?: readonly DecisionObligation[] | undefined;
  /** The announced decision that this one corrects. */
  readonly supersedes?: string | undefined;
}

/** A decision that waits for its signature. */
export interface PreparedDecision {
  readonly reference: string;
  readonly version: number;
}

/** What preparing a decision looks at. */
export interface PreparationRow extends SeenKey {
  readonly version: number;
  readonly applicationStatus: string;
  readonly procedure: string;
  readonly requested: string | null;
  readonly receivedAt: string | null;
  readonly startsOn: string | null;
  readonly durationMonths: number | null;
  readonly projectId: string | null;
  readonly projectStatus: string | null;
  readonly hasOpenDecision: boolean;
  readonly supersedes: { id: string; kind: string; status: string; granted: string | null } | null;
}

const byReference = statement('application_id_by_reference', `select id from application where reference = $1`);

/** The key of an application, or null. */
export async function applicationByReference(tx: Tx, reference: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(byReference(reference));
  return row?.id ?? null;
}

const load = loadStatement(
  'decision_load_preparation',
  `its_application as materialized (
     select application.* from application where id = $4::uuid for no key update
   ), its_project as materialized (
     select project.* from project where application_id = (select id from its_application) for no key update
   ), corrected as materialized (
     select decision.* from decision
      where reference = $5 and application_id = (select id from its_application) and (select count(*) from its_project) >= 0
        for no key update
   )`,
  `select its_application.version, its_application.status as "applicationStatus", call.procedure, its_application.requested,
          its_application.received_at as "receivedAt",
          its_application.starts_on as "startsOn", its_application.duration_months as "durationMonths",
          its_project.id as "projectId", its_project.status as "projectStatus",
          exists (select from decision where application_id = its_application.id and status in ('prepared', 'signed') and kind <> 'default_penalty') as "hasOpenDecision",
          case when corrected.id is not null then jsonb_build_object('id', corrected.id, 'kind', corrected.kind,
            'status', corrected.status, 'granted', corrected.granted::text) end as supersedes
     from its_application join call on call.id = its_application.call_id left join its_project on true left join corrected on true`,
);

/** Locks and loads what the preparation looks at. */
export async function loadPreparation(
  tx: Tx,
  step: Step,
  input: PrepareDecisionInput,
  applicationId: string,
): Promise<PreparationRow> {
  const [row] = await tx.query<PreparationRow>(load(step, input.request, applicationId, input.supersedes ?? null));
  if (!row) throw new Error(`Application ${input.reference} has gone`);
  return row;
}

// A statement of its own, before the decision: its first event speaks of them too.
const addParts = statement(
  'decision_add_parts',
  `with conditions as (
     insert into decision_condition (decision_id, number, kind, description, due_on)
     select $1::uuid, place, value ->> 'kind', value ->> 'description', (value ->> 'dueOn')::date
       from jsonb_array_elements($2::jsonb) with ordinality as each (value, place)
   )
   insert into decision_obligation (decision_id, number, description, due_on, blocks)
   select $1::uuid, place, value ->> 'description', (value ->> 'dueOn')::date, coalesce(value ->> 'blocks', 'nothing')
     from jsonb_array_elements($3::jsonb) with ordinality as each (value, place)`,
);

const prepare = statement(
  'decision_record_preparation',
  `with prepared as (
     insert into decision (id, funder_id, application_id, project_id, reference, number, kind, granted, currency, activities,
       provisions_version, reason_code, reason_text_id, starts_on, ends_on, legal_effect_from, mandate, supersedes_id, prepared_by, status, penalty)
     select $1::uuid, application.funder_id, application.id, $3::uuid, application.reference || '-D' || numbered.number, numbered.number,
            $4, $5::numeric, application.currency, $6, $7, $8, $9::uuid, $10::date, $11::date, $12::date, $13, $14::uuid, $15::uuid, $16, $18::numeric
       from application, lateral (
         select coalesce(max(number), 0) + 1 as number from decision where application_id = application.id
       ) numbered
      where application.id = $2
     returning reference, version
   ), queued as (
     insert into outbox_message (topic, subject_id) values ($17, $1::uuid)
   ), outcome as (
     select jsonb_build_object('reference', reference, 'version', version) as result from prepared
   ), kept as (${keepKey(19, '(select result from outcome)')})
   select result from outcome`,
);

/** Records a prepared decision. */
export async function recordPreparation(
  tx: Tx,
  content: Omit<PrepareDecisionInput, 'granted' | 'startsOn' | 'endsOn'> & {
    granted: string | null;
    startsOn: string | null;
    endsOn: string | null;
  },
  keys: { id: string; applicationId: string; reasonTextId: string | null; actorId: string },
  facts: PreparationRow,
  row: Transition<string>,
): Promise<PreparedDecision> {
  const { conditions = [], obligations = [] } = content;
  if (conditions.length + obligations.length > 0) {
    await tx.query(addParts(keys.id, JSON.stringify(conditions), JSON.stringify(obligations)));
  }
  const [prepared] = await tx.query<{ result: PreparedDecision }>(
    prepare(
      keys.id,
      keys.applicationId,
      content.kind === 'withdraw_grant' ? facts.projectId : null,
      content.kind,
      content.granted,
      content.activities ?? null,
      content.provisionsVersion ?? null,
      content.reasonCode ?? null,
      keys.reasonTextId,
      content.startsOn,
      content.endsOn,
      content.legalEffectFrom ?? null,
      content.mandate ?? null,
      facts.supersedes?.id ?? null,
      keys.actorId,
      row.to,
      row.event,
      content.penalty ?? null,
      ...keyValues(content.request),
    ),
  );
  if (!prepared) throw new Error(`Application ${content.reference} has gone`);
  return prepared.result;
}
