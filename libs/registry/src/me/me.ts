import { NotFound, phaseOf, rolesOf, type Phase, type Role } from '@grants/domain';
import type { Queryable } from '@grants/persistence';
import { unreadMessages } from '../messages/index.js';
import type { Viewer } from '../shared/reach-queries.js';
import { casesOf, identityOf, tasksOf, type CaseRow, type Identity, type TaskRow } from './me-queries.js';

/** A case in which somebody is named, and where it stands. */
export interface OwnCase extends Omit<CaseRow, 'applicationStatus' | 'projectStatus'>, Phase {
  /** The project's once there is one, and the application's before. */
  readonly status: string;
}

/** Who somebody is here, what their cases are and what waits for them. */
export interface Me extends Omit<Identity, 'roles'> {
  /** All capacities in which they can act today. */
  readonly actsAs: readonly Role[];
  readonly roles: Identity['roles'];
  readonly cases: readonly OwnCase[];
  readonly waiting: readonly TaskRow[];
  readonly unreadMessages: number;
}

/** Who a viewer is here, their cases and what waits for them. @throws NotFound where the account has gone. */
export async function me(on: Queryable, viewer: Viewer): Promise<Me> {
  const [identity, cases, waiting, unread] = await Promise.all([
    identityOf(on, viewer),
    casesOf(on, viewer),
    tasksOf(on, viewer),
    unreadMessages(on, viewer),
  ]);
  if (!identity) throw new NotFound('account', viewer.principal.accountId);
  return {
    ...identity,
    actsAs: rolesOf(viewer.principal, viewer.today),
    cases: cases.map(({ applicationStatus, projectStatus, ...rest }) => ({
      ...rest,
      status: projectStatus ?? applicationStatus,
      ...phaseOf(applicationStatus, projectStatus),
    })),
    waiting,
    unreadMessages: unread,
  };
}
