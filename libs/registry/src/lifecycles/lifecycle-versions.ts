import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  lifecycleDifference,
  lifecycleDocument,
  lifecycles,
  NotFound,
  type LifecycleDifference,
  type LifecycleDocument,
  type Machine,
} from '@grants/domain';

/** Every version that a lifecycle ever had, each kept as it was. */
const folder = fileURLToPath(new URL('../../../../docs/generated/lifecycles/', import.meta.url));

/** Whether there is a lifecycle of this name. */
export function isMachine(name: string): name is Machine {
  return Object.hasOwn(lifecycles, name);
}

/**
 * A version of a lifecycle: the current one from the code, an earlier one as it was kept.
 * @throws NotFound for a version that this release does not know.
 */
export async function lifecycleVersion(
  machine: Machine,
  version: number = lifecycles[machine].version,
): Promise<LifecycleDocument> {
  if (version === lifecycles[machine].version) return lifecycleDocument(lifecycles[machine]);
  try {
    return JSON.parse(await readFile(`${folder}${machine}.v${version}.json`, 'utf8')) as LifecycleDocument;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new NotFound(`version of the lifecycle ${machine}`, String(version));
  }
}

/** What differs between two versions of a lifecycle, and what that means for cases. */
export async function differenceBetween(machine: Machine, from: number, to: number): Promise<LifecycleDifference> {
  return lifecycleDifference(await lifecycleVersion(machine, from), await lifecycleVersion(machine, to));
}
