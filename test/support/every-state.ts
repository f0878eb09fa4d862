import {
  lifecycles,
  type ApplicationStatus,
  type CallStatus,
  type DecisionStatus,
  type Lifecycle,
  type Machine,
  type ProjectStatus,
} from '@grants/domain';
import { newId } from '@grants/persistence';
import type { Subject, TestProject, TestRegistry } from './registry.js';

/** The machines whose subjects move one by one; legacy awards go by bulk work alone. */
export type Moved = Exclude<Machine, 'legacy_award'>;

/** Who makes a record in a state of its lifecycle; a new machine without one does not compile. */
const makers = {
  call: (on, status) => on.aCall({ status: status as CallStatus }),
  application: (on, status) => on.anApplication({ status: status as ApplicationStatus }),
  decision: (on, status) => on.aDecision({ status: status as DecisionStatus }),
  project: (on, status) => on.aProject({ status: status as ProjectStatus }),
} as const satisfies Record<Moved, (on: TestRegistry, status: string) => Promise<Subject>>;

export const movedMachines = Object.keys(makers) as Moved[];

/** The states of a machine. */
export const statesOf = (machine: Machine): string[] => Object.keys((lifecycles[machine] as Lifecycle<string>).states);

/** A record in a state. @throws Error where its builder leaves it in another. */
export async function aRecord<M extends Moved>(
  on: TestRegistry,
  machine: M,
  state: string,
): Promise<Awaited<ReturnType<(typeof makers)[M]>>> {
  const made = await makers[machine](on, state);
  if (made.status !== state) throw new Error(`The builder of a ${machine} in state ${state} leaves it ${made.status}`);
  return made as Awaited<ReturnType<(typeof makers)[M]>>;
}

/**
 * Fills a registry with a record in every state of every lifecycle, bookings that are late and such as rewrite what was
 * booked before, a correction, an imported award, texts, contact data, a draft, idempotency keys and seals.
 */
export async function everyState(on: TestRegistry): Promise<{ rewritten: TestProject }> {
  for (const machine of movedMachines) for (const state of statesOf(machine)) await aRecord(on, machine, state);
  await on.aLegacyAward();
  const person = await on.aPerson();
  await on.ownerSql(`insert into person_contact (person_id, email) values ($1, 'nobody@invented.example')`, person.id);

  const corrected = await on.aDecision({ kind: 'reject', status: 'announced' });
  const { application } = corrected;
  await on.aDecision({ application, kind: 'reject', corrects: corrected, status: 'announced' });
  const signed = await on.aSignedDecision();
  const request = { caller: on.officer.id, key: newId(), fingerprint: Buffer.from('invented') };
  const announced = { reference: signed.reference, version: signed.version, request };
  await on.registry.announceDecision.execute(announced, on.as(on.officer));
  await on.ownerSql(`select take_seal()`);
  return { rewritten: await aRewrittenProject(on) };
}

/** A project that was resumed late, on a moment before the suspension that was booked first. */
export async function aRewrittenProject(on: TestRegistry): Promise<TestProject> {
  await on.moveClock(-48);
  const project = await on.aProject({ status: 'started' });
  await on.moveClock(0);
  const { reference } = project;
  const late = (hours: number) => ({ occurred: on.hoursFromNow(hours), reason: 'booked afterwards', request: null });
  const { moveProject } = on.registry;
  await moveProject.execute({ reference, version: 2, command: 'suspend', ...late(-10) }, on.as(on.officer));
  await on.ownerSql(`select take_seal()`);
  await moveProject.execute({ reference, version: 3, command: 'resume', ...late(-20) }, on.as(on.officer));
  await moveProject.execute({ reference, version: 4, command: 'suspend', ...late(-15) }, on.as(on.officer));
  await on.ownerSql(`select take_seal()`);
  return { ...project, ...(await on.read('project', reference)) };
}
