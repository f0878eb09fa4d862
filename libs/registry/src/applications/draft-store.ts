import { NotFound, type Transition } from '@grants/domain';
import { newId, setStep, statement, type Step, type Tx } from '@grants/persistence';
import type { ApplicationContent } from './application-content.js';

/** An application as its maker gets it back. */
export interface CreatedApplication {
  readonly reference: string;
  readonly version: number;
  readonly status: string;
}

/** A new application, with the keys of itself and of its call. */
export interface ApplicationKeys extends CreatedApplication {
  readonly id: string;
  readonly callId: string;
}

const seeOwnDrafts = statement('draft_see_own', `select set_config('registry.account', $1, true)`);

/** Lets this transaction see the drafts of an account. */
export async function seeDraftsOf(tx: Tx, accountId: string): Promise<void> {
  await tx.query(seeOwnDrafts(accountId));
}

const lockCall = statement('application_lock_call', `select status from call where reference = $1 for no key update`);

/** The state of the call that a draft is begun on; it stays so until the commit. @throws NotFound if there is no such call. */
export async function lockCallOfDraft(tx: Tx, reference: string): Promise<string> {
  const [call] = await tx.query<{ status: string }>(lockCall(reference));
  if (!call) throw new NotFound('call', reference);
  return call.status;
}

const create = statement(
  'application_create',
  `with numbered as (
     update call set last_application_number = last_application_number + 1
      where reference = $2 returning id, funder_id, currency, reference, last_application_number as number
   ), created as (
     insert into application (id, funder_id, call_id, reference, currency, created_by, status)
     select $1::uuid, funder_id, id, reference || '-' || lpad(number::text, 4, '0'), currency, $3::uuid, $4 from numbered
     returning id, reference, version, status
   ), drafted as (
     insert into application_draft (application_id, owner_id, content) select id, $3::uuid, $5::jsonb from created
   ), queued as (
     insert into outbox_message (topic, subject_id) select $6, id from created
   )
   select created.id, numbered.id as "callId", created.reference, version, status from created, numbered`,
);

/** Writes a draft under the next number of its call. @throws NotFound if there is no such call. */
export async function createDraft(
  tx: Tx,
  step: Step,
  callReference: string,
  content: ApplicationContent,
  row: Transition<string>,
  id = newId(),
): Promise<ApplicationKeys> {
  await setStep(tx, step);
  await seeDraftsOf(tx, step.actor.id);
  const values = [id, callReference, step.actor.id, row.to, JSON.stringify(content), row.event];
  const [created] = await tx.query<ApplicationKeys>(create(...values));
  if (!created) throw new NotFound('call', callReference);
  return created;
}

const change = statement(
  'application_change_draft',
  `with changed as (
     update application set version = version + 1 where id = $1 and version = $2 and status = 'draft'
     returning id, reference, version, status
   ), drafted as (
     update application_draft set content = $3::jsonb, updated_at = registry_now()
       from changed where application_id = changed.id returning application_id
   )
   select reference, version, status from changed, drafted`,
);

/** Replaces the content of a draft; null if it is no longer that version, or a draft, or the caller's. */
export async function changeDraft(
  tx: Tx,
  application: { id: string; version: number },
  content: ApplicationContent,
): Promise<CreatedApplication | null> {
  const [changed] = await tx.query<CreatedApplication>(
    change(application.id, application.version, JSON.stringify(content)),
  );
  return changed ?? null;
}

const read = statement('application_read_draft', `select content from application_draft where application_id = $1`);

/** The content of a draft that the transaction may see, or null. */
export async function readDraft(tx: Tx, applicationId: string): Promise<ApplicationContent | null> {
  const [row] = await tx.query<{ content: ApplicationContent }>(read(applicationId));
  return row?.content ?? null;
}
