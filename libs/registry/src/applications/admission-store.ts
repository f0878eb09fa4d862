import { admissibilityItems, type AdmissibilityItem, type Transition } from '@grants/domain';
import {
  keepKey,
  keyValues,
  loadStatement,
  setStep,
  statement,
  type IdempotentRequest,
  type Step,
  type Tx,
} from '@grants/persistence';
import type { CreatedApplication } from './draft-store.js';
import type { ApplicationRow } from './receipt-store.js';

/** What the steps from receipt to admission look at, on a locked row. */
export interface AdmissionRow extends ApplicationRow {
  readonly procedure: string;
  readonly agreementReceivedOn: string | null;
  readonly repair: { readonly until: string; readonly answeredOn: string | null } | null;
  /** Items of the checklist that were looked at, and how each was found. */
  readonly checks: Readonly<Partial<Record<AdmissibilityItem, boolean>>>;
}

const load = loadStatement(
  'application_load_admission',
  `its_application as materialized (select application.* from application where id = $4::uuid for no key update)`,
  `select its_application.id, call_id as "callId", its_application.reference, its_application.status, its_application.version,
          call.procedure, agreement_received_on as "agreementReceivedOn",
          (select jsonb_build_object('until', until, 'answeredOn', answered_on) from application_repair where application_id = its_application.id) as repair,
          coalesce((select jsonb_object_agg(item, in_order) from application_check where application_id = its_application.id), '{}') as checks
     from its_application join call on call.id = its_application.call_id`,
);

/** Locks an application and loads what its admission looks at. */
export async function loadAdmission(
  tx: Tx,
  step: Step,
  id: string,
  request: IdempotentRequest | null,
): Promise<AdmissionRow> {
  const [row] = await tx.query<AdmissionRow>(load(step, request, id));
  if (!row) throw new Error(`Application ${id} has gone`);
  return row;
}

/** The items of the checklist that still stand in the way. */
export function openItems(checks: AdmissionRow['checks']): AdmissibilityItem[] {
  return (Object.keys(admissibilityItems) as AdmissibilityItem[]).filter((item) => checks[item] !== true);
}

const move = (also: string) => `with moved as (
     update application set status = $3, version = version + 1 where id = $1 and version = $2
     returning id, reference, version, status
   ), queued as (
     insert into outbox_message (topic, subject_id) values ($4, $1::uuid)
   ), ${also} outcome as (
     select jsonb_build_object('reference', reference, 'version', version, 'status', status) as result from moved
   ), kept as (${keepKey(5, '(select result from outcome)')})
   select result from outcome`;

const plain = statement('application_record_step', move(''));
const requested = statement(
  'application_record_repair_request',
  move('asked as (insert into application_repair (application_id, until) select id, $8::date from moved),'),
);

/**
 * Records a step from receipt to admission; a request to repair with the last day for it. Null where the version was
 * stale.
 */
export async function recordAdmissionStep(
  tx: Tx,
  application: AdmissionRow,
  { row, to }: { row: Transition<string>; to: string },
  repairUntil: string | null,
  request: IdempotentRequest | null,
): Promise<CreatedApplication | null> {
  const values = [application.id, application.version, to, row.event, ...keyValues(request)];
  const record = repairUntil === null ? plain(...values) : requested(...values, repairUntil);
  const [moved] = await tx.query<{ result: CreatedApplication }>(record);
  return moved?.result ?? null;
}

const check = statement(
  'application_check',
  `insert into application_check (application_id, item, in_order)
   select $1, item, in_order from jsonb_to_recordset($2::jsonb) as found (item text, in_order boolean)
   on conflict (application_id, item) do update set in_order = excluded.in_order`,
);

/** Notes how items of the checklist were found; what was noted before is replaced. */
export async function noteChecks(
  tx: Tx,
  step: Step,
  id: string,
  found: readonly { readonly item: AdmissibilityItem; readonly inOrder: boolean }[],
): Promise<void> {
  await setStep(tx, step);
  await tx.query(check(id, JSON.stringify(found.map(({ item, inOrder }) => ({ item, in_order: inOrder })))));
}
