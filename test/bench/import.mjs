import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild } from './child.mjs';
import { alternate } from './rounds.mjs';
import { clientVersion, runClient } from './tools.mjs';

const ROWS = 25_163;
const MINISTRIES = 11;
const SCHEMES = 654;
const RECIPIENTS = 12_156;
const EQUAL_EVERY = 5;

/**
 * A file of payments, beside psql that copies it to a temporary table and fills each of the registry's tables from that
 * with one statement, without checking anything: into copies of the tables with their indexes, but no triggers.
 * @param {import('./ground.mjs').Ground} ground
 * @param {number} rounds
 */
export async function benchImport({ admin, urls, dataDir }, rounds) {
  const hasPsql = (await clientVersion('psql')) !== null;
  const child = await startChild('import-child.mjs', { appUrl: urls.app });
  await admin.query(`create schema bench; ${tables.map(copyOfTable).join(';')}`);
  const fileOf = async (/** @type {string} */ name) => {
    const file = join(dataDir, `${name}.csv`);
    await writeFile(file, payments(name));
    return file;
  };
  /** @typedef {{ milliseconds: number, good: number, megabytes: number }} Imported */
  const last = { megabytes: 0 };
  const imported = async (/** @type {number} */ round) => {
    const file = await fileOf(`ours ${round}`);
    await admin.query('checkpoint');
    const { milliseconds, good, megabytes } = /** @type {Imported} */ (await child.ask({ file }));
    if (good !== ROWS) throw new Error(`${good} rows of ${ROWS} were good`);
    last.megabytes = Math.max(last.megabytes, megabytes);
    return milliseconds;
  };
  const script = join(dataDir, 'import.sql');
  const psql = async (/** @type {number} */ round) => {
    await writeFile(script, scriptOf(await fileOf(`limit ${round}`)));
    await admin.query('checkpoint');
    const began = performance.now();
    await runClient('psql', urls.admin, ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', script]);
    return performance.now() - began;
  };
  try {
    await imported(-1);
    const what = { name: 'import', unit: 'ms', moreIsBetter: false, mark: 0.5 };
    const measured = await alternate(what, rounds, { ours: imported, limit: hasPsql ? psql : null });
    return { ...measured, notes: [`${ROWS} rows`, `at most ${Math.ceil(last.megabytes)} MB of memory`] };
  } finally {
    await child.stop();
  }
}

/** What an import writes: a row of history with each record, and an event and a period with each subject. */
const tables = [
  'funder',
  'funder_history',
  'organisation',
  'organisation_history',
  'call',
  'call_history',
  'legacy_award',
  'realisation',
  'registry_event',
  'status_period',
  'provenance',
];
const copyOfTable = (/** @type {string} */ table) => `create table bench.${table} (like public.${table} including all)`;

/**
 * Invented payments in the shape of the ministries' file: as many rows, schemes and recipients, and every fifth row equal
 * to the one before it.
 * @param {string} name makes the recipients and schemes of each file others
 */
function payments(name) {
  const lines = Array.from({ length: ROWS }, (_, index) => {
    const row = index % EQUAL_EVERY === 0 && index > 0 ? index - 1 : index;
    const scheme = (row * 7) % SCHEMES;
    const amount = row % EQUAL_EVERY === 1 ? `${1000 + row}.5` : String(1000 + row);
    return [
      `Voorbeeldministerie ${scheme % MINISTRIES} van Verzonnen Zaken`,
      `Verzonnen regeling ${scheme} (${name})`,
      `Stichting Verzonnen Ontvanger ${(row * 13) % RECIPIENTS} te Voorbeeld (${name})`,
      `${scheme % 9}.${scheme % 4}`,
      amount,
      '2015',
    ].join(',');
  });
  return `Overheid,Regeling,Ontvanger,Beleid,Realisatie,Jaar\n${lines.join('\n')}\n`;
}

/** @param {string} file */
function scriptOf(file) {
  const stamps = `'00000000-0000-0000-0000-000000000001', now(), now(), pg_current_xact_id(), 1`;
  const events = `select 'call' as machine, id, 'archived' as status from new_call union all select 'legacy_award', id, 'imported' from new_award`;
  return `begin;
create temp table payment (line integer generated always as identity, ministry text, scheme text, recipient text, article text, amount numeric, year integer) on commit drop;
\\copy payment (ministry, scheme, recipient, article, amount, year) from '${file}' with (format csv, header)
analyze payment;
create temp table new_funder on commit drop as select gen_random_uuid() as id, ministry from (select distinct ministry from payment) as given;
create temp table new_organisation on commit drop as select gen_random_uuid() as id, recipient from (select distinct recipient from payment) as given;
create temp table new_call on commit drop as select gen_random_uuid() as id, funder.id as funder_id, scheme
  from (select distinct ministry, scheme from payment) as given join new_funder funder using (ministry);
create temp table new_award on commit drop as select gen_random_uuid() as id, funder_id, call.id as call_id, organisation.id as organisation_id, scheme, recipient
  from (select distinct scheme, recipient from payment) as given join new_call call using (scheme) join new_organisation organisation using (recipient);
analyze new_award;
insert into bench.funder (id, code, name, kind) select id, 'M' || upper(replace(id::text, '-', '')), ministry, 'ministry' from new_funder;
insert into bench.organisation (id, name, kind) select id, recipient, 'unknown' from new_organisation;
insert into bench.call (id, funder_id, reference, title, status, event_seq, event_hash, event_at, status_since)
  select id, funder_id, id::text, scheme, 'archived', 1, sha256(convert_to(id::text, 'UTF8')), now(), now() from new_call;
insert into bench.legacy_award (id, funder_id, call_id, organisation_id, reference, scheme_text, recipient_text, status, event_seq, event_hash, event_at, status_since)
  select id, funder_id, call_id, organisation_id, id::text, scheme, recipient, 'imported', 1, sha256(convert_to(id::text, 'UTF8')), now(), now()
    from new_award;
insert into bench.realisation (id, legacy_award_id, import_run_id, year, amount, amount_text, amount_exact, policy_article, line, occurrence, identity)
  select gen_random_uuid(), award.id, award.id, year, round(amount, 2), amount::text, amount, article, line, 1,
         sha256(convert_to(concat_ws('|', scheme, recipient, amount, line), 'UTF8'))
    from payment join new_award award using (scheme, recipient);
insert into bench.registry_event (machine, machine_version, subject_id, seq, command, to_status, actor, role, basis, occurred_at, recorded_at, db_user, xact, epoch, content, hash)
  select machine, 1, id, 1, 'import', status, '00000000-0000-0000-0000-000000000001', 'administrator', 'none', now(), now(), session_user,
         pg_current_xact_id(), 1, repeat('c', 400), sha256(convert_to(id::text, 'UTF8')) from (${events}) as subject;
insert into bench.status_period (subject_id, seq, machine, status, occurred_from, xact, epoch)
  select id, 1, machine, status, now(), pg_current_xact_id(), 1 from (${events}) as subject;
insert into bench.funder_history (id, name, actor, occurred_at, recorded_at, xact, epoch) select id, ministry, ${stamps} from new_funder;
insert into bench.organisation_history (id, name, kind, actor, occurred_at, recorded_at, xact, epoch) select id, recipient, 'unknown', ${stamps} from new_organisation;
insert into bench.call_history (id, title, actor, occurred_at, recorded_at, xact, epoch) select id, scheme, ${stamps} from new_call;
insert into bench.provenance (subject_kind, subject_id, field, origin, source, checksum, line, recorded_at, epoch)
  select machine, id, '*', 'source', 'a file', repeat('0', 64), 1, now(), 1 from (${events} union all select 'organisation', id, '' from new_organisation) as subject;
insert into bench.provenance (subject_kind, subject_id, field, origin, source, checksum, line, recorded_at, epoch)
  select 'call', id, 'field ' || field, 'unknown', 'a file', repeat('0', 64), 1, now(), 1 from new_call, generate_series(1, 24) field;
commit;
`;
}
