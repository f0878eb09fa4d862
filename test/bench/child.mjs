import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A process of a measurement, so that what measures and what is measured do not share a thread.
 * @typedef {{ ask: (question?: unknown) => Promise<unknown>, stop: () => Promise<void> }} Child
 */

/**
 * Starts a file of this folder with an input, and waits until it says that it is ready.
 * @param {string} file
 * @param {unknown} input
 * @param {{ log?: string }} [options] the file that its standard error goes to
 * @returns {Promise<Child & { readonly ready: unknown }>}
 */
export async function startChild(file, input, { log } = {}) {
  const child = fork(join(import.meta.dirname, file), [JSON.stringify(input)], {
    stdio: ['ignore', 'inherit', log === undefined ? 'inherit' : openSync(log, 'a'), 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended with ${String(code)}`);
  });
  ended.catch(() => undefined);
  const next = async () => {
    const message = /** @type {unknown[]} */ (await Promise.race([once(child, 'message'), ended]));
    return message[0];
  };
  const ready = await next();
  return {
    ready,
    ask: (question = {}) => {
      const answer = next();
      child.send(/** @type {import('node:child_process').Serializable} */ (question));
      return answer;
    },
    stop: async () => {
      child.disconnect();
      await ended.catch(() => undefined);
    },
  };
}

/**
 * What the child itself does: says that it is ready, answers what it is asked, and ends when nobody listens any more.
 * @param {unknown} ready
 * @param {{ answer?: (question: unknown) => Promise<unknown>, end: () => Promise<void> }} work
 */
export function serveParent(ready, { answer = () => Promise.resolve(null), end }) {
  const send = (/** @type {unknown} */ message) => process.send?.(message);
  process.on('message', (question) => {
    answer(question).then(send, (/** @type {unknown} */ error) => {
      console.error(error);
      process.exit(1);
    });
  });
  process.on('disconnect', () => void end());
  send(ready);
}

/** The input that the parent gave. */
export const childInput = () => /** @type {unknown} */ (JSON.parse(process.argv[2] ?? '{}'));
