import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endOf, lifecycles, STAYS } from '@grants/domain';
import type { Database } from '@grants/persistence';
import type { DatabaseError } from 'pg';
import { everyState } from '../support/every-state.js';
import { testRegistry, type TestProject, type TestRegistry } from '../support/registry.js';

const NOT_PERMITTED = '42501';

describe('the role that serves', () => {
  let on: TestRegistry;
  let project: TestProject;
  /** Tables of facts, with every partition of the events. */
  let facts: string[];
  beforeAll(async () => {
    on = await testRegistry();
    ({ rewritten: project } = await everyState(on));
    const partitions = await on.ownerSql<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'registry_event'::regclass`,
    );
    const histories = await on.ownerSql<{ name: string }>(
      `select relname as name from pg_class where relname like '%\\_history' and relkind = 'r' order by relname`,
    );
    facts = [
      'registry_event',
      'status_period',
      'seal',
      'lifecycle_transition',
      'registry_epoch',
      'clock_shift',
      'legacy_award',
      ...[...partitions, ...histories].map(({ name }) => name),
    ];
  });
  afterAll(() => on.close());

  /** What the database answers, rolled back whatever it is. */
  async function answer(db: Database, ...sql: string[]): Promise<string> {
    const client = await db.pool.connect();
    try {
      await client.query('begin');
      for (const each of sql) await client.query(each);
      return 'done';
    } catch (error) {
      const { code, constraint } = error as DatabaseError;
      return constraint ?? code ?? String(error);
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
  const asApp = (...sql: string[]) => answer(on.db, ...sql);

  it('cannot insert, change, delete or truncate a fact, nor in any partition', async () => {
    expect(facts.length).toBeGreaterThan(30);
    const done: string[] = [];
    for (const table of facts) {
      const [column] = await on.ownerSql<{ name: string }>(
        `select attname as name from pg_attribute where attrelid = $1::regclass and attnum = 1`,
        table,
      );
      for (const sql of [
        `insert into ${table} select * from ${table} limit 1`,
        `update ${table} set ${column?.name ?? ''} = ${column?.name ?? ''}`,
        `delete from ${table}`,
        `truncate ${table}`,
        `copy ${table} from stdin`,
        `alter table ${table} disable trigger all`,
        `drop table ${table}`,
      ]) {
        const answered = await asApp(sql);
        if (answered !== NOT_PERMITTED) done.push(`${sql}: ${answered}`);
      }
    }

    expect(done).toEqual([]);
  });

  it('cannot delete or truncate a record with a lifecycle', async () => {
    for (const table of ['call', 'application', 'decision', 'project', 'legacy_award', 'realisation', 'call_ceiling']) {
      expect([table, await asApp(`delete from ${table}`)]).toEqual([table, NOT_PERMITTED]);
      expect([table, await asApp(`truncate ${table} cascade`)]).toEqual([table, NOT_PERMITTED]);
    }
  });

  it('cannot write the head of a chain, with a move or without', async () => {
    for (const column of ['event_seq', 'event_hash', 'event_at', 'status_since']) {
      expect(await asApp(`update project set ${column} = ${column}`)).toBe(NOT_PERMITTED);
      expect(await asApp(`update project set ${column} = null, status = 'ended', version = version + 1`)).toBe(
        NOT_PERMITTED,
      );
      expect(await asApp(`insert into project (id, ${column}) values (gen_random_uuid(), null)`)).toBe(NOT_PERMITTED);
    }
    expect(await asApp(`update decision set content_digest = null`)).toBe(NOT_PERMITTED);
  });

  it('cannot take from a ceiling by itself', async () => {
    expect(await asApp(`update call_ceiling set committed = 0`)).toBe('append_only');
    expect(await asApp(`update call_ceiling set ceiling = 0`)).toBe(NOT_PERMITTED);
    expect(await asApp(`insert into call_ceiling (call_id) select id from call`)).toBe(NOT_PERMITTED);
  });

  it('cannot add to what was said and given, but only add', async () => {
    for (const table of ['confidential_text', 'provenance', 'report_run', 'import_error']) {
      expect([
        table,
        await asApp(`update ${table} set ${table === 'confidential_text' ? 'purpose' : 'ctid'} = null`),
      ]).toEqual([table, expect.stringMatching(/42501|0A000/)]);
      expect([table, await asApp(`delete from ${table}`)]).toEqual([table, NOT_PERMITTED]);
    }
  });

  it.each([['registry_owner'], ['registry_importer'], ['registry_reader'], ['postgres']])(
    'cannot become %s',
    async (role) => {
      expect(await asApp(`set role ${role}`)).toBe(NOT_PERMITTED);
      expect(await asApp(`set session authorization ${role}`)).toBe(NOT_PERMITTED);
      expect(await asApp(`grant ${role} to registry_app`)).toBe(NOT_PERMITTED);
    },
  );

  it.each([
    [`set session_replication_role = replica`],
    [`select set_config('session_replication_role', 'replica', true)`],
    [`alter table project disable trigger b_guard_move`],
    [`drop trigger b_guard_move on project`],
    [`alter function guard_move() owner to registry_app`],
    [`create or replace function registry_now() returns timestamptz language sql return '2000-01-01'::timestamptz`],
    [`create or replace function guard_move() returns trigger language plpgsql as 'begin return new; end'`],
    [`create temp table registry_event (like public.registry_event)`],
    [`create table public.shadow ()`],
    [`create schema shadow`],
    [`create function public.shadow() returns integer language sql return 1`],
    ['alter database postgres set search_path = pg_temp'],
    [`alter role registry_app set session_replication_role = replica`],
    [`select guard_move()`],
    [`select supersede_periods(gen_random_uuid(), now())`],
    [`select make_event_years(2100, 2101)`],
    [`select begin_epoch_if_moved()`],
    [`select keep_history('project', array['title'])`],
    [`select pg_read_file('/etc/hostname')`],
    [`copy project to program 'true'`],
    [`do language plpythonu 'pass'`],
  ])('cannot: %s', async (sql) => {
    expect(await asApp(sql)).toMatch(/^(42501|42704)$/);
  });

  it('is judged by the tables of public, whatever its search path', async () => {
    const move = `update public.project set status = 'ended', version = version + 1 where id = '${project.id}'`;

    expect(await asApp(`set local search_path = pg_temp, pg_catalog`, move)).toBe('step_required');
  });

  it('cannot load anything but imports past the guards', async () => {
    for (const { machine, version, transitions } of Object.values(lifecycles)) {
      for (const row of transitions) {
        const { command } = row;
        const to = endOf(row, row.from[0]);
        const step = `insert into staging.step (machine, machine_version, subject_id, seq, command, to_status, occurred_at, actor, role)
          values ('${machine}', ${version}, gen_random_uuid(), 1, '${command}', '${to}', now(), gen_random_uuid(), 'programme_officer')`;
        // What stays where it is comes by the function that voids an import alone.
        const isForBulk = 'bulkOnly' in row && row.to !== STAYS;

        expect([command, await asApp(step)]).toEqual([command, isForBulk ? 'done' : 'bulk_not_allowed']);
        expect(await answer(on.owner, step)).toBe('done');
      }
    }
  });

  describe('as do the other roles:', () => {
    it('the reader writes nothing', async () => {
      const tables = await on.ownerSql<{ name: string }>(
        `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
      );
      for (const { name } of tables) {
        expect([name, await answer(on.reader, `delete from ${name}`)]).toEqual([name, NOT_PERMITTED]);
        expect([name, await answer(on.reader, `insert into ${name} select * from ${name}`)]).toEqual([
          name,
          NOT_PERMITTED,
        ]);
      }
      for (const call of [
        `bulk_load()`,
        `void_import(gen_random_uuid(), gen_random_uuid(), 'administrator', gen_random_uuid())`,
        `take_seal()`,
        `step_refused('code', 'message')`,
        `sees('text')`,
      ]) {
        expect([call, await answer(on.reader, `select ${call}`)]).toEqual([call, NOT_PERMITTED]);
      }
    });

    it('the reader sees no contact data, drafts, texts or keys', async () => {
      for (const table of ['person_contact', 'application_draft', 'confidential_text', 'text_key', 'idempotency_key']) {
        expect([table, await answer(on.reader, `select * from ${table}`)]).toEqual([table, NOT_PERMITTED]);
      }
    });

    it('the owner does not change what was recorded, unless it takes the guards away', async () => {
      const changed = ['registry_epoch', 'clock_shift', 'status_period', 'legacy_award'];
      const appendOnly = facts.filter((table) => !changed.includes(table));
      for (const table of appendOnly) {
        const [filled] = await on.ownerSql(`select from ${table} limit 1`);
        if (filled) {
          expect([table, await answer(on.owner, `delete from ${table}`)]).toEqual([table, 'append_only']);
          const [column] = await on.ownerSql<{ name: string }>(
            `select attname as name from pg_attribute where attrelid = $1::regclass and attnum = 1`,
            table,
          );
          const name = column?.name ?? '';
          expect([table, await answer(on.owner, `update ${table} set ${name} = ${name}`)]).toEqual([
            table,
            'append_only',
          ]);
        }
        expect([table, await answer(on.owner, `truncate ${table}`)]).toEqual([table, 'append_only']);
      }
      expect(await answer(on.owner, `truncate confidential_text cascade`)).toBe('append_only');
      expect(await answer(on.owner, `delete from status_period`)).toBe('append_only');
      expect(await answer(on.owner, `truncate status_period`)).toBe('append_only');
      for (const table of ['call', 'application', 'decision', 'project', 'legacy_award']) {
        expect([table, await answer(on.owner, `delete from ${table} where false`)]).toEqual([table, 'append_only']);
        expect([table, await answer(on.owner, `truncate ${table} cascade`)]).toEqual([table, 'append_only']);
        expect([table, await answer(on.owner, `update ${table} set event_seq = event_seq + 1`)]).toEqual([
          table,
          'head_forged',
        ]);
      }
    });
  });
});
