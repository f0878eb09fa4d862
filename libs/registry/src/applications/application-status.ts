import { NotFound, phaseOf, type Phase } from '@grants/domain';
import type { Queryable } from '@grants/persistence';
import type { Viewer } from '../shared/reach-queries.js';
import { statusRow, type StatusRow } from './status-queries.js';

/** Where an application stands, as its applicant or project leader wants to know it, in one answer. */
export interface ApplicationStanding extends Phase {
  readonly reference: string;
  readonly title: string | null;
  /** The title of its call. */
  readonly call: string;
  readonly status: string;
  /** Since when it stands there. */
  readonly since: string;
  readonly nextDeadline: StatusRow['deadline'];
  readonly decision: StatusRow['decision'];
  readonly project: {
    readonly reference: string;
    readonly status: string;
    readonly startsOn: string | null;
    readonly endsOn: string | null;
  } | null;
}

/** Where an application stands and what happens next. @throws NotFound where the viewer sees no such application. */
export async function applicationStatus(
  on: Queryable,
  reference: string,
  viewer: Viewer,
): Promise<ApplicationStanding> {
  const row = await statusRow(on, reference, viewer);
  if (!row) throw new NotFound('application', reference);
  const { projectReference, projectStatus, startsOn, endsOn } = row;
  const hasProject = projectReference !== null && projectStatus !== null;
  return {
    reference: row.reference,
    title: row.title,
    call: row.call,
    status: row.applicationStatus,
    ...phaseOf(row.applicationStatus, projectStatus),
    since: row.projectSince ?? row.applicationSince,
    nextDeadline: row.deadline,
    decision: row.decision,
    project: hasProject ? { reference: projectReference, status: projectStatus, startsOn, endsOn } : null,
  };
}
