import { dateInAmsterdam } from '@grants/domain';
import { applicationStatus, principalOf } from '@grants/registry';
import { startChild } from './child.mjs';
import { ISSUER } from './ground.mjs';
import { alternate } from './rounds.mjs';

const CONNECTIONS = 32;
const POOL = 16;
const SECONDS = 4;
const REQUESTS_OF_EACH = 500;
/** Requests before it counts: the compiler of Node makes up its mind within so many. */
const WARM_UP = 30_000;

/**
 * Where an application stands: the service, signed in, beside bare Fastify with the same statement.
 * @param {import('./ground.mjs').Ground} ground
 * @param {number} rounds
 */
export async function benchStatus({ admin, db, urls, issuer, token, log }, rounds) {
  const { rows } = await admin.query(
    `select reference from application where status <> 'draft' order by random() limit ${CONNECTIONS * REQUESTS_OF_EACH}`,
  );
  const references = /** @type {{ reference: string }[]} */ (rows).map(({ reference }) => reference);
  const lists = Array.from({ length: CONNECTIONS }, (_, connection) =>
    Array.from({ length: REQUESTS_OF_EACH }, (__, place) => {
      const reference = references[(connection * REQUESTS_OF_EACH + place) % references.length] ?? '';
      return { method: 'GET', path: `/v1/applications/${reference}/status` };
    }),
  );
  const statement = await statementOfStatus(db);
  const input = { appUrl: urls.app, readerUrl: urls.reader, poolSize: POOL };
  const service = await startChild('service.mjs', { ...input, issuer }, { log });
  const bare = await startChild('bare-service.mjs', { ...input, statement });
  const loader = await startChild('load.mjs', {});
  const rate = async (/** @type {unknown} */ url, length = /** @type {object} */ ({ seconds: SECONDS })) => {
    const load = { url, ...length, headers: { authorization: `Bearer ${token}` }, lists };
    const loaded = /** @type {import('./load.mjs').Loaded} */ (await loader.ask(load));
    if (loaded.refused > 0) throw new Error(`${loaded.refused} requests were not answered`);
    return loaded.rate;
  };
  try {
    for (const { ready } of [service, bare]) await rate(ready, { amount: WARM_UP });
    return await alternate({ name: 'status', unit: 'requests/s', moreIsBetter: true, mark: 0.8 }, rounds, {
      ours: () => rate(service.ready),
      limit: () => rate(bare.ready),
    });
  } finally {
    for (const child of [loader, service, bare]) await child.stop();
  }
}

/**
 * The statement with its values, as the service sends it.
 * @param {import('@grants/persistence').Database} db
 */
async function statementOfStatus(db) {
  const principal = await principalOf(db, ISSUER, 'demo-programme_officer');
  if (!principal) throw new Error('The account of the measurements is not there');
  /** @type {import('@grants/persistence').Statement | null} */
  let sent = null;
  const seen = {
    query: (/** @type {import('@grants/persistence').Statement} */ statement) => {
      sent = statement;
      return Promise.resolve([]);
    },
  };
  const viewer = { principal, today: dateInAmsterdam(new Date().toISOString()) };
  await applicationStatus(seen, '', viewer).catch(() => undefined);
  return /** @type {import('@grants/persistence').Statement | null} */ (sent);
}
