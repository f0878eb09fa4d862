import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lifecycles } from '@grants/domain';
import { checks, verify, type Finding } from '@grants/persistence';
import { everyState } from '../support/every-state.js';
import {
  testRegistry,
  type Subject,
  type TestDecision,
  type TestProject,
  type TestRegistry,
} from '../support/registry.js';

describe('verify', () => {
  let on: TestRegistry;
  /** Suspended, resumed and suspended again, late and out of order: six events. */
  let rewritten: TestProject;
  /** Awarded, started, suspended: three events in order. */
  let project: TestProject;
  let rejection: TestDecision;
  beforeAll(async () => {
    on = await testRegistry();
    ({ rewritten } = await everyState(on));
    project = await on.aProject({ status: 'suspended' });
    rejection = await on.aDecision({ kind: 'reject', status: 'announced' });
  });
  afterAll(() => on.close());

  it('finds nothing in a registry that nobody went round, and says what it looked at', async () => {
    const { checked, heads, findings, complete } = await verify(on.owner);
    expect(Object.values(heads).reduce((sum, { count }) => sum + count, 0)).toBe(checked['subjects']);

    expect(findings).toEqual([]);
    expect(complete).toBe(true);
    const events = await on.ownerSql(`select from registry_event`);
    expect(checked).toMatchObject({ registry_event: events.length });
    expect(checked['subjects']).toBeGreaterThan(50);
  });

  it('finds nothing where a key of texts was destroyed: the ciphertext is still what it was', async () => {
    const erased = await on.aProject({ status: 'suspended' });
    await on.appSql(
      `update text_key set wrapped = null, destroyed_at = registry_now() where subject_id = $1`,
      erased.id,
    );

    expect((await verify(on.owner)).findings).toEqual([]);
  });

  /** What verify finds while rows are altered past every trigger; puts them back afterwards. */
  async function foundWhile(table: string, rows: string, change: string): Promise<Finding[]> {
    await on.unguardedSql(`create table saved as select * from ${table} where ${rows}`);
    try {
      await on.unguardedSql(change);
      return [...(await verify(on.owner)).findings];
    } finally {
      await on.unguardedSql(
        `delete from ${table} where ${rows}; insert into ${table} select * from saved; drop table saved`,
      );
    }
  }
  const about = ({ machine, id, reference }: Subject, seq: number | null, check: string) =>
    expect.objectContaining({ machine, subject: id, reference, seq, check });
  const event = (seq: number) => `subject_id = '${project.id}' and seq = ${seq}`;
  const foundInEvents = (change: (where: string) => string, seq = 2) =>
    foundWhile('registry_event', event(seq), change(event(seq)));

  describe('names, when a superuser switched the triggers off,', () => {
    it('the event in whose text one byte was changed', async () => {
      const findings = await foundInEvents(
        (where) => `update registry_event set content = overlay(content placing 'X' from 20 for 1) where ${where}`,
      );

      expect(findings).toEqual([about(project, 2, 'event_content'), about(project, 2, 'event_hash')]);
    });

    it('the event whose text is no longer JSON', async () => {
      const findings = await foundInEvents((where) => `update registry_event set content = '{' where ${where}`, 3);

      expect(findings).toContainEqual(about(project, 3, 'event_content'));
      expect(findings).toContainEqual(about(project, 3, 'reason_text'));
    });

    it.each([
      ['actor', `gen_random_uuid()`],
      ['command', `'resume'`],
      ['to_status', `'ended'`],
      ['role', `'applicant'`],
      ['basis', `'Awb 1:1'`],
      ['occurred_at', `occurred_at - interval '1 microsecond'`],
      ['machine_version', `1`],
      ['decision_id', `gen_random_uuid()`],
    ])('the event whose column %s was changed', async (column, value) => {
      const findings = await foundInEvents((where) => `update registry_event set ${column} = ${value} where ${where}`);

      expect(findings).toContainEqual(about(project, 2, 'event_content'));
    });

    it('an event that says the same in its text and its columns, but not what was chained', async () => {
      const findings = await foundInEvents(
        (where) =>
          `update registry_event set role = 'system', content = replace(content, 'programme_officer', 'system') where ${where}`,
      );

      expect(findings).toEqual([about(project, 2, 'event_hash'), about(project, 2, 'event_move')]);
    });

    it('an event with a hash of its own, at the next one too', async () => {
      const findings = await foundInEvents((where) => `update registry_event set hash = sha256(hash) where ${where}`);

      expect(findings).toEqual([about(project, 2, 'event_hash'), about(project, 3, 'event_hash')]);
    });

    it('an event that was deleted, at the next one', async () => {
      const findings = await foundInEvents((where) => `delete from registry_event where ${where}`);

      expect(findings).toContainEqual(about(project, 3, 'event_seq'));
      expect(findings).toContainEqual(about(project, 3, 'event_hash'));
      expect(findings).toContainEqual(about(project, 3, 'event_from'));
      expect(findings).toContainEqual(about(project, 2, 'period'));
    });

    it('the last event, that was deleted, by the head of its record', async () => {
      const findings = await foundInEvents((where) => `delete from registry_event where ${where}`, 3);

      expect(findings).toContainEqual(about(project, 2, 'head'));
    });

    it('an event that was recorded before the one before it', async () => {
      const findings = await foundInEvents(
        (where) => `update registry_event set recorded_at = recorded_at - interval '1 hour' where ${where}`,
        3,
      );

      expect(findings).toContainEqual(about(project, 3, 'event_time'));
    });

    it('an event in the default partition', async () => {
      const findings = await foundInEvents(
        (where) => `update registry_event set recorded_at = '2999-01-01' where ${where}`,
        3,
      );

      expect(findings).toContainEqual(about(project, 3, 'event_partition'));
    });

    it.each([
      ['status', `'terminated'`],
      ['event_seq', `9`],
      ['event_hash', `sha256(event_hash)`],
      ['event_at', `event_at + interval '1 microsecond'`],
      ['status_since', `status_since - interval '1 microsecond'`],
    ])('the record whose head has another %s', async (column, value) => {
      const where = `id = '${project.id}'`;
      const findings = await foundWhile('project', where, `update project set ${column} = ${value} where ${where}`);

      expect(findings).toEqual([about(project, 3, 'head')]);
    });

    it('the record that has gone', async () => {
      const where = `id = '${project.id}'`;
      const findings = await foundWhile('project', where, `delete from project where ${where}`);

      expect(findings).toContainEqual({
        check: 'head',
        machine: 'project',
        subject: project.id,
        reference: null,
        seq: 3,
        detail: `${checks.head}: the record is not there`,
      });
      expect(findings).toContainEqual(about(project.application, null, 'award'));
    });

    it.each([
      ['granted', `granted - 0.01`],
      ['kind', `'partial_honour'`],
      ['activities', `'Something else'`],
      ['ends_on', `ends_on + 1`],
    ])('the decision whose %s was changed', async (column, value) => {
      const where = `id = '${project.decision.id}'`;
      const findings = await foundWhile('decision', where, `update decision set ${column} = ${value} where ${where}`);

      expect(findings).toContainEqual(about(project.decision, 1, 'decision_digest'));
    });

    it.each([
      ['prepared_by', `gen_random_uuid()`],
      ['signed_by', `gen_random_uuid()`],
      ['signed_on', `signed_on - 1`],
      ['announced_on', `announced_on + 1`],
    ])('the decision whose %s was changed', async (column, value) => {
      const where = `id = '${project.decision.id}'`;
      const findings = await foundWhile('decision', where, `update decision set ${column} = ${value} where ${where}`);

      expect(findings).toEqual([about(project.decision, 3, 'decision_facts')]);
    });

    it('the decision whose grounds were put in other words', async () => {
      const where = `id = (select reason_text_id from decision where id = '${rejection.id}')`;
      const findings = await foundWhile(
        'confidential_text',
        where,
        `update confidential_text set ciphertext = set_byte(ciphertext, 40, 255 - get_byte(ciphertext, 40)) where ${where}`,
      );

      expect(findings).toEqual([about(rejection, 1, 'decision_digest')]);
    });

    it.each([
      ['was changed', `update confidential_text set ciphertext = ciphertext || '\\x00'`],
      ['has gone', `delete from confidential_text`],
    ])('the event whose reason %s', async (_, change) => {
      const where = `id = (select reason_id from registry_event where ${event(3)})`;
      const findings = await foundWhile('confidential_text', where, `${change} where ${where}`);

      expect(findings).toEqual([about(project, 3, 'reason_text')]);
    });

    it.each([
      ['status', `'ended'`],
      ['occurred_from', `occurred_from - interval '1 day'`],
      ['occurred_to', `occurred_to + interval '1 microsecond'`],
      ['xact', `'1'`],
      ['ended_xact', `'1'`],
      ['ended_xact', `null`],
      ['superseded_xact', `'1'`],
      ['epoch', `0`],
    ])('the period whose %s was changed to %s', async (column, value) => {
      const where = `subject_id = '${project.id}' and seq = 2`;
      const change = `update status_period set ${column} = ${value} where ${where}`;

      expect(await foundWhile('status_period', where, change)).toContainEqual(about(project, 2, 'period'));
    });

    it.each([
      ['status', `'ended'`],
      ['occurred_from', `occurred_from + interval '1 microsecond'`],
      ['occurred_to', `occurred_to + interval '1 microsecond'`],
      ['xact', `'1'`],
      ['ended_xact', `'1'`],
      ['superseded_xact', `case when superseded_xact is null then '1'::xid8 end`],
      ['superseded_epoch', `0`],
    ])('the rewritten period whose %s was changed', async (column, value) => {
      const rows = `subject_id = '${rewritten.id}' and superseded_xact is not null`;
      const parts = await on.ownerSql<{ seq: number; part: number }>(
        `select seq, part from status_period where ${rows} and ${column} is distinct from ${value} order by seq, part`,
      );
      expect(parts.length).toBeGreaterThan(0);
      for (const { seq, part } of parts) {
        const where = `subject_id = '${rewritten.id}' and seq = ${seq} and part = ${part}`;
        const change = `update status_period set ${column} = ${value} where ${where}`;

        expect(await foundWhile('status_period', where, change)).toContainEqual(about(rewritten, seq, 'period'));
      }
    });

    it('the period that was added or has gone', async () => {
      const where = `subject_id = '${project.id}' and seq = 2`;
      const added = `insert into status_period (subject_id, seq, part, machine, status, occurred_from, xact, epoch)
        select subject_id, seq, 1, machine, 'ended', occurred_from, xact, epoch from status_period where ${where}`;

      expect(await foundWhile('status_period', where, `delete from status_period where ${where}`)).toContainEqual(
        about(project, 2, 'period'),
      );
      expect(await foundWhile('status_period', where, added)).toContainEqual(about(project, 2, 'period'));
    });

    it('the call from whose ceiling another amount was taken', async () => {
      const { call } = project.application;
      const where = `call_id = '${call.id}'`;
      const less = `update call_ceiling set committed = committed - 0.01 where ${where}`;
      const higher = `update call_ceiling set ceiling = ceiling + 1 where ${where}`;

      expect(await foundWhile('call_ceiling', where, less)).toEqual([about(call, null, 'ceiling')]);
      expect(await foundWhile('call_ceiling', where, higher)).toEqual([about(call, null, 'ceiling')]);
      expect(await foundWhile('call_ceiling', where, `delete from call_ceiling where ${where}`)).toEqual([
        about(call, null, 'ceiling'),
      ]);
    });

    it('the project with another amount than its decision, and another than its history', async () => {
      const where = `id = '${project.id}'`;
      const change = `update project set granted = granted + 1 where ${where}`;

      expect(await foundWhile('project', where, change)).toEqual([
        about(project.application, null, 'award'),
        about(project, null, 'history'),
      ]);
    });

    it('the move that was added to what the database allows, or widened', async () => {
      const { version } = lifecycles.project;
      const where = `machine = 'project' and command = 'end' and machine_version = ${version}`;
      const widened = `update lifecycle_transition set roles = roles || array['applicant'] where ${where}`;
      const added = `insert into lifecycle_transition select 'project', ${version}, command, 'ended', 'started', roles, late_roles,
        decision_kinds, reason_required, bulk_only, basis from lifecycle_transition where ${where}`;
      const expected = { check: 'transition', machine: 'project' };

      expect(await foundWhile('lifecycle_transition', where, widened)).toMatchObject([expected]);
      expect(await foundWhile('lifecycle_transition', where, added)).toMatchObject([expected]);
    });
  });

  it('names the guard that is switched off', async () => {
    await on.ownerSql(`alter table registry_event disable trigger refuse_change`);
    const { findings } = await verify(on.owner);
    await on.ownerSql(`alter table registry_event enable trigger refuse_change`);

    expect(findings).toContainEqual(
      expect.objectContaining({
        check: 'trigger',
        detail: `${checks.trigger}: refuse_change on registry_event`,
      }),
    );
  });

  it('says so when there is more than it names', async () => {
    await on.unguardedSql(
      `create table saved as select * from call_ceiling; update call_ceiling set committed = committed + 1`,
    );
    const { findings, complete } = await verify(on.owner, { limit: 3 });
    await on.unguardedSql(
      `update call_ceiling set committed = saved.committed from saved where saved.call_id = call_ceiling.call_id; drop table saved`,
    );

    expect(findings).toHaveLength(3);
    expect(complete).toBe(false);
  });

  it('refuses to be run by a role that does not see every row', async () => {
    await expect(verify(on.db)).rejects.toThrow('Only registry_owner can verify');
  });

  it('has left everything as it was', async () => {
    expect((await verify(on.owner)).findings).toEqual([]);
  });
});
