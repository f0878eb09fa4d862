import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyStatement, planRun, reports, type Report } from '@grants/exports';
import { newId, setStep } from '@grants/persistence';
import { withClient } from '../../libs/persistence/src/with-client.js';
import { testRegistry, type Named, type TestProject, type TestRegistry } from '../support/registry.js';
import { importPayments } from './payments.js';
import { Reporting, rowsOf, type Row, type Taken } from './reporting.js';

/** Stamps by which a fact is known, and the order of versions: what the two times are made of, not what is reported. */
const isStamp = (table: string, column: string) =>
  /(^|_)(xact|epoch)$|^(seq|snapshot|id)$/.test(column) ||
  (table === 'seal' && column === 'number') ||
  (table.endsWith('_history') && column === 'occurred_at');

/** Written by triggers that the owner's own hand would pass: only what the service may do to it counts. */
const writtenByTriggers = ['status_period'];

/** What a table's own guards, or its rights, say no with. */
const refusals = ['GR001', '42501'];

const allReads = [...new Set(reports.flatMap(({ columns }) => columns.flatMap(({ reads }) => reads)))].toSorted();

describe('every column that a report reads', () => {
  let t: TestRegistry;
  let reporting: Reporting;
  let elsewhere: Named;
  let earlier: ReadonlyMap<string, Taken>;
  /** Awarded, and waiting for its start. */
  let waiting: TestProject;

  beforeAll(async () => {
    t = await testRegistry();
    reporting = new Reporting(t);
    elsewhere = await t.anOrganisation('Invented elsewhere');
    const { application } = await aStartedProject();
    await t.anApplication({ call: application.call, status: 'rejected' });
    waiting = await t.aProject();
    await importPayments(t, [['Verzonnen regeling', 'Stichting A', '100.005', 2015]]);
    earlier = await take();
  });
  afterAll(() => reporting.close());

  /** On a call of its own, in a line of a programme. */
  const aStartedProject = async (): Promise<TestProject> => {
    const programme = await t.aProgramme();
    const line = { id: newId(), reference: `${programme.reference}-1` };
    await t.stepSql(
      `insert into programme_line (id, programme_id, reference, code, title) values ($1, $2, $3, '1', 'Invented line')`,
      line.id,
      programme.id,
      line.reference,
    );
    const call = await t.aCall({ programme, programmeLine: line });
    const project = await t.aProject({ status: 'started', application: await t.anApplication({ call }) });
    const fields = [{ field: 'title', origin: 'inferred' }] as const;
    await t.registry.noteProvenance.execute({ kind: 'project', reference: project.reference, fields }, t.as(t.officer));
    return project;
  };

  /** The reports that read a column, taken now. */
  const take = async (read?: string): Promise<ReadonlyMap<string, Taken>> => {
    const taken = new Map<string, Taken>();
    for (const { name, columns } of reports) {
      const isRead = read === undefined || columns.some(({ reads }) => reads.includes(read));
      if (isRead) taken.set(name, await reporting.take({ report: name, format: 'ndjson' }));
    }
    return taken;
  };

  /** An ordinary change by the service. */
  const update = (text: string, ...values: unknown[]) =>
    t.db.transaction(async (tx) => {
      await setStep(tx, { actor: t.officer, commands: {} });
      await tx.client.query(text, values);
    });
  type Change = (project: TestProject) => Promise<unknown>;
  const all =
    (table: string, set: string): Change =>
    () =>
      update(`update ${table} set ${set}`);
  const ofProject =
    (set: string): Change =>
    ({ id }) =>
      update(`update project set ${set} where id = $1`, id);
  const ofCall =
    (set: string): Change =>
    ({ application }) =>
      update(`update call set ${set} where id = $1`, application.call.id);
  const ofLink =
    (table: string, set: string): Change =>
    ({ id }) =>
      update(`update ${table} set ${set} where project_id = $1`, id);
  const toAnotherProject =
    (table: string): Change =>
    async ({ id }) => {
      const other = await t.aProject();
      await update(`update ${table} set valid_to = valid_from + 1 where project_id = $1`, other.id);
      await update(
        `update ${table} set valid_from = current_date + 9, project_id = $2 where project_id = $1`,
        id,
        other.id,
      );
    };
  const toElsewhere =
    (table: string): Change =>
    ({ id }) =>
      update(`update ${table} set organisation_id = $2 where project_id = $1`, id, elsewhere.id);

  /** How the service may change what is not frozen; columns that are not here must refuse every change. */
  const changes: Readonly<Record<string, Change>> = {
    'call.programme_id': async ({ application }) =>
      update(
        'update call set programme_line_id = null, programme_id = $2 where id = $1',
        application.call.id,
        (await t.aProgramme()).id,
      ),
    'call.programme_line_id': ofCall('programme_line_id = null'),
    'call.title': ofCall(`title = title || ' changed'`),
    'funder.name': all('funder', `name = name || ' changed'`),
    'organisation.name': all('organisation', `name = name || ' changed'`),
    'programme.title': all('programme', `title = title || ' changed'`),
    'programme_line.code': all('programme_line', `code = code || 'x'`),
    'programme_line.title': all('programme_line', `title = title || ' changed'`),
    'project.file_number': ofProject(`file_number = 'D-1'`),
    'project.number': ofProject(`number = '50-1', number_key = '501'`),
    'project.title': ofProject(`title = title || ' changed'`),
    'project_leader.organisation_id': toElsewhere('project_leader'),
    'project_leader.project_id': toAnotherProject('project_leader'),
    'project_leader.valid_from': ofLink('project_leader', 'valid_from = valid_from + 9'),
    'project_leader.valid_to': ofLink('project_leader', 'valid_from = valid_from - 9, valid_to = valid_from'),
    'project_recipient.organisation_id': toElsewhere('project_recipient'),
    'project_recipient.project_id': toAnotherProject('project_recipient'),
    'project_recipient.valid_from': ofLink('project_recipient', 'valid_from = valid_from + 9'),
    'project_recipient.valid_to': ofLink('project_recipient', 'valid_from = valid_from - 9, valid_to = valid_from'),
  };

  /** What comes later as a fact of its own; the fact that is there refuses to change. */
  const starts: Change = async () => {
    const { reference, version } = waiting;
    const start = { command: 'confirm_start', startedOn: t.today(), endsOn: '2039-12-31' } as const;
    await t.registry.moveProject.execute({ reference, version, ...start, request: null }, t.as(t.officer));
    waiting = await t.aProject();
  };
  const laterFacts: Readonly<Record<string, Change>> = {
    'project.ended_on': ({ reference, version }) =>
      t.registry.moveProject.execute(
        { reference, version, command: 'end', endedOn: t.today(), reason: 'an invented reason', request: null },
        t.as(t.officer),
      ),
    'project.ends_on': starts,
    'project.started_on': starts,
    'status_period.status': ({ reference, version }) =>
      t.registry.moveProject.execute(
        { reference, version, command: 'suspend', reason: 'an invented reason', request: null },
        t.as(t.officer),
      ),
    'provenance.origin': ({ reference }) =>
      t.registry.noteProvenance.execute(
        { kind: 'project', reference, fields: [{ field: 'title', origin: 'invented' }] },
        t.as(t.officer),
      ),
    'realisation.amount': () => importPayments(t, [['Verzonnen regeling', 'Stichting B', '7.00', 2015]]),
  };

  it.each(reports.map((report) => [report.name, report] as const))(
    'is named by the columns of %s that show it',
    async (name, { columns, query }: Report) => {
      const plan = await planRun(t.db, { report: name, format: 'csv' });
      const statement = copyStatement(plan);
      const select = /^copy \(([^]*)\) to stdout/.exec(statement)?.[1] ?? '';
      expect(query).toBeDefined();
      const used = await withClient(t.database.ownerUrl, async (owner) => {
        await owner.query(`create view report_probe as ${select}`);
        const { rows } = await owner.query<{ table: string; column: string }>(
          `select table_name as "table", column_name as "column" from information_schema.view_column_usage where view_name = 'report_probe'`,
        );
        await owner.query('drop view report_probe');
        return rows;
      });
      const read = used
        .filter(({ table, column }) => !isStamp(table, column))
        .map(({ table, column }) => `${table.replace(/_history$/, '')}.${column}`);

      expect([...new Set(columns.flatMap(({ reads }) => reads))].toSorted()).toEqual([...new Set(read)].toSorted());
    },
  );

  it('keeps the ways to change it up to date: none is left for what no report reads', () => {
    expect(allReads).toEqual(expect.arrayContaining([...Object.keys(changes), ...Object.keys(laterFacts)]));
  });

  describe.each(allReads)('%s', (read) => {
    const [table = '', column = ''] = read.split('.');
    const change = changes[read];
    const laterFact = laterFacts[read];

    if (!change) {
      it('refuses to be changed', async () => {
        const asWhom = writtenByTriggers.includes(table) ? (['appUrl'] as const) : (['appUrl', 'ownerUrl'] as const);
        for (const url of asWhom) {
          await expect(changeAnyhow(t.database[url], table, column)).resolves.toBe('refused');
        }
      });
    }
    const happens = change ?? laterFact;
    if (happens) {
      it('changes, and an earlier run gives the same bytes while a new one shows it', async () => {
        const project = await aStartedProject();
        const before = await take(read);
        await happens(project);
        const after = await take(read);

        for (const [name, run] of before) {
          expect((await reporting.again(run)).bytes).toEqual(run.bytes);
          const first = earlier.get(name);
          if (first) expect((await reporting.again(first)).bytes).toEqual(first.bytes);
        }
        expect(shownDifferently(read, before, after)).not.toEqual([]);
      });
    }
  });
});

