import type { InputError } from '@grants/domain';
import type { RecordTx } from '@grants/persistence';
import { eachOf, keysOf } from '../shared/references-store.js';
import { objectivesOf } from './programme-store.js';

/**
 * The keys of the policy objectives that the input lists, each once, and what is wrong with it: they are the funder's own.
 * @throws InvalidInput naming every reference that leads nowhere.
 */
export async function objectiveKeys(
  tx: RecordTx,
  funderId: string,
  references: readonly string[] = [],
): Promise<{ ids: readonly string[]; errors: readonly InputError[] }> {
  const id = await keysOf(tx, eachOf('policyObjectives', 'policy_objective', references));
  const ids = references.map((_, place) => id(`/policyObjectives/${place}`));
  const known = await objectivesOf(tx, funderId, ids);
  const errors = ids.flatMap((each, place) =>
    known.has(each) ? [] : [{ pointer: `/policyObjectives/${place}`, detail: 'is an objective of another funder' }],
  );
  return { ids: [...new Set(ids)], errors };
}
