import { applicationLifecycle } from '../applications/index.js';
import { callLifecycle } from '../calls/index.js';
import { decisionLifecycle } from '../decisions/index.js';
import { legacyAwardLifecycle } from '../legacy-awards/index.js';
import { projectLifecycle } from '../projects/index.js';
import type { Lifecycle } from './lifecycle.js';

/** Every lifecycle of the registry, by the name of its machine. */
export const lifecycles = {
  call: callLifecycle,
  application: applicationLifecycle,
  decision: decisionLifecycle,
  project: projectLifecycle,
  legacy_award: legacyAwardLifecycle,
} as const satisfies Record<string, Lifecycle<string>>;

/** The name of a lifecycle. */
export type Machine = keyof typeof lifecycles;
