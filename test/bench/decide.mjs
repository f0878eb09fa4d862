import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId, TextVault } from '@grants/persistence';
import { AnnounceDecision, principalOf } from '@grants/registry';
import { startChild } from './child.mjs';
import { ISSUER } from './ground.mjs';
import { alternate } from './rounds.mjs';
import { makeSignedDecisions } from './signed-decisions.mjs';
import { clientVersion, runClient } from './tools.mjs';

const CLIENTS = 32;
const POOL = 32;
const DECISIONS_OF_EACH = 40;
const PER_ROUND = CLIENTS * DECISIONS_OF_EACH;

/**
 * Announcing decisions over HTTP, beside pgbench with the same four round trips: begin, load, record, commit.
 * @param {import('./ground.mjs').Ground} ground
 * @param {number} rounds
 */
export async function benchDecide(ground, rounds) {
  const { admin, owner, db, urls, issuer, token, dataDir, log } = ground;
  const hasPgbench = (await clientVersion('pgbench')) !== null;
  await makeSignedDecisions(owner, 'B-FIRST', CLIENTS * 10 + 1);
  await makeSignedDecisions(owner, 'B-OURS', rounds * PER_ROUND);
  if (hasPgbench) await makeSignedDecisions(owner, 'B-LIMIT', rounds * PER_ROUND);
  await admin.query('vacuum (analyze)');
  const statements = await statementsOfAnnouncement(db, `B-FIRST-${CLIENTS * 10}-D1`);
  const input = { appUrl: urls.app, readerUrl: urls.reader, poolSize: POOL, issuer };
  const service = await startChild('service.mjs', input, { log });
  const loader = await startChild('load.mjs', {});
  const announce = async (/** @type {string} */ prefix, /** @type {number} */ from, /** @type {number} */ each) => {
    const lists = Array.from({ length: CLIENTS }, (_, client) =>
      Array.from({ length: each }, (__, place) => ({
        method: 'POST',
        path: `/v1/decisions/${prefix}-${from + place * CLIENTS + client}-D1/transitions`,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'if-match': '"2"',
          'idempotency-key': newId(),
        },
        body: '{"command":"announce"}',
      })),
    );
    await admin.query('checkpoint');
    const load = { url: service.ready, amount: each * CLIENTS, headers: {}, lists };
    const loaded = /** @type {import('./load.mjs').Loaded} */ (await loader.ask(load));
    if (loaded.refused > 0) throw new Error(`${loaded.refused} announcements failed`);
    return loaded.rate;
  };
  const pgbench = async (/** @type {number} */ round) => {
    const script = join(dataDir, 'announce.sql');
    await writeFile(script, scriptOf(statements, 'B-LIMIT'));
    await admin.query('checkpoint');
    const first = round * DECISIONS_OF_EACH - 1;
    const told = await runClient('pgbench', urls.app, [
      '-n',
      '-M',
      'prepared',
      '-c',
      String(CLIENTS),
      '-j',
      '2',
      '-t',
      String(DECISIONS_OF_EACH),
      '-D',
      `turn=${first}`,
      '-f',
      script,
    ]);
    const rate = /tps = ([\d.]+)/.exec(told)?.[1];
    if (rate === undefined || !told.includes(`processed: ${PER_ROUND}/${PER_ROUND}`)) throw new Error(told);
    return Number(rate);
  };
  try {
    await announce('B-FIRST', 0, 10);
    const measured = await alternate({ name: 'decide', unit: 'decisions/s', moreIsBetter: true, mark: 0.7 }, rounds, {
      ours: (round) => announce('B-OURS', round * PER_ROUND, DECISIONS_OF_EACH),
      limit: hasPgbench ? pgbench : null,
    });
    await requireAnnounced(admin, rounds * PER_ROUND * (hasPgbench ? 2 : 1));
    return { ...measured, notes: [`${statements.length + 2} round trips`] };
  } finally {
    for (const child of [loader, service]) await child.stop();
  }
}

