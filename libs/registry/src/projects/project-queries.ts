import { InvalidInput, normalisedNumber } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';
import {
  among,
  equals,
  listPage,
  since,
  until,
  type ListDefinition,
  type Page,
  type PageRequest,
  titledOrNamed,
  type Condition,
} from '../shared/list-queries.js';
import {
  isOwnProject,
  isWithinReach,
  ownProjectApplications,
  reachTypes,
  reachValues,
  waysOf,
  type Viewer,
} from '../shared/reach-queries.js';

interface Titled {
  readonly reference: string;
  readonly title: string | null;
}
interface Called {
  readonly reference: string;
  readonly name: string;
}

/** A project in a list. */
export interface ProjectSummary {
  readonly reference: string;
  /** As issued by the funder. NL: projectnummer, dossiernummer. */
  readonly number: string | null;
  readonly fileNumber: string | null;
  /** Null where its source does not tell it. */
  readonly title: string | null;
  readonly status: string;
  readonly statusSince: string;
  readonly version: number;
  readonly application: string;
  readonly call: Titled;
  readonly programme: Titled | null;
  /** Who receives the grant today. NL: subsidieontvanger. */
  readonly recipient: Called | null;
  /** Who leads it today; null where nobody does. NL: projectleider. */
  readonly leader: Called | null;
  readonly granted: string;
  readonly currency: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly startedOn: string | null;
  readonly endedOn: string | null;
}

