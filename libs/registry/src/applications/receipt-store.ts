import {
  InvalidInput,
  type ContentFacts,
  type CallTermsFacts,
  type InvitationFacts,
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
import type { ApplicationContent } from './application-content.js';
import type { CreatedApplication } from './draft-store.js';

/** Where an application stands, on a locked row. */
export interface ApplicationRow extends SeenKey {
  readonly id: string;
  readonly callId: string;
  readonly reference: string;
  readonly status: string;
  readonly version: number;
}

const whereabouts = statement(
  'application_whereabouts',
  `select id, call_id as "callId" from application where reference = $1`,
);

/** The keys of an application and its call, or null. */
export async function applicationWhereabouts(
  tx: Tx,
  reference: string,
): Promise<{ id: string; callId: string } | null> {
  const [row] = await tx.query<{ id: string; callId: string }>(whereabouts(reference));
  return row ?? null;
}

const load = loadStatement(
  'application_load',
  `its_call as materialized (select id from call where id = $4::uuid for no key update),
   its_application as materialized (
     select application.* from application where id = $5::uuid and (select count(*) from its_call) >= 0 for no key update
   )`,
  `select id, call_id as "callId", reference, status, version from its_application`,
);

/** Locks the call, then the application: what is counted on the call holds until the commit. */
export async function loadApplication(
  tx: Tx,
  step: Step,
  keys: { id: string; callId: string },
  request: IdempotentRequest | null,
): Promise<ApplicationRow> {
  const [row] = await tx.query<ApplicationRow>(load(step, request, keys.callId, keys.id));
  if (!row) throw new Error(`Application ${keys.id} has gone`);
  return row;
}

/** What receiving an application looks at, with the keys of the records that its content names. */
export interface ReceiptFacts extends Omit<CallTermsFacts, 'occurred'>, InvitationFacts, Omit<ContentFacts, 'missing'> {
  readonly organisationId: string | null;
  readonly mainApplicantId: string | null;
  readonly administrativelyResponsibleId: string | null;
  readonly projectLeaderId: string | null;
  readonly leaderOrganisationId: string | null;
  readonly invitationId: string | null;
  readonly parentIds: readonly string[];
  readonly partners: readonly { organisationId: string; contribution: string | null }[];
  /** References in the content that lead nowhere, by where they stand. */
  readonly unknown: readonly { pointer: string; reference: string }[];
}

const facts = statement(
  'application_receipt_facts',
  `with content as (
     select $2::jsonb as said
   ), named as (
     select said, (select id from organisation where reference = said ->> 'organisation') as organisation_id,
            (select id from person where reference = said ->> 'mainApplicant') as main_applicant_id,
            (select id from person where reference = said ->> 'administrativelyResponsible') as administratively_responsible_id,
            (select id from person where reference = said ->> 'projectLeader') as project_leader_id,
            (select id from organisation where reference = coalesce(said ->> 'leaderOrganisation', said ->> 'organisation')) as leader_organisation_id
       from content
   ), parent as (
     select given.reference, (given.place - 1) as place, project.id, project.status, project.funder_id, application.main_applicant_id
       from named cross join lateral jsonb_array_elements_text(coalesce(said -> 'parents', '[]')) with ordinality as given (reference, place)
       left join project on project.reference = given.reference
       left join application on application.id = project.application_id
   ), partner as (
     select given.value ->> 'organisation' as reference, (given.place - 1) as place, organisation.id, given.value ->> 'contribution' as contribution
       from named cross join lateral jsonb_array_elements(coalesce(said -> 'partners', '[]')) with ordinality as given (value, place)
       left join organisation on organisation.reference = given.value ->> 'organisation'
   ), invitation as (
     select invitation.id from call_invitation invitation, named
      where invitation.call_id = $1 and invitation.person_id = named.main_applicant_id and invitation.used_by_application is null
        and invitation.revoked_on is null and ($3::timestamptz at time zone 'Europe/Amsterdam')::date between invitation.invited_on and invitation.valid_until
      order by invitation.valid_until limit 1
   ), unknown as (
     select '/' || field as pointer, said ->> field as reference
       from named, lateral (values ('organisation', organisation_id), ('mainApplicant', main_applicant_id),
         ('administrativelyResponsible', administratively_responsible_id), ('projectLeader', project_leader_id),
         ('leaderOrganisation', leader_organisation_id)) as each (field, id)
      where id is null and said ? field
     union all select '/parents/' || place, reference from parent where id is null
     union all select '/partners/' || place || '/organisation', reference from partner where id is null
   )
   select call.status as "callStatus", call.opens_at as "opensAt", call.closes_at as "closesAt", call.max_amount as "maxAmount",
          call.max_duration_months as "maxDurationMonths", call.max_applications_per_organisation as "maxApplicationsPerOrganisation",
          call.access_mode as "accessMode", call.type as "callType",
          said ->> 'requested' as requested, (said ->> 'durationMonths')::integer as "durationMonths",
          (select count(*)::integer from application where call_id = call.id and status not in ('draft', 'withdrawn')
              and application.organisation_id = named.organisation_id) as "applicationsOfOrganisation",
          named.organisation_id as "organisationId", named.main_applicant_id as "mainApplicantId",
          named.administratively_responsible_id as "administrativelyResponsibleId", named.project_leader_id as "projectLeaderId",
          named.leader_organisation_id as "leaderOrganisationId",
          (select id from invitation) as "invitationId", exists (select from invitation) as "invitationIsValid",
          coalesce((select jsonb_agg(jsonb_build_object('status', parent.status, 'sameFunder', parent.funder_id = call.funder_id,
            'ledByApplicant', coalesce(parent.main_applicant_id = named.main_applicant_id, false) or exists (
              select from project_leader where project_id = parent.id and person_id = named.main_applicant_id)) order by place)
            from parent where parent.id is not null), '[]') as parents,
          array(select id from parent where id is not null) as "parentIds",
          coalesce((select jsonb_agg(jsonb_build_object('organisationId', id, 'contribution', contribution) order by place) from partner), '[]') as partners,
          coalesce((select jsonb_agg(jsonb_build_object('pointer', pointer, 'reference', reference)) from unknown), '[]') as unknown
     from call, named where call.id = $1`,
);

/** Resolves what an application says and finds what its guards look at, as it is now. */
export async function receiptFacts(
  on: Queryable,
  callId: string,
  content: ApplicationContent,
  receivedAt: string,
): Promise<ReceiptFacts> {
  const [row] = await on.query<ReceiptFacts>(facts(callId, JSON.stringify(content), receivedAt));
  if (!row) throw new Error(`Call ${callId} has gone`);
  return row;
}

/**
 * Resolves the content and loads what the guards look at; the call is locked.
 * @throws InvalidInput naming every reference that leads nowhere.
 */
export async function loadReceiptFacts(
  tx: Tx,
  callId: string,
  content: ApplicationContent,
  receivedAt: string,
): Promise<ReceiptFacts> {
  const row = await receiptFacts(tx, callId, content, receivedAt);
  if (row.unknown.length > 0) {
    throw new InvalidInput(
      row.unknown.map(({ pointer, reference }) => ({ pointer, detail: `there is no ${reference}` })),
    );
  }
  return row;
}

const receive = statement(
  'application_record_receipt',
  `with received as (
     update application set status = $3, version = version + 1, title = $5, summary = $6, requested = $7::numeric, starts_on = $8::date,
            duration_months = $9, organisation_id = $10, main_applicant_id = $11, administratively_responsible_id = $12,
            project_leader_id = $13, leader_organisation_id = $14, invitation_id = $15
      where id = $1 and version = $2 returning id, reference, version, status
   ), used as (
     update call_invitation set used_by_application = received.id from received where call_invitation.id = $15 and used_by_application is null
   ), parents as (
     insert into application_parent (application_id, project_id) select id, unnest($16::uuid[]) from received
   ), partners as (
     insert into application_partner (application_id, organisation_id, contribution)
     select received.id, partner."organisationId", partner.contribution
       from received, jsonb_to_recordset($17::jsonb) as partner ("organisationId" uuid, contribution numeric)
   ), budget as (
     insert into application_budget_line (application_id, number, budget_group, description, amount)
     select received.id, line.place, line.value ->> 'group', line.value ->> 'description', (line.value ->> 'amount')::numeric
       from received, jsonb_array_elements($18::jsonb) with ordinality as line (value, place)
   ), filed as (
     delete from application_draft using received where application_id = received.id
   ), queued as (
     insert into outbox_message (topic, subject_id) values ($4, $1::uuid)
   ), outcome as (
     select jsonb_build_object('reference', reference, 'version', version, 'status', status) as result from received
   ), kept as (${keepKey(19, '(select result from outcome)')})
   select result from outcome`,
);

/** Records that an application was received: its content leaves the draft and becomes the application's. */
export async function recordReceipt(
  tx: Tx,
  application: ApplicationRow,
  { content, facts: found, row }: { content: ApplicationContent; facts: ReceiptFacts; row: Transition<string> },
  request: IdempotentRequest | null,
): Promise<CreatedApplication | null> {
  const [received] = await tx.query<{ result: CreatedApplication }>(
    receive(
      application.id,
      application.version,
      row.to,
      row.event,
      content.title,
      content.summary ?? null,
      content.requested,
      content.startsOn,
      content.durationMonths,
      found.organisationId,
      found.mainApplicantId,
      found.administrativelyResponsibleId,
      found.projectLeaderId,
      found.leaderOrganisationId,
      found.invitationId,
      found.parentIds,
      JSON.stringify(found.partners),
      JSON.stringify(content.budgetLines ?? []),
      ...keyValues(request),
    ),
  );
  return received?.result ?? null;
}

const withdraw = statement(
  'application_record_withdrawal',
  `with withdrawn as (
     update application set status = $3, version = version + 1 where id = $1 and version = $2
     returning reference, version, status
   ), queued as (
     insert into outbox_message (topic, subject_id) values ($4, $1::uuid)
   ), outcome as (
     select jsonb_build_object('reference', reference, 'version', version, 'status', status) as result from withdrawn
   ), kept as (${keepKey(5, '(select result from outcome)')})
   select result from outcome`,
);

/** Records that the applicant withdrew. */
export async function recordWithdrawal(
  tx: Tx,
  application: ApplicationRow,
  row: Transition<string>,
  request: IdempotentRequest | null,
): Promise<CreatedApplication | null> {
  const [withdrawn] = await tx.query<{ result: CreatedApplication }>(
    withdraw(application.id, application.version, row.to, row.event, ...keyValues(request)),
  );
  return withdrawn?.result ?? null;
}

const note = statement(
  'application_note_unknown',
  `insert into provenance (subject_kind, subject_id, field, origin) select 'application', $1::uuid, unnest($2::text[]), 'unknown'`,
);

/** Notes what the source of an application does not tell. */
export async function noteUnknown(tx: Tx, applicationId: string, fields: readonly string[]): Promise<void> {
  if (fields.length > 0) await tx.query(note(applicationId, fields));
}
