import type { AccessSubject, Deadline, RepairFacts, Transition } from '@grants/domain';
import {
  judgedCommands,
  keepKey,
  keyValues,
  statement,
  stepContext,
  type IdempotentRequest,
  type SeenKey,
  type Step,
  type Tx,
} from '@grants/persistence';
import { cancelDeadlines, dayOf, deadlinesValue, endByDecision, keepDeadlines } from '../shared/deadlines-sql.js';
import type { StepInput } from '../shared/run-step.js';

/** What an announcement brought about. */
export interface AnnouncedDecision {
  readonly reference: string;
  readonly version: number;
  readonly applicationReference: string;
  readonly applicationVersion: number;
  readonly applicationStatus: string;
  /** The project that came of it, or that it ended; null for a rejection. */
  readonly projectReference: string | null;
}

/** What announcing a decision looks at, each of it on a row that is locked. */
export interface AnnouncementFacts extends SeenKey, AccessSubject {
  readonly id: string;
  readonly reference: string;
  readonly kind: string;
  readonly status: string;
  readonly version: number;
  readonly granted: string | null;
  readonly supersedesId: string | null;
  readonly reasonId: string | null;
  readonly applicationId: string;
  readonly applicationReference: string;
  readonly applicationStatus: string;
  readonly applicationVersion: number;
  readonly projectId: string | null;
  readonly projectStatus: string | null;
  readonly projectVersion: number | null;
  /** By the ceiling as it is now, or as it was when the application came in. */
  readonly ceilingLeft: string | null;
  readonly procedure: string;
  readonly repair: RepairFacts['repair'];
  /** Notice of default was given, so that the decision also ends a penalty. */
  readonly hasDefaultNotice: boolean;
  readonly startTermMonths: number;
}

/** Which commands an announcement gives, by the kind of decision; the others set their own context. */
const commandsByKind = JSON.stringify({
  honour: judgedCommands({ decision: 'announce', application: 'honour', project: 'award' }),
  partial_honour: judgedCommands({ decision: 'announce', application: 'honour', project: 'award' }),
  conditional_honour: judgedCommands({ decision: 'announce', application: 'honour', project: 'award' }),
  reject: judgedCommands({ decision: 'announce', application: 'reject' }),
  not_processed: judgedCommands({ decision: 'announce', application: 'leave_unprocessed' }),
  inadmissible: judgedCommands({ decision: 'announce', application: 'declare_inadmissible' }),
  default_penalty: judgedCommands({ decision: 'announce' }),
});

// Locks from parent to child: ceiling, application, project, decision. Each lock refers to the one before it, which
// keeps their order; what a rule reads comes from a locked row, since after a wait all else is stale.
const load = statement(
  'decision_load_announcement',
  `with target as materialized (
     select decision.id, decision.kind, decision.application_id, application.call_id, call.programme_id, call.start_term_months,
            call.procedure, terms.ceiling as ceiling_then,
            (select json_build_object('until', until, 'answeredOn', answered_on) from application_repair where application_id = application.id) as repair,
            exists (select from application_term_fact where application_id = application.id and fact = 'default_notice') as has_default_notice
       from decision join application on application.id = decision.application_id join call on call.id = application.call_id
       left join call_terms terms on terms.call_id = application.call_id and terms.number = application.terms_number
      where decision.reference = $4
   ), step_context as materialized (
     select set_config('registry.step', ($1::jsonb || jsonb_build_object('begun', now(), 'decision', target.id,
              'commands', coalesce($5::jsonb -> target.kind, '{}')))::text, true) from target
   ), seen_key as materialized (
     select fingerprint, result from idempotency_key where caller = $2::uuid and key = $3
   ), ceiling as materialized (
     select ceiling.* from call_ceiling ceiling where call_id = (select call_id from target) for no key update
   ), its_application as materialized (
     select application.* from application
      where id = (select application_id from target) and (select count(*) from ceiling) >= 0 for no key update
   ), its_project as materialized (
     select project.* from project
      where application_id = (select id from its_application) for no key update
   ), its_decision as materialized (
     select decision.* from decision
      where id = (select id from target) and (select count(*) from its_project) >= 0 for no key update
   )
   select seen_key.fingerprint as "keyFingerprint", seen_key.result as "keyResult",
          its_decision.id, its_decision.reference, its_decision.kind, its_decision.status, its_decision.version,
          its_decision.granted, its_decision.supersedes_id as "supersedesId",
          its_application.id as "applicationId", its_application.reference as "applicationReference",
          its_application.status as "applicationStatus", its_application.version as "applicationVersion",
          its_application.funder_id as "funderId", target.programme_id as "programmeId",
          -- Until it is announced a decision names nobody: those it is about do not know of it (Awb 3:40).
          array[]::uuid[] as "personIds", null::uuid as "createdBy", false as "isPrivate",
          its_project.id as "projectId", its_project.status as "projectStatus", its_project.version as "projectVersion",
          greatest(ceiling.ceiling, target.ceiling_then) - ceiling.committed as "ceilingLeft", target.procedure, target.repair,
          target.has_default_notice as "hasDefaultNotice", target.start_term_months as "startTermMonths"
     from step_context cross join target
     join its_decision on true join its_application on true
     left join its_project on true left join ceiling on true left join seen_key on true`,
);

