import { statement, type Queryable } from '@grants/persistence';
import {
  among,
  equals,
  listPage,
  titledOrNamed,
  type ListDefinition,
  type Page,
  type PageRequest,
} from '../shared/list-queries.js';
import {
  isCovered,
  isOwnApplication,
  isOwnProject,
  isWithinReach,
  ownApplications,
  reachTypes,
  reachValues,
  waysOf,
  type Viewer,
} from '../shared/reach-queries.js';

/** Another record as it is named in an answer. */
interface Titled {
  readonly reference: string;
  readonly title: string | null;
}
interface Called {
  readonly reference: string;
  readonly name: string;
}

interface CalledPerson {
  readonly reference: string;
  /** Null for those who may not see this person. */
  readonly name: string | null;
}

/** An application in a list; what a draft says is shown to its owner alone. */
export interface ApplicationSummary {
  readonly reference: string;
  readonly status: string;
  readonly statusSince: string;
  readonly version: number;
  readonly title: string | null;
  readonly call: Titled;
  readonly programme: Titled | null;
  readonly organisation: Called | null;
  readonly mainApplicant: CalledPerson | null;
  readonly projectLeader: CalledPerson | null;
  /** Decimal string. */
  readonly requested: string | null;
  readonly currency: string;
  readonly receivedAt: string | null;
  /** The reference of the project that came of it. */
  readonly project: string | null;
}

/** An application with all that it says. NL: subsidieaanvraag. */
export interface ApplicationView extends ApplicationSummary {
  readonly summary: string | null;
  readonly startsOn: string | null;
  readonly durationMonths: number | null;
  readonly administrativelyResponsible: CalledPerson | null;
  readonly leaderOrganisation: Called | null;
  readonly partners: readonly { readonly organisation: Called; readonly contribution: string | null }[];
  readonly budgetLines: readonly { readonly group: string; readonly description: string; readonly amount: string }[];
  /** The projects that it follows up; without the titles of those that the reader may not see. */
  readonly parents: readonly Titled[];
  /** The reference of the invitation that it stands on. */
  readonly invitation: string | null;
  readonly createdAt: string;
}

/** What applications are looked for by. */
export interface ApplicationFilters {
  readonly status?: readonly string[] | undefined;
  readonly call?: string | undefined;
  readonly programme?: string | undefined;
  readonly organisation?: string | undefined;
  /** Words of the title, in Dutch. */
  readonly q?: string | undefined;
}

/** Drafts are read by a setting of this statement, under which row level security shows those of its account alone. */
// `offset 0`, here and wherever row security looks at a setting of the same statement: else some plans judge it before.
const seesOwnDrafts = `seen as materialized (select set_config('registry.account', $5::text, true) as setting)`;
const draft = `cross join seen left join lateral (
    select content from application_draft
     where application_id = application.id and application.status = 'draft' and seen.setting is not null offset 0
  ) draft on true`;

const titled = (table: string) => `jsonb_build_object('reference', ${table}.reference, 'title', ${table}.title)`;
const organisationJson = `jsonb_build_object('reference', organisation.reference, 'name', organisation.name)`;
const organisationOf = (id: string, field: string) =>
  `(select ${organisationJson} from organisation
     where organisation.id = coalesce(${id}, (select id from organisation where reference = draft.content ->> '${field}')))`;
/**
 * An applicant may name anybody by a reference, and learns no name by it: whoever sees applications by a role sees
 * people too (`person.read`), anybody else themselves alone.
 */
const seesPerson = `($2::boolean or cardinality($3::uuid[]) > 0 or person.id = $6::uuid)`;
const personOf = (id: string, field: string) =>
  `(select jsonb_build_object('reference', person.reference,
        'name', case when ${seesPerson} then concat_ws(' ', person.given_name, person.prefix, person.family_name) end)
      from person where person.id = coalesce(${id}, (select id from person where reference = draft.content ->> '${field}')))`;

const columns = `application.reference, application.status, application.status_since as "statusSince", application.version,
  coalesce(application.title, draft.content ->> 'title') as title, ${titled('call')} as call,
  case when programme.id is not null then ${titled('programme')} end as programme,
  ${organisationOf('application.organisation_id', 'organisation')} as organisation,
  ${personOf('application.main_applicant_id', 'mainApplicant')} as "mainApplicant",
  ${personOf('application.project_leader_id', 'projectLeader')} as "projectLeader",
  round(coalesce(application.requested, (draft.content ->> 'requested')::numeric), 2)::text as requested, application.currency,
  application.received_at as "receivedAt", project.reference as project`;