/** Somebody, or an organisation, between dates, the last one excluded. */
interface Dated {
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** A project with its leaders and recipients. NL: project. */
export interface ProjectView extends ProjectSummary {
  readonly decision: string;
  readonly finalReportApprovedOn: string | null;
  readonly leaders: readonly ({ readonly person: Called; readonly organisation: Called } & Dated)[];
  readonly recipients: readonly ({ readonly organisation: Called } & Dated)[];
}

/** What projects are looked for by. */
export interface ProjectFilters {
  readonly status?: readonly string[] | undefined;
  readonly funder?: string | undefined;
  readonly programme?: string | undefined;
  readonly call?: string | undefined;
  /** Who receives the grant, now or formerly. */
  readonly recipient?: string | undefined;
  /** Who leads it, now or formerly. */
  readonly leader?: string | undefined;
  /** The number or file number in any spelling, or its beginning. */
  readonly number?: string | undefined;
  /** Calendar dates. */
  readonly startedFrom?: string | undefined;
  readonly startedUntil?: string | undefined;
  /** Words of the title, in Dutch. */
  readonly q?: string | undefined;
}

const personJson = `jsonb_build_object('reference', person.reference, 'name', concat_ws(' ', person.given_name, person.prefix, person.family_name))`;
const organisationJson = `jsonb_build_object('reference', organisation.reference, 'name', organisation.name)`;
const holdsToday = (row: string) =>
  `${row}.valid_from <= $8::date and (${row}.valid_to is null or ${row}.valid_to > $8::date)`;

const columns = `project.reference, project.number, project.file_number as "fileNumber", project.title, project.status,
  project.status_since as "statusSince", project.version, application.reference as application,
  jsonb_build_object('reference', call.reference, 'title', call.title) as call,
  case when programme.id is not null then jsonb_build_object('reference', programme.reference, 'title', programme.title) end as programme,
  (select ${organisationJson} from project_recipient held join organisation on organisation.id = held.organisation_id
    where held.project_id = project.id and ${holdsToday('held')}) as recipient,
  (select ${personJson} from project_leader held join person on person.id = held.person_id
    where held.project_id = project.id and ${holdsToday('held')}) as leader,
  round(project.granted, 2)::text as granted, project.currency, project.starts_on as "startsOn", project.ends_on as "endsOn",
  project.started_on as "startedOn", project.ended_on as "endedOn"`;
const joins = `join application on application.id = project.application_id join call on call.id = application.call_id
  left join programme on programme.id = call.programme_id`;

const numbered: Condition = (key) =>
  `(project.number_key like ${key} || '%' or project.file_number_key like ${key} || '%')`;
/** Words that are a number; those that have fewer than four digits, or another character than numbers have, are none. */
const digitsOf = (words: string) =>
  `case when ${words} ~ '^[0-9][-0-9. /]{3,}$' then regexp_replace(${words}, '[^0-9]', '', 'g') end`;

const projects: ListDefinition = {
  from: 'project join application on application.id = project.application_id join call on call.id = application.call_id',
  key: 'project.id',
  where: {
    status: among('project.status'),
    funder: (code) => `project.funder_id = (select id from funder where code = ${code})`,
    programme: (reference) => `call.programme_id = (select id from programme where reference = ${reference})`,
    call: equals('call.reference'),
    recipient: (reference) => `project.id in (select held.project_id from project_recipient held
        where held.organisation_id = (select id from organisation where reference = ${reference}))`,
    leader: (reference) => `project.id in (select held.project_id from project_leader held
        where held.person_id = (select id from person where reference = ${reference}))`,
    number: numbered,
    startedFrom: since('project.started_on', 'date'),
    startedUntil: until('project.started_on', 'date'),
    q: (words) => `(${titledOrNamed('project')(words)} or ${numbered(digitsOf(words))})`,
  },
  sorts: {
    reference: { by: 'project.reference', type: 'text' },
    statusSince: { by: 'project.status_since', type: 'timestamptz' },
    startsOn: { by: `coalesce(project.started_on, project.starts_on, 'infinity'::date)`, type: 'date' },
  },
  columns,
  details: `project on project.id = page.id ${joins}`,
};

/** The key under which a number is looked for. @throws InvalidInput where it has no letter or digit. */
function numberKey(number: string | undefined): string | undefined {
  if (number === undefined) return undefined;
  const key = normalisedNumber(number);
  if (key === '') throw new InvalidInput([{ pointer: '/number', detail: 'must have a digit or a letter' }]);
  return key;
}

/** The projects that a viewer may see: of their programmes, or their own. */
export function listProjects(
  on: Queryable,
  viewer: Viewer,
  { number, ...filters }: ProjectFilters,
  page: PageRequest,
): Promise<Page<ProjectSummary>> {
  const reach = waysOf(viewer, 'project.read', {
    all: 'true',
    covered: (calls) => `application.call_id in ${calls}`,
    own: `$7::boolean and project.application_id in ${ownProjectApplications}`,
  });
  return listPage(on, projects, reach, { ...filters, number: numberKey(number) }, page);
}

const dated = `'validFrom', held.valid_from, 'validTo', held.valid_to`;
const place = { funderId: 'project.funder_id', programmeId: 'call.programme_id' };

const one = statement(
  'project_view',
  `with ${reachTypes}
   select ${columns}, decision.reference as decision, project.final_report_approved_on as "finalReportApprovedOn",
          coalesce((select jsonb_agg(jsonb_build_object('person', ${personJson}, 'organisation', ${organisationJson}, ${dated}) order by held.valid_from)
            from project_leader held join person on person.id = held.person_id join organisation on organisation.id = held.organisation_id
           where held.project_id = project.id), '[]') as leaders,
          coalesce((select jsonb_agg(jsonb_build_object('organisation', ${organisationJson}, ${dated}) order by held.valid_from)
            from project_recipient held join organisation on organisation.id = held.organisation_id
           where held.project_id = project.id), '[]') as recipients
     from project ${joins} join decision on decision.id = project.decision_id
    where project.reference = $1 and ${isWithinReach(place, isOwnProject)}`,
);

/** One project; null where there is none within reach. */
export async function projectView(on: Queryable, reference: string, viewer: Viewer): Promise<ProjectView | null> {
  const [project] = await on.query<ProjectView>(one(reference, ...reachValues(viewer, 'project.read')));
  return project ?? null;
}