/** Sets the step's context, looks for the idempotency key, locks and loads, in one round trip; null if unknown. */
export async function loadAnnouncement(tx: Tx, input: StepInput, step: Step): Promise<AnnouncementFacts | null> {
  const { request } = input;
  const [facts] = await tx.query<Omit<AnnouncementFacts, 'reasonId'>>(
    load(stepContext(step), request?.caller ?? null, request?.key ?? null, input.reference, commandsByKind),
  );
  return facts ? { ...facts, reasonId: step.reasonId ?? null } : null;
}

const announcedResult = (projectReference: string) => `jsonb_build_object(
  'reference', told.reference, 'version', told.version, 'applicationReference', moved.reference,
  'applicationVersion', moved.version, 'applicationStatus', moved.status, 'projectReference', ${projectReference})`;

const tellDecision = `told as (
  update decision set status = $3, version = version + 1 where id = $1 and version = $2 returning reference, version
)`;
const moveApplication = `moved as (
  update application set status = $6, version = version + 1 where id = $4 and version = $5
  returning id, funder_id, call_id, reference, status, status_since, version, title, organisation_id, project_leader_id, leader_organisation_id
), decided as (${endByDecision('$4', `(select kind from decision where id = $1)`, dayOf('moved'))})`;

const honour = statement(
  'decision_record_honouring',
  `with ${tellDecision}, ${moveApplication}, born as (
     insert into project (id, funder_id, application_id, decision_id, reference, title, granted, currency, starts_on, ends_on, status)
     select $9::uuid, moved.funder_id, moved.id, decision.id, moved.reference || '-P', moved.title, decision.granted,
            decision.currency, decision.starts_on, decision.ends_on, $7
       from moved join decision on decision.id = $1
     returning id, reference
   ), led as (
     insert into project_leader (id, project_id, person_id, organisation_id, valid_from)
     select $10::uuid, born.id, moved.project_leader_id, moved.leader_organisation_id, $12::date from born, moved
   ), received as (
     insert into project_recipient (id, project_id, organisation_id, valid_from)
     select $11::uuid, born.id, moved.organisation_id, $12::date from born, moved
   ), related as (
     insert into project_relation (id, kind, from_project_id, to_project_id, valid_from)
     select gen_random_uuid(), 'vimp_of', born.id, parent.project_id, $12::date
       from born, moved join call on call.id = moved.call_id and call.type = 'vimp'
       join application_parent parent on parent.application_id = moved.id
   ), objection as (${keepDeadlines(13, '$1::uuid', 'decision')}
   ), start as (${keepDeadlines(14, '$9::uuid', 'project')}
   ), queued as (
     insert into outbox_message (topic, subject_id)
     values ($8, $4::uuid), ('decision.announced', $1::uuid), ('project.awarded', $9::uuid)
   ), outcome as (
     select ${announcedResult('born.reference')} as result from told, moved, born
   ), kept as (${keepKey(15, '(select result from outcome)')})
   select result from outcome`,
);

/** The moves that the domain allowed. */
interface Moves {
  readonly told: Transition<string>;
  readonly moved: Transition<string>;
}

/** The only statement that honours: decision, application, project, deadlines and messages. The database adds the events. */
export async function recordHonouring(
  tx: Tx,
  facts: AnnouncementFacts,
  moves: Moves & { born: Transition<string> },
  terms: {
    objection: Deadline;
    start: Deadline;
    day: string;
    project: { id: string; leaderId: string; recipientId: string };
  },
  request: IdempotentRequest | null,
): Promise<AnnouncedDecision | null> {
  const { project } = terms;
  return recorded(
    tx,
    honour(
      facts.id,
      facts.version,
      moves.told.to,
      facts.applicationId,
      facts.applicationVersion,
      moves.moved.to,
      moves.born.to,
      moves.moved.event,
      project.id,
      project.leaderId,
      project.recipientId,
      terms.day,
      deadlinesValue([terms.objection]),
      deadlinesValue([terms.start]),
      ...keyValues(request),
    ),
  );
}