/** Another value of the same type, in whatever row there is. */
const otherValue: Readonly<Record<string, (column: string) => string>> = {
  text: (column) => `${column} || 'x'`,
  uuid: () => 'gen_random_uuid()',
  integer: (column) => `${column} + 1`,
  numeric: (column) => `${column} + 1`,
  date: (column) => `coalesce(${column}, current_date) + 1`,
  'timestamp with time zone': (column) => `coalesce(${column}, now()) + interval '1 day'`,
};

/** Tries to change every row of a table by hand; tells whether the table refused by its own rules. */
async function changeAnyhow(
  url: string,
  table: string,
  column: string,
): Promise<'refused' | 'changed' | 'not refused'> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ type: string }>(
      `select data_type as type from information_schema.columns where table_schema = 'public' and table_name = $1 and column_name = $2
       union all select format_type(atttypid, atttypmod) from pg_attribute where attrelid = $1::regclass and attname = $2 limit 1`,
      [table, column],
    );
    const value = otherValue[rows[0]?.type ?? ''];
    if (!value) throw new Error(`No other value of type ${rows[0]?.type} is known`);
    try {
      await client.query('begin');
      await client.query(`update ${table} set ${column} = ${value(column)}`);
      return 'changed';
    } catch (error) {
      return refusals.includes((error as { code?: string }).code ?? '') ? 'refused' : 'not refused';
    } finally {
      await client.query('rollback');
    }
  });
}

/** The columns that read this and are different after it, as report.column. */
function shownDifferently(
  read: string,
  before: ReadonlyMap<string, Taken>,
  after: ReadonlyMap<string, Taken>,
): string[] {
  const values = (taken: Taken | undefined, key: string) =>
    JSON.stringify(taken ? rowsOf(taken.bytes).map((row: Row) => row[key]) : []);
  return reports.flatMap(({ name, columns }) =>
    columns
      .filter(
        ({ key, reads }) => reads.includes(read) && values(before.get(name), key) !== values(after.get(name), key),
      )
      .map(({ key }) => `${name}.${key}`),
  );
}
