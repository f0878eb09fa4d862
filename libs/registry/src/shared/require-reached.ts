import { InvalidInput, roleFor, type Action } from '@grants/domain';
import type { Queryable } from '@grants/persistence';
import { accessSubjectOf, type SubjectKind } from './access-queries.js';
import type { Viewer } from './reach-queries.js';

/**
 * Records that a body names besides the one that it is about have to be within the caller's reach for the action. One
 * that is not is told like one that is not there, so that nobody learns of it.
 * @throws InvalidInput naming every reference that leads nowhere, to this caller.
 */
export async function requireReached(
  on: Queryable,
  { principal, today }: Viewer,
  action: Action,
  references: Readonly<Record<string, readonly [kind: SubjectKind, reference: string]>>,
): Promise<void> {
  const named = Object.entries(references);
  const subjects = await Promise.all(named.map(([, [kind, reference]]) => accessSubjectOf(on, kind, reference)));
  const errors = named.flatMap(([pointer, [, reference]], place) => {
    const subject = subjects[place] ?? null;
    const may = (asked: Action) => subject !== null && roleFor(principal, asked, subject, today) !== null;
    return subject !== null && may(subject.seenBy) && may(action)
      ? []
      : [{ pointer, detail: `there is no ${reference}` }];
  });
  if (errors.length > 0) throw new InvalidInput(errors);
}