const outcome = statement(
  'decision_record_outcome',
  `with ${tellDecision}, ${moveApplication}, objection as (${keepDeadlines(8, '$1::uuid', 'decision')}
   ), queued as (
     insert into outbox_message (topic, subject_id) values ($7, $4::uuid), ('decision.announced', $1::uuid)
   ), outcome as (
     select ${announcedResult('null')} as result from told, moved
   ), kept as (${keepKey(9, '(select result from outcome)')})
   select result from outcome`,
);

/** Records what is not an award: decision, application, deadlines and messages. */
export async function recordOutcome(
  tx: Tx,
  facts: AnnouncementFacts,
  moves: Moves,
  deadlines: readonly Deadline[],
  request: IdempotentRequest | null,
): Promise<AnnouncedDecision | null> {
  return recorded(
    tx,
    outcome(
      facts.id,
      facts.version,
      moves.told.to,
      facts.applicationId,
      facts.applicationVersion,
      moves.moved.to,
      moves.moved.event,
      deadlinesValue(deadlines),
      ...keyValues(request),
    ),
  );
}

const withdraw = statement(
  'decision_record_withdrawal_of_grant',
  `with ${tellDecision}, moved as (
     update project set status = $6, version = version + 1 where id = $4 and version = $5
     returning id, reference, application_id, status_since
   ), whose as (
     select application.reference, application.version, application.status
       from application join moved on application.id = moved.application_id
   ), objection as (${keepDeadlines(8, '$1::uuid', 'decision')}
   ), ceased as (
     ${cancelDeadlines('$4::uuid', dayOf('moved'))}
   ), queued as (
     insert into outbox_message (topic, subject_id) values ($7, $4::uuid), ('decision.announced', $1::uuid)
   ), outcome as (
     select jsonb_build_object('reference', told.reference, 'version', told.version, 'applicationReference', whose.reference,
       'applicationVersion', whose.version, 'applicationStatus', whose.status, 'projectReference', moved.reference) as result
       from told, moved, whose
   ), kept as (${keepKey(9, '(select result from outcome)')})
   select result from outcome`,
);

/** Records that a grant is withdrawn: decision, project, deadlines and messages. NL: intrekking (Awb 4:48, 4:50). */
export async function recordWithdrawalOfGrant(
  tx: Tx,
  facts: AnnouncementFacts,
  moves: Moves,
  deadlines: readonly Deadline[],
  request: IdempotentRequest | null,
): Promise<AnnouncedDecision | null> {
  return recorded(
    tx,
    withdraw(
      facts.id,
      facts.version,
      moves.told.to,
      facts.projectId,
      facts.projectVersion,
      moves.moved.to,
      moves.moved.event,
      deadlinesValue(deadlines),
      ...keyValues(request),
    ),
  );
}

const supersede = statement(
  'decision_supersede',
  `with superseded as (
     update decision set status = $2, version = version + 1 where id = $1 and status in ('announced', 'irrevocable') returning id
   ), queued as (
     insert into outbox_message (topic, subject_id) select $3, id from superseded
   ) select id from superseded`,
);

/** Takes an announced decision out of force, in favour of the one that is announced next in this transaction. */
export async function supersedeDecision(tx: Tx, decisionId: string, move: Transition<string>): Promise<boolean> {
  return (await tx.query(supersede(decisionId, move.to, move.event))).length === 1;
}

const correct = statement(
  'decision_record_correction',
  `with ${tellDecision}, objection as (${keepDeadlines(4, '$1::uuid', 'decision')}
   ), queued as (
     insert into outbox_message (topic, subject_id) values ('decision.announced', $1::uuid)
   ), moved as (
     select application.reference, application.version, application.status,
            (select reference from project where application_id = application.id) as project
       from application join decision on decision.application_id = application.id where decision.id = $1
   ), outcome as (
     select ${announcedResult('moved.project')} as result from told, moved
   ), kept as (${keepKey(5, '(select result from outcome)')})
   select result from outcome`,
);

/** Records a decision that moves nothing besides itself: a correction, whose new objection term is for what it changed; or a penalty. */
export async function recordByItself(
  tx: Tx,
  facts: AnnouncementFacts,
  told: Transition<string>,
  deadlines: readonly Deadline[],
  request: IdempotentRequest | null,
): Promise<AnnouncedDecision | null> {
  return recorded(tx, correct(facts.id, facts.version, told.to, deadlinesValue(deadlines), ...keyValues(request)));
}

/** The result, or null where the versions no longer matched: nothing was written that may be committed. */
async function recorded(tx: Tx, record: ReturnType<typeof honour>): Promise<AnnouncedDecision | null> {
  const [row] = await tx.query<{ result: AnnouncedDecision }>(record);
  return row?.result ?? null;
}

const subject = statement('decision_application', `select application_id as id from decision where reference = $1`);

/** The application that a decision is about: its texts are kept with that key. */
export async function applicationOfDecision(tx: Tx, reference: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(subject(reference));
  return row?.id ?? null;
}
