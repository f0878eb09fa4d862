import { termsOf, type ApplicationStatus, type ProjectStatus, type Role } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';
import { isForgone } from '../shared/deadlines-sql.js';
import { isCovered, namedApplications, reachTypes, reachValues, type Viewer } from '../shared/reach-queries.js';

/** Who somebody is here. */
export interface Identity {
  /** Opaque: the actor of their events. */
  readonly account: string;
  readonly person: { readonly reference: string; readonly name: string } | null;
  /** The roles given to them that hold today. */
  readonly roles: readonly {
    readonly role: Role;
    readonly funder: string | null;
    readonly programme: string | null;
    readonly validTo: string | null;
  }[];
}

const identity = statement(
  'me_identity',
  `select account.id as account,
          case when person.id is not null then jsonb_build_object('reference', person.reference,
            'name', concat_ws(' ', person.given_name, person.prefix, person.family_name)) end as person,
          coalesce((select jsonb_agg(jsonb_build_object('role', given.role, 'funder', funder.code, 'programme', programme.reference,
              'validTo', given.valid_to) order by given.role, given.valid_from, given.id)
            from role_assignment given left join funder on funder.id = given.funder_id
            left join programme on programme.id = given.programme_id
           where given.account_id = account.id and given.valid_from <= $2::date and (given.valid_to is null or given.valid_to > $2::date)), '[]') as roles
     from account left join person on person.id = account.person_id where account.id = $1`,
);

/** Who a viewer is; null where the account has gone. */
export async function identityOf(on: Queryable, { principal, today }: Viewer): Promise<Identity | null> {
  const [row] = await on.query<Identity>(identity(principal.accountId, today));
  return row ?? null;
}

/** A case in which somebody is named. */
export interface CaseRow {
  readonly application: string;
  readonly applicationStatus: ApplicationStatus;
  readonly title: string | null;
  readonly call: string;
  readonly project: string | null;
  readonly projectStatus: ProjectStatus | null;
  readonly since: string;
}

/** How many cases, and how many things that wait of one kind, are shown. */
export const MOST_SHOWN = 100;

// What a draft is called stands in the draft, which row level security shows to its account alone.
const cases = statement(
  'me_cases',
  `with ${reachTypes}, seen as materialized (select set_config('registry.account', $5::text, true) as setting)
   select application.reference as application, application.status as "applicationStatus",
          coalesce(application.title, draft.content ->> 'title') as title, call.title as call,
          project.reference as project, project.status as "projectStatus", coalesce(project.status_since, application.status_since) as since
     from application join call on call.id = application.call_id left join project on project.application_id = application.id
     cross join seen left join lateral (
       select content from application_draft
        where application_id = application.id and application.status = 'draft' and seen.setting is not null offset 0
     ) draft on true
    where application.id in ${namedApplications}
    order by since desc, application.id limit $1`,
);

/** The cases in which a viewer is named, and the drafts that they began; the last to move first. */
export function casesOf(on: Queryable, viewer: Viewer): Promise<CaseRow[]> {
  return on.query<CaseRow>(cases(MOST_SHOWN, ...reachValues(viewer, 'application.read')));
}

/** Something that waits for somebody. */
export interface TaskRow {
  readonly task:
    | 'submit_draft'
    | 'mind_deadline'
    | 'decide_on_application'
    | 'announce_decision'
    | 'confirm_start'
    | 'sign_decision'
    | 'publish_call';
  readonly machine: 'application' | 'decision' | 'project' | 'call';
  readonly reference: string;
  readonly title: string | null;
  /** The term that it is about. */
  readonly deadline: string | null;
  readonly dueOn: string | null;
}

const forOfficer = `call.id in (select reached.id from call reached where ${isCovered('reached.funder_id', 'reached.programme_id')})`;
const forAuthority = `call.id in (select reached.id from call reached where ${isCovered('reached.funder_id', 'reached.programme_id', 9)})`;
const theirTerms = termsOf('applicant')
  .map((kind) => `'${kind}'`)
  .join(', ');
