// Sends requests, in a process of its own: each connection has its own list and goes round in it.
import autocannon from 'autocannon';
import { childInput, serveParent } from './child.mjs';

/**
 * @typedef {{ method: 'GET' | 'POST', path: string, headers?: Record<string, string>, body?: string }} LoadRequest
 * @typedef {{ url: string, seconds?: number, amount?: number, headers: Record<string, string>, lists: LoadRequest[][] }} Load
 * @typedef {{ rate: number, p50: number, p99: number, answers: number, refused: number }} Loaded
 */

childInput();
serveParent('ready', { answer: (question) => load(/** @type {Load} */ (question)), end: () => Promise.resolve() });

/**
 * @param {Load} load
 * @returns {Promise<Loaded>}
 */
async function load({ url, seconds, amount, headers, lists }) {
  let next = 0;
  let began = performance.now();
  let last = began;
  const running = autocannon({
    url,
    connections: lists.length,
    headers,
    ...(seconds === undefined ? {} : { duration: seconds }),
    ...(amount === undefined ? {} : { amount }),
    setupClient: (client) => {
      client.setRequests(lists[next] ?? []);
      next += 1;
      if (next === lists.length) began = performance.now();
      client.on('response', () => (last = performance.now()));
    },
  });
  const { latency, '2xx': answers, non2xx, errors } = await running;
  const rate = answers / ((last - began) / 1000);
  return { rate, p50: latency.p50, p99: latency.p99, answers, refused: non2xx + errors };
}
