import {
  lifecycles,
  type ApplicationStatus,
  type CallStatus,
  type DecisionStatus,
  type ProjectStatus,
} from '@grants/domain';
import { newId } from '@grants/persistence';
import type { TestProject, TestRegistry } from './registry.js';

const statesOf = <State extends string>(states: Readonly<Record<State, unknown>>) => Object.keys(states) as State[];

/**
 * Fills a registry with a record in every state of every lifecycle, bookings that are late and such as rewrite what was
 * booked before, a correction, an imported award, texts, contact data, a draft, idempotency keys and seals.
 */
export async function everyState(on: TestRegistry): Promise<{ rewritten: TestProject }> {
  for (const status of statesOf<CallStatus>(lifecycles.call.states)) await on.aCall({ status });
  for (const status of statesOf<ApplicationStatus>(lifecycles.application.states)) await on.anApplication({ status });
  for (const status of statesOf<DecisionStatus>(lifecycles.decision.states)) await on.aDecision({ status });
  for (const status of statesOf<ProjectStatus>(lifecycles.project.states)) await on.aProject({ status });
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
