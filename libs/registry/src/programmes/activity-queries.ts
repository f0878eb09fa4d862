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
} from '../shared/list-queries.js';
import { isCovered, placesCover, reachTypes, reachValues, waysOf, type Viewer } from '../shared/reach-queries.js';

/** What a programme did besides granting. */
export interface ActivityView {
  readonly reference: string;
  readonly programme: string;
  readonly kind: string;
  readonly title: string;
  readonly heldOn: string;
  readonly outcome: string | null;
  readonly version: number;
  /** References of the projects that took part. */
  readonly projects: readonly string[];
  /** References of the applications that came of it, drafts apart. */
  readonly applications: readonly string[];
}

/** What activities are looked for by. */
export interface ActivityFilters {
  readonly programme?: string | undefined;
  readonly kind?: readonly string[] | undefined;
  readonly heldFrom?: string | undefined;
  readonly heldUntil?: string | undefined;
}

const columns = `activity.reference, programme.reference as programme, activity.kind, activity.title, activity.held_on as "heldOn",
  activity.outcome, activity.version,
  array(select project.reference from activity_project took_part join project on project.id = took_part.project_id
    where took_part.activity_id = activity.id order by project.reference) as projects,
  array(select application.reference from activity_application came join application on application.id = came.application_id
    where came.activity_id = activity.id and application.status <> 'draft' order by application.reference) as applications`;

const activities: ListDefinition = {
  from: 'programme_activity activity join programme on programme.id = activity.programme_id',
  key: 'activity.id',
  where: {
    programme: equals('programme.reference'),
    kind: among('activity.kind'),
    heldFrom: since('activity.held_on', 'date'),
    heldUntil: until('activity.held_on', 'date'),
  },
  sorts: {
    heldOn: { by: 'activity.held_on', type: 'date' },
    reference: { by: 'activity.reference', type: 'text' },
  },
  columns,
  details:
    'programme_activity activity on activity.id = page.id join programme on programme.id = activity.programme_id',
};

/** The activities of the programmes that a viewer reaches. */
export function listActivities(
  on: Queryable,
  viewer: Viewer,
  filters: ActivityFilters,
  page: PageRequest,
): Promise<Page<ActivityView>> {
  const covered = () => placesCover('programme.funder_id', 'programme.id');
  return listPage(on, activities, waysOf(viewer, 'activity.read', { all: 'true', covered }), { ...filters }, page);
}

const one = statement(
  'activity_view',
  `with ${reachTypes}
   select ${columns} from programme_activity activity join programme on programme.id = activity.programme_id
    where activity.reference = $1 and ${isCovered('programme.funder_id', 'programme.id')}`,
);

/** One activity; null where there is none within reach. */
export async function activityView(on: Queryable, reference: string, viewer: Viewer): Promise<ActivityView | null> {
  const [activity] = await on.query<ActivityView>(one(reference, ...reachValues(viewer, 'activity.read')));
  return activity ?? null;
}
