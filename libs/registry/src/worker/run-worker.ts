import { setTimeout as sleep } from 'node:timers/promises';
import { StaleVersion, TransitionRefused } from '@grants/domain';
import type { Actor } from '@grants/persistence';
import type { Clock, Logger } from '@grants/platform';
import { sweepFiles } from '../attachments/index.js';
import { dueCalls } from '../calls/index.js';
import { dueDecisions, dueReservations } from '../decisions/index.js';
import type { Registry } from '../registry.js';
import { expireKeys, misplacedEvents, sealIfDue } from './worker-store.js';

/** Who acts where nobody does: the clock. Its id is fixed, so that it is the same in every registry. */
export const SYSTEM_ACTOR: Actor = { id: '00000000-0000-7000-8000-000000000001', role: 'system', personId: null };

/** How often the worker looks, in milliseconds. */
const INTERVAL = 1_000;
/** How often it looks for files that nothing refers to. */
const SWEEP_INTERVAL = 3_600_000;

/**
 * Opens and closes the calls whose moment has come. Several workers may do so at once: the version lets one of them
 * move a call, the others find it moved.
 * @returns the references of the calls that were moved here.
 */
export async function moveDueCalls(registry: Registry, clock: Clock): Promise<string[]> {
  return moveEach(await dueCalls(registry.db), ({ reference, version, command }) =>
    registry.moveCall.execute(
      { reference, version, command, request: null },
      { actor: SYSTEM_ACTOR, now: clock.now() },
    ),
  );
}

/** Makes the decisions irrevocable to which nobody can object any more; the same with several workers. */
export async function settleDecisions(registry: Registry, clock: Clock): Promise<string[]> {
  const command = 'become_irrevocable';
  return moveEach(await dueDecisions(registry.db), ({ reference, version }) =>
    registry.moveDecision.execute(
      { reference, version, command, request: null },
      { actor: SYSTEM_ACTOR, now: clock.now() },
    ),
  );
}

/** Lets budget reservations lapse that nobody invoked in time; the same with several workers. */
export async function lapseReservations(registry: Registry, clock: Clock): Promise<string[]> {
  const command = 'lapse_reservation';
  return moveEach(await dueReservations(registry.db), (each) =>
    registry.settleCondition.execute({ ...each, command, request: null }, { actor: SYSTEM_ACTOR, now: clock.now() }),
  );
}

/** Moves each of what is due, unless another worker did so first. */
async function moveEach<Due extends { readonly reference: string }>(
  due: readonly Due[],
  move: (each: Due) => Promise<unknown>,
): Promise<string[]> {
  const moved: string[] = [];
  for (const each of due) {
    await move(each).then(
      () => moved.push(each.reference),
      (error: unknown) => {
        if (!(error instanceof StaleVersion) && !(error instanceof TransitionRefused)) throw error;
      },
    );
  }
  return moved;
}

/** Lets the clock act until it is told to stop; what fails is logged and tried again. */
export async function runWorker(registry: Registry, clock: Clock, log: Logger, stop: AbortSignal): Promise<void> {
  let sweepAt = 0;
  while (!stop.aborted) {
    try {
      for (const reference of await moveDueCalls(registry, clock)) log.info({ reference }, 'call moved by the clock');
      for (const reference of await settleDecisions(registry, clock)) log.info({ reference }, 'decision irrevocable');
      for (const reference of await lapseReservations(registry, clock)) log.info({ reference }, 'reservation lapsed');
      await sealIfDue(registry.db);
      await expireKeys(registry.db);
      if (Date.now() >= sweepAt) {
        sweepAt = Date.now() + SWEEP_INTERVAL;
        for (const sha256 of await sweepFiles(registry.db, registry.files)) log.info({ sha256 }, 'unused file removed');
      }
      const misplaced = await misplacedEvents(registry.db);
      if (misplaced > 0) log.error({ misplaced }, 'events lie in the default partition: make their year');
    } catch (error) {
      log.error({ err: error }, 'the worker failed and goes on');
    }
    await sleep(INTERVAL, undefined, { signal: stop }).catch(() => undefined);
  }
}
