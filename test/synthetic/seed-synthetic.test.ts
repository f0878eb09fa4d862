import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lifecycles, type Machine } from '@grants/domain';
import { Database, newId, verify } from '@grants/persistence';
import { provenanceOf, SeedSynthetic } from '@grants/registry';
import { Reporting } from '../exports/reporting.js';
import { TestRegistry, testRegistry } from '../support/registry.js';

const PROJECTS = 120;
const machines = ['call', 'application', 'decision', 'project'] as const satisfies Machine[];

const plainTables = (
  'funder organisation person account role_assignment programme programme_line call call_ceiling call_invitation application ' +
  'application_partner application_parent decision project project_leader project_recipient project_relation deadline'
).split(' ');

/** A registry of its own with the data of a seed. */
class Sown {
  private constructor(
    readonly registry: TestRegistry,
    readonly owner: Database,
  ) {}

  static async make(...seeds: number[]): Promise<Sown> {
    const registry = await testRegistry({ poolSize: 4 });
    const sown = new Sown(registry, new Database({ url: registry.database.ownerUrl, poolSize: 2 }));
    for (const seed of seeds) await sown.sow(seed);
    return sown;
  }

  sow(seed: number, { db = this.owner, projects = PROJECTS, now = this.registry.clock.now() } = {}) {
    const actor = { id: newId(), role: 'administrator', personId: null } as const;
    return new SeedSynthetic(db, this.registry.vault).execute({ projects, seed }, { actor, now });
  }

  /** Everything that a seed decides: without what recording and encryption add. */
  async rows(): Promise<Record<string, string[]>> {
    const plain = (table: string, ...left: string[]) =>
      `select to_jsonb(row) - array[${['created_at', 'event_at', 'event_hash', 'content_digest', 'step_xact', ...left].map((name) => `'${name}'`).join(', ')}]
         from ${table} row order by to_jsonb(row) ->> 'id', to_jsonb(row)::text`;
    const queries = {
      ...Object.fromEntries(plainTables.map((table) => [table, plain(table)])),
      application_draft: `select jsonb_build_array(application_id, owner_id, content) from application_draft order by application_id`,
      confidential_text: `select jsonb_build_array(id, subject_id, purpose) from confidential_text order by id`,
      event: `select to_jsonb(row) - array['actor', 'recorded_at', 'xact', 'hash', 'content']
                || jsonb_build_object('content', content::jsonb - array['recorded', 'reasonHash', 'digest'], 'actor', actor)
           from registry_event row order by subject_id, seq`,
      provenance: `select jsonb_build_array(subject_kind, subject_id, field, origin, note) from provenance order by subject_kind, subject_id`,
      status_period: `select jsonb_build_array(subject_id, seq, part, machine, status, occurred_from, occurred_to) from status_period order by subject_id, seq, part`,
    };
    const found: Record<string, string[]> = {};
    for (const [name, query] of Object.entries(queries)) {
      const told = await this.registry.adminSql<{ row: string }>(`select row::text from (${query}) as told (row)`);
      found[name] = told.map(({ row }) => row);
    }
    return found;
  }

  async close(): Promise<void> {
    await this.owner.close();
    await this.registry.close();
  }
}

