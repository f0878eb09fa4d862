import type { Principal, Role } from '@grants/domain';
import { newId } from '@grants/persistence';
import type { Viewer } from '@grants/registry';
import type { Named, TestRegistry } from '../support/registry.js';

const principal = (changes: Partial<Principal>): Principal => ({
  accountId: newId(),
  personId: null,
  assignments: [],
  ...changes,
});

/** Somebody who reads with these changes, on the registry's today. */
export function viewer(registry: TestRegistry, changes: Partial<Principal> = {}): Viewer {
  return { principal: principal(changes), today: registry.today() };
}

/** The person behind an account, with no role but those that everybody has in their own cases. */
export function viewerAs(registry: TestRegistry, person: Named, accountId = newId()): Viewer {
  return viewer(registry, { personId: person.id, accountId });
}

/** Somebody with a role, for a programme, for a funder, or everywhere. */
export function viewerIn(
  registry: TestRegistry,
  role: Role,
  place: { programme?: Named; funder?: Named } = {},
  accountId = newId(),
): Viewer {
  const funderId = place.funder?.id ?? null;
  const programmeId = place.programme?.id ?? null;
  const assignment = { role, funderId, programmeId, validFrom: '2015-01-01', validTo: null };
  return viewer(registry, { assignments: [assignment], accountId });
}