const joins = `join call on call.id = application.call_id left join programme on programme.id = call.programme_id
  left join project on project.application_id = application.id`;

const applications: ListDefinition = {
  from: 'application join call on call.id = application.call_id',
  key: 'application.id',
  where: {
    status: among('application.status'),
    call: equals('call.reference'),
    programme: (reference) => `call.programme_id = (select id from programme where reference = ${reference})`,
    organisation: (reference) =>
      `application.organisation_id = (select id from organisation where reference = ${reference})`,
    q: titledOrNamed('application'),
  },
  sorts: {
    reference: { by: 'application.reference', type: 'text' },
    receivedAt: { by: `coalesce(application.received_at, '-infinity'::timestamptz)`, type: 'timestamptz' },
  },
  columns,
  details: `application on application.id = page.id ${joins} ${draft}`,
  with: seesOwnDrafts,
};

/** The applications that a viewer may see: of their programmes, or their own; drafts are their owner's alone. */
export function listApplications(
  on: Queryable,
  viewer: Viewer,
  filters: ApplicationFilters,
  page: PageRequest,
): Promise<Page<ApplicationSummary>> {
  const received = `application.status <> 'draft'`;
  const reach = waysOf(viewer, 'application.read', {
    all: received,
    covered: (calls) => `${received} and application.call_id in ${calls}`,
    own: `application.id in ${ownApplications} and ($7::boolean or ${isCovered('call.funder_id', 'call.programme_id')})`,
  });
  return listPage(on, applications, reach, { ...filters }, page);
}

const place = { funderId: 'application.funder_id', programmeId: 'call.programme_id' };

/** Projects are seen as applications are (`project.read`), by the same values; the inner names hide those outside. */
const seesParent = `exists (select from project join application on application.id = project.application_id
  join call on call.id = application.call_id
 where project.id = parent.id and ${isWithinReach({ ...place, funderId: 'project.funder_id' }, isOwnProject)})`;
const parentJson = `jsonb_build_object('reference', parent.reference, 'title', case when ${seesParent} then parent.title end)`;

const one = statement(
  'application_view',
  `with ${reachTypes}, ${seesOwnDrafts}
   select ${columns}, coalesce(application.summary, draft.content ->> 'summary') as summary,
          coalesce(application.starts_on, (draft.content ->> 'startsOn')::date) as "startsOn",
          coalesce(application.duration_months, (draft.content ->> 'durationMonths')::integer) as "durationMonths",
          ${personOf('application.administratively_responsible_id', 'administrativelyResponsible')} as "administrativelyResponsible",
          ${organisationOf('application.leader_organisation_id', 'leaderOrganisation')} as "leaderOrganisation",
          coalesce((select jsonb_agg(jsonb_build_object('organisation', ${organisationJson}, 'contribution', round(partner.contribution, 2)::text)
                    order by organisation.reference)
              from (select organisation_id, contribution from application_partner where application_id = application.id
                    union all select organisation.id, (given.value ->> 'contribution')::numeric
                      from jsonb_array_elements(coalesce(draft.content -> 'partners', '[]')) given
                      join organisation on organisation.reference = given.value ->> 'organisation') partner
              join organisation on organisation.id = partner.organisation_id), '[]') as partners,
          coalesce((select jsonb_agg(jsonb_build_object('group', line.budget_group, 'description', line.description, 'amount', round(line.amount, 2)::text)
                    order by line.number)
              from (select number, budget_group, description, amount from application_budget_line where application_id = application.id
                    union all select given.place, given.value ->> 'group', given.value ->> 'description', (given.value ->> 'amount')::numeric
                      from jsonb_array_elements(coalesce(draft.content -> 'budgetLines', '[]')) with ordinality as given (value, place)) line), '[]') as "budgetLines",
          coalesce((select jsonb_agg(${parentJson} order by parent.reference) from project parent
             where parent.id in (select project_id from application_parent where application_id = application.id)
                or parent.reference in (select jsonb_array_elements_text(coalesce(draft.content -> 'parents', '[]')))), '[]') as parents,
          (select reference from call_invitation where id = application.invitation_id) as invitation,
          application.created_at as "createdAt"
     from application ${joins} ${draft}
    where application.reference = $1 and ${isWithinReach(place, isOwnApplication, `(application.status = 'draft')`)}`,
);

/** One application; null where there is none within reach. */
export async function applicationView(
  on: Queryable,
  reference: string,
  viewer: Viewer,
): Promise<ApplicationView | null> {
  const [application] = await on.query<ApplicationView>(one(reference, ...reachValues(viewer, 'application.read')));
  return application ?? null;
}