const inOrder = `order by "dueOn" nulls last, reference limit $1`;
const openDeadline = (subject: string) =>
  `deadline.subject_id = ${subject} and deadline.met_on is null and deadline.cancelled_on is null`;

// Each kind in a branch of its own, by the index of what still waits. $2 to $8 are an officer's reach, $9 to $11 an
// authority's. Deciding in time is the funder's term, not the applicant's.
const tasks = statement(
  'me_tasks',
  `with ${reachTypes}, own as materialized (
     select application.id, application.status, application.title, application.reference, application.call_id
       from application where application.id in ${namedApplications}
   ), own_subject as (
     select id, 'application' as machine, reference, title from own where status <> 'draft'
     union all select project.id, 'project', project.reference, project.title from project join own on own.id = project.application_id
     union all select decision.id, 'decision', decision.reference, own.title
                 from decision join own on own.id = decision.application_id where decision.status = 'announced'
   )
   (select 'submit_draft' as task, 'application' as machine, own.reference, call.title, null as deadline,
           (call.closes_at at time zone 'Europe/Amsterdam')::date as "dueOn"
      from own join call on call.id = own.call_id where own.status = 'draft' and call.status = 'open' ${inOrder})
   union all
   (select 'mind_deadline', own_subject.machine, own_subject.reference, own_subject.title, deadline.kind, deadline.ends_on as "dueOn"
      from own_subject join deadline on ${openDeadline('own_subject.id')}
     where deadline.kind in (${theirTerms}) and not ${isForgone('$8::date')} ${inOrder})
   union all
   (select 'decide_on_application', 'application', application.reference, application.title, deadline.kind, deadline.ends_on as "dueOn"
      from application join call on call.id = application.call_id
      left join deadline on ${openDeadline('application.id')} and deadline.kind = 'decision_on_application'
     where application.status = 'submitted' and ${forOfficer} and not exists (
       select from decision where decision.application_id = application.id and decision.status in ('prepared', 'signed')) ${inOrder})
   union all
   (select 'announce_decision', 'decision', decision.reference, application.title, deadline.kind, deadline.ends_on as "dueOn"
      from decision join application on application.id = decision.application_id join call on call.id = application.call_id
      left join deadline on ${openDeadline('application.id')} and deadline.kind = 'decision_on_application'
     where decision.status = 'signed' and ${forOfficer} ${inOrder})
   union all
   (select 'confirm_start', 'project', project.reference, project.title, deadline.kind, deadline.ends_on as "dueOn"
      from project join application on application.id = project.application_id join call on call.id = application.call_id
      left join deadline on ${openDeadline('project.id')} and deadline.kind = 'project_start'
     where project.status = 'awaiting_start' and ${forOfficer} ${inOrder})
   union all
   (select 'sign_decision', 'decision', decision.reference, application.title, deadline.kind, deadline.ends_on as "dueOn"
      from decision join application on application.id = decision.application_id join call on call.id = application.call_id
      left join deadline on ${openDeadline('application.id')} and deadline.kind = 'decision_on_application'
     where decision.status = 'prepared' and decision.prepared_by <> $5::uuid and ${forAuthority} ${inOrder})
   union all
   (select 'publish_call', 'call', call.reference, call.title, null, (call.opens_at at time zone 'Europe/Amsterdam')::date as "dueOn"
      from call where call.status = 'draft' and ${forAuthority} ${inOrder})`,
);

/** What waits for a viewer: in their own cases, and for the roles that they hold. */
export function tasksOf(on: Queryable, viewer: Viewer): Promise<TaskRow[]> {
  const officer = reachValues(viewer, 'decision.prepare');
  const authority = reachValues(viewer, 'decision.sign').slice(0, 3);
  return on.query<TaskRow>(tasks(MOST_SHOWN, ...officer, ...authority));
}