describe('synthetic data', () => {
  let sown: Sown;
  let rows: Record<string, string[]>;
  beforeAll(async () => {
    sown = await Sown.make(7);
    rows = await sown.rows();
  });
  afterAll(() => sown.close());

  it('are of the size that is asked for', () => {
    expect(rows['project']).toHaveLength(PROJECTS);
    expect(rows['application']).toHaveLength(PROJECTS * 4);
    expect(rows['project_relation']?.length).toBeGreaterThan(0);
    expect(rows['deadline']?.length).toBeGreaterThan(PROJECTS * 4);
  });

  it('say of each record that it is invented, by which seed, and reports say so', async () => {
    const kinds = ['funder', 'organisation', 'person', 'programme', 'programme_line', ...machines];
    for (const kind of kinds) {
      const [said] = await sown.registry.adminSql(
        `select count(*)::integer as records, count(distinct subject_id)::integer as said, min(origin) as origin, max(note) as note
           from ${kind} left join provenance on subject_id = ${kind}.id and subject_kind = '${kind}' and field = '*'`,
      );
      const records = rows[kind]?.length;
      expect([kind, said]).toEqual([kind, { records, said: records, origin: 'invented', note: 'synthetic, seed 7' }]);
    }
    const [project] = await sown.registry.adminSql<{ reference: string }>(`select reference from project limit 1`);
    expect(await provenanceOf(sown.registry.db, 'project', project?.reference ?? '')).toMatchObject([
      { field: '*', origin: 'invented', note: 'synthetic, seed 7' },
    ]);
    const reports = new Reporting(sown.registry);
    await reports.seal();
    const shown = await reports.rows('projects', { asOf: '2026-06-30' });
    await reports.reader.close();
    expect(shown).toHaveLength(PROJECTS);
    expect(new Set(shown.map(({ provenance }) => provenance))).toEqual(new Set(['invented']));
    expect(String(shown[0]?.['provenanceFields'])).toContain('project invented');
  });

  it('are the same for the same seed in another database', async () => {
    const other = await Sown.make(7);
    const same = await other.rows();
    await other.close();

    for (const [table, expected] of Object.entries(rows)) expect([table, same[table]]).toEqual([table, expected]);
  });

  it('are others for another seed, which can stand beside it', async () => {
    const both = await Sown.make(8, 7);
    const all = await both.rows();
    await both.close();

    expect(all['project']).toHaveLength(PROJECTS * 2);
    for (const table of ['application', 'decision', 'project', 'event', 'confidential_text']) {
      const there = new Set(all[table]);
      expect(rows[table]?.every((row) => there.has(row))).toBe(true);
      expect(all[table]?.length).toBeGreaterThan((rows[table]?.length ?? 0) * 1.5);
    }
  });

  it('are refused for a seed that was sown, for the service, and for numbers that are none', async () => {
    await expect(sown.sow(7)).rejects.toMatchObject({ rules: ['synthetic_seed_exists'] });
    await expect(sown.sow(9, { db: sown.registry.db })).rejects.toMatchObject({ rules: ['bulk_not_allowed'] });
    await expect(sown.sow(9, { now: '2026-06-29T12:00:00Z' })).rejects.toMatchObject({
      rules: ['synthetic_data_in_future'],
    });
    await expect(sown.sow(9.5)).rejects.toThrow('The input is not valid');
    await expect(sown.sow(9, { projects: 0 })).rejects.toThrow('The input is not valid');
  });

  it('leave a chain, periods, ceilings and sums in which nothing is wrong', async () => {
    const { findings } = await verify(sown.owner, { log: () => undefined });

    expect(findings).toEqual([]);
  });

  it.each(machines)('have a %s in every state', async (machine) => {
    const states = await sown.registry.adminSql<{ status: string }>(`select distinct status from ${machine}`);

    expect(new Set(states.map(({ status }) => status))).toEqual(new Set(Object.keys(lifecycles[machine].states)));
  });

  it('move on strictly in time, between 2014 and the middle of 2026', async () => {
    const [times] = await sown.registry.adminSql(
      `select min(occurred_at) >= '2014-06-01' as begin, max(occurred_at) < '2026-07-01' as end,
              bool_and(occurred_at > before) as increasing
         from (select occurred_at, lag(occurred_at) over (partition by subject_id order by seq) as before from registry_event) told`,
    );

    expect(times).toEqual({ begin: true, end: true, increasing: true });
  });

  it('were decided by two people, within the ceilings', async () => {
    const [found] = await sown.registry.adminSql(
      `select (select count(*)::integer from decision where signed_by = prepared_by) as one_pair_of_eyes,
              (select count(*)::integer from call_ceiling where committed > ceiling) as above_ceiling,
              (select count(*)::integer from application join call on call.id = call_id where requested > max_amount) as above_maximum,
              (select bool_and(committed > 0) from call_ceiling join application on application.call_id = call_ceiling.call_id and application.status = 'honoured') as taken`,
    );

    expect(found).toEqual({ one_pair_of_eyes: 0, above_ceiling: 0, above_maximum: 0, taken: true });
  });

  describe('as the use cases find them', () => {
    const one = async (machine: Machine, status: string, where = 'true') => {
      const [row] = await sown.registry.adminSql<{ reference: string; version: number }>(
        `select reference, version from ${machine} where status = '${status}' and ${where} order by reference desc limit 1`,
      );
      if (!row) throw new Error(`There is no ${machine} that is ${status}`);
      return { ...row, request: null };
    };

    it('can be signed and announced', async () => {
      const { registry } = sown.registry;
      const prepared = await one('decision', 'prepared');
      await registry.moveDecision.execute({ ...prepared, command: 'sign' }, sown.registry.as(sown.registry.authority));
      const signed = await one('decision', 'signed', `kind = 'honour'`);
      const told = await registry.announceDecision.execute(signed, sown.registry.as(sown.registry.officer));

      expect(told).toMatchObject({ applicationStatus: 'honoured', projectReference: expect.any(String) });
    });

    it.each([
      [
        'awaiting_start',
        { command: 'confirm_start', startedOn: '2026-06-30', lateStartReason: 'an invented reason' },
        'started',
      ],
      ['started', { command: 'suspend' }, 'suspended'],
      ['suspended', { command: 'resume' }, 'started'],
      ['ended', { command: 'complete', finalReportApprovedOn: '2026-06-30' }, 'completed'],
    ] as const)('can be moved on from %s', async (status, said, to) => {
      const { registry } = sown.registry;
      const project = await one('project', status, 'number is not null'); // the data's own, not those awarded just now
      const step = { ...project, ...said, reason: 'an invented reason' };

      expect(await registry.moveProject.execute(step, sown.registry.as(sown.registry.officer))).toMatchObject({
        status: to,
      });
    });

    it('take new applications on the call that is open, under the next number', async () => {
      const call = await one('call', 'open');
      const { registry, officer } = sown.registry;
      const created = await registry.registerApplication.execute(
        { call: call.reference, content: await sown.registry.content(), request: null },
        sown.registry.as(officer),
      );

      expect(created).toMatchObject({ reference: `${call.reference}-0007`, status: 'submitted' });
    });
  });

  it('still have nothing wrong after that', async () => {
    const { findings } = await verify(sown.owner, { log: () => undefined });

    expect(findings).toEqual([]);
  });
});