/** @typedef {import('@grants/persistence').Statement} Statement */

/**
 * The statements between begin and commit, as the service sends them: seen while it announces one decision.
 * @param {import('@grants/persistence').Database} db
 * @param {string} reference
 */
async function statementsOfAnnouncement(db, reference) {
  const principal = await principalOf(db, ISSUER, 'demo-programme_officer');
  if (!principal) throw new Error('The account of the measurements is not there');
  /** @type {Statement[]} */
  const sent = [];
  /** @type {Pick<import('@grants/persistence').Database, 'query' | 'transaction'>} */
  const watched = {
    query: (statement) => db.query(statement),
    transaction: (work) =>
      db.transaction((tx) =>
        work({
          client: tx.client,
          query: (statement) => {
            sent.push(statement);
            return tx.query(statement);
          },
        }),
      ),
  };
  const announce = new AnnounceDecision(
    /** @type {import('@grants/persistence').Database} */ (watched),
    new TextVault(Buffer.alloc(32)),
  );
  const actor = { id: principal.accountId, role: /** @type {const} */ ('programme_officer'), personId: null };
  const request = { caller: principal.accountId, key: 'seen', fingerprint: Buffer.alloc(32) };
  await announce.execute({ reference, version: 2, request }, { actor, now: new Date().toISOString() });
  return sent;
}

/**
 * The same transaction for pgbench: the values of one announcement, but for those that differ from one to the next.
 * @param {readonly Statement[]} statements
 * @param {string} prefix
 */
function scriptOf(statements, prefix) {
  const [load, record] = statements;
  if (!load || record?.name !== 'decision_record_honouring' || statements.length !== 2 || record.values.length !== 17) {
    throw new Error(`An announcement is other statements now: ${statements.map(({ name }) => name).join(', ')}`);
  }
  const key = "('pgbench-' || :number)";
  const told = [':id', ':version', null, ':applicationId', ':applicationVersion', null, null, null];
  const born = [...Array.from({ length: 3 }, () => 'gen_random_uuid()'), null, null, null, null, key, null];
  return `\\set turn :turn + 1
\\set number :client_id + :turn * ${CLIENTS}
begin;
${withValues(load, [null, null, key, `('${prefix}-' || :number || '-D1')`, null])} \\gset
${withValues(record, [...told, ...born])};
commit;
`;
}

/**
 * A statement with its values in it. A colon before a letter would be a variable of pgbench; casts it knows.
 * @param {Statement} statement
 * @param {readonly (string | null)[]} given SQL instead of a value
 */
function withValues({ text, values }, given) {
  return text
    .replaceAll(/--.*$/gm, '')
    .replaceAll(/\$(\d+)/g, (_, place) => given[Number(place) - 1] ?? literal(values[Number(place) - 1]));
}

/** @param {unknown} value */
function literal(value) {
  if (value === null || value === undefined) return 'null';
  const text =
    typeof value === 'string' ? value : Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : JSON.stringify(value);
  return `'${text.replaceAll("'", "''").replaceAll(/:(?=[A-Za-z_])/g, ': ')}'`;
}

/**
 * Every decision was announced once: with an event of the decision, of the application and of the project.
 * @param {import('pg').Client} admin
 * @param {number} expected
 */
async function requireAnnounced(admin, expected) {
  const { rows } = await admin.query(
    `select count(*)::integer as decisions, sum(told.events)::integer as events, max(told.events)::integer as most
       from decision join (
         select decision_id, count(*) as events from registry_event
          where command in ('announce', 'honour', 'award') group by decision_id
       ) told on told.decision_id = decision.id
      where decision.status = 'announced' and decision.reference ~ '^B-(OURS|LIMIT)-'`,
  );
  const [{ decisions, events, most }] = /** @type {[{ decisions: number, events: number, most: number }]} */ (rows);
  if (decisions !== expected || events !== expected * 3 || most !== 3) {
    throw new Error(
      `${expected} announcements left ${decisions} decisions and ${events} events, at most ${most} of one`,
    );
  }
}
