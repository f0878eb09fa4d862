import { InvalidInput, type Transition } from '@grants/domain';
import {
  keepKey,
  keyValues,
  setStep,
  statement,
  type IdempotentRequest,
  type Step,
  type Tx,
} from '@grants/persistence';
import { amendableFields, callFields, type CallAmendment, type CallContent } from './call-content.js';
import type { MovedCall } from './call-store.js';

const fields = Object.entries(callFields);
const columns = fields.map(([, [column]]) => column).join(', ');
/** What was said, else the default of the column. */
const defaults: Readonly<Record<string, string>> = {
  type: "'regular'",
  procedure: "'simple'",
  access_mode: "'open'",
  has_project_idea_stage: 'false',
  uses_referees: 'false',
  start_term_months: '6',
  referees_needed: '2',
};
const typed = (field: string, [column, type]: readonly [string, string], otherwise: string) =>
  `case when said ? '${field}' then coalesce((said ->> '${field}')::${type}, ${defaults[column] ?? 'null'}) else ${otherwise} end`;

const create = statement(
  'call_create',
  `with created as (
     insert into call (id, funder_id, programme_id, programme_line_id, reference, status, ${columns})
     select $1::uuid, programme.funder_id, programme.id, line.id, funder.code || '-' || $4, $5,
            ${fields.map(([field, column]) => typed(field, column, defaults[column[0]] ?? 'null')).join(', ')}
       from (select $6::jsonb as said) given
       join programme on programme.reference = $2 join funder on funder.id = programme.funder_id
       left join programme_line line on line.reference = $3 and line.programme_id = programme.id
      where $3::text is null or line.id is not null
     returning id, reference, version, status
   ), queued as (
     insert into outbox_message (topic, subject_id) select $7, id from created
   )
   select reference, version, status from created`,
);

/** Where a call belongs: its programme, its line, and its own code after the funder's. */
export interface CallPlace {
  readonly programme: string;
  readonly programmeLine?: string | undefined;
  readonly code: string;
}

/** Writes a call in preparation. @throws InvalidInput if the programme or the line does not exist. */
export async function createCall(
  tx: Tx,
  step: Step,
  { id, place, content }: { id: string; place: CallPlace; content: CallContent },
  row: Transition<string>,
): Promise<MovedCall> {
  await setStep(tx, step);
  const [created] = await tx.query<MovedCall>(
    create(id, place.programme, place.programmeLine ?? null, place.code, row.to, JSON.stringify(content), row.event),
  );
  if (created) return created;
  const field = place.programmeLine === undefined ? 'programme' : 'programmeLine';
  throw new InvalidInput([{ pointer: `/${field}`, detail: 'there is no such programme, or no such line in it' }]);
}

const change = statement(
  'call_change',
  `with given as (select $3::jsonb as said)
   update call set version = version + 1, ${fields.map(([field, column]) => `${column[0]} = ${typed(field, column, `call.${column[0]}`)}`).join(', ')}
     from given where call.id = $1 and call.version = $2
   returning call.reference, call.version, call.status`,
);

/** Changes what is said anew and leaves the rest; null if the version is stale. The database refuses a published call. */
export async function changeCall(
  tx: Tx,
  call: { id: string; version: number },
  content: CallContent,
): Promise<MovedCall | null> {
  const [changed] = await tx.query<MovedCall>(change(call.id, call.version, JSON.stringify(content)));
  return changed ?? null;
}

const amend = statement(
  'call_amend',
  `with given as (
     select $4::jsonb as said
   ), amended as (
     update call set status = $3, version = version + 1, ${amendableFields
       .map((field) => `${callFields[field][0]} = ${typed(field, callFields[field], `call.${callFields[field][0]}`)}`)
       .join(', ')}
       from given where call.id = $1 and call.version = $2
     returning call.reference, call.version, call.status
   ), queued as (
     insert into outbox_message (topic, subject_id) values ($5, $1::uuid)
   ), outcome as (
     select jsonb_build_object('reference', reference, 'version', version, 'status', status) as result from amended
   ), kept as (${keepKey(6, '(select result from outcome)')})
   select result from outcome`,
);

/** Records an amendment; the database keeps the terms that hold from now on. Null if the version is stale. */
export async function amendCall(
  tx: Tx,
  call: { id: string; version: number; status: string },
  changes: CallAmendment,
  event: string,
  request: IdempotentRequest | null,
): Promise<MovedCall | null> {
  const [amended] = await tx.query<{ result: MovedCall }>(
    amend(call.id, call.version, call.status, JSON.stringify(changes), event, ...keyValues(request)),
  );
  return amended?.result ?? null;
}
