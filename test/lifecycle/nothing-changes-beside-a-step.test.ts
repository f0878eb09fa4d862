import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setStep, type Tx } from '@grants/persistence';
import type { DatabaseError } from 'pg';
import { aRecord, movedMachines, statesOf, type Moved } from '../support/every-state.js';
import { honouring, rawAnnouncement, rawMove } from '../support/raw-step.js';
import { testRegistry, type Subject, type TestRegistry } from '../support/registry.js';

const NOT_PERMITTED = '42501';

/** What an ordinary change may touch, by machine and column, and why. In the states that are named, or in all. */
const ordinary: Readonly<Record<string, { readonly why: string; readonly in?: readonly string[] }>> = {
  version: { why: 'rises by one with an ordinary change' },
  'call.title': { why: 'its history keeps who changed it' },
  'call.programme_id': { why: 'its history keeps who changed it' },
  'call.programme_line_id': { why: 'its history keeps who changed it' },
  'call.last_application_number': { why: 'a counter: the references that it gives are unique' },
  ...Object.fromEntries(
    [
      'funder_id reference type procedure access_mode allocation_method has_project_idea_stage uses_referees criteria',
      'ceiling currency ceiling_from max_amount max_duration_months max_applications_per_organisation decision_term_weeks',
      'start_term_months state_aid_basis provisions_version legal_basis opens_at closes_at max_applications referees_needed',
    ]
      .flatMap((columns) => columns.split(' '))
      .map((column) => [`call.${column}`, { why: 'a draft is nobody’s promise yet', in: ['draft'] }]),
  ),
  'project.title': { why: 'its history keeps who changed it' },
  'project.number': { why: 'as issued; its history keeps who changed it' },
  'project.number_key': { why: 'follows the number' },
  'project.file_number': { why: 'as issued; its history keeps who changed it' },
  'project.file_number_key': { why: 'follows the file number' },
};
const isOrdinary = (machine: Moved, column: string, state: string) => {
  const allowed = ordinary[column] ?? ordinary[`${machine}.${column}`];
  return allowed !== undefined && (allowed.in?.includes(state) ?? true);
};

/** Another value than the column has, whatever it is. */
const another: Readonly<Record<string, (column: string) => string>> = {
  uuid: () => 'gen_random_uuid()',
  text: (column) => `coalesce(${column}, '') || 'X'`,
  numeric: (column) => `coalesce(${column}, 0) + 1`,
  int4: (column) => `coalesce(${column}, 0) + 1`,
  bool: (column) => `not ${column}`,
  date: (column) => `coalesce(${column}, current_date) + 1`,
  timestamptz: (column) => `coalesce(${column}, now()) + interval '1 day'`,
  bytea: () => `'\\x00'`,
  xid8: () => 'pg_current_xact_id()',
};

interface Column {
  readonly name: string;
  readonly type: string;
}

describe('beside a step', () => {
  let on: TestRegistry;
  beforeAll(async () => {
    on = await testRegistry();
  });
  afterAll(() => on.close());

  /** What the database answers to the role that serves, taken back whatever it is. */
  async function answer(...work: ((tx: Tx) => Promise<unknown>)[]): Promise<string> {
    class TakenBack extends Error {}
    try {
      return await on.db.transaction(async (tx) => {
        for (const each of work) await each(tx);
        throw new TakenBack();
      });
    } catch (error) {
      if (error instanceof TakenBack) return 'done';
      const { code, constraint, rules } = error as DatabaseError & { rules?: readonly string[] };
      return rules?.join() ?? constraint ?? code ?? String(error);
    }
  }
  const asOrdinary = (tx: Tx) => setStep(tx, { actor: on.officer, commands: {} });

  const columnsOf = (machine: Moved) =>
    on.ownerSql<Column & Record<string, unknown>>(
      `select attname as name, typname as type from pg_attribute join pg_type on pg_type.oid = atttypid
        where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> 'status'`,
      machine,
    );

  it.each(movedMachines)(
    'no column of a %s changes in any state, with a context or without, but for what is said to be ordinary',
    async (machine) => {
      const columns = await columnsOf(machine);
      const surprises: string[] = [];
      for (const state of statesOf(machine)) {
        const { id } = await aRecord(on, machine, state);
        for (const { name, type } of columns) {
          const value = another[type]?.(name);
          if (value === undefined) throw new Error(`No other value of ${type}`);
          const change = (tx: Tx) => tx.client.query(`update ${machine} set ${name} = ${value} where id = $1`, [id]);
          for (const [how, ...work] of [['bare', change] as const, ['ordinary', asOrdinary, change] as const]) {
            const answered = await answer(...work);
            const isRefused = [NOT_PERMITTED, `${machine}_frozen`, 'head_forged'].includes(answered);
            if (!isRefused && !isOrdinary(machine, name, state)) surprises.push(`${state} ${name} ${how}: ${answered}`);
          }
        }
      }

      expect(columns.length).toBeGreaterThan(15);
      expect(surprises).toEqual([]);
    },
  );

  it('a version only rises, by one', async () => {
    const { id } = await on.anApplication();
    const to = (version: string) => (tx: Tx) =>
      tx.client.query(`update application set version = ${version} where id = $1`, [id]);

    expect(await answer(to('version + 2'))).toBe('version_required');
    expect(await answer(to('version - 1'))).toBe('version_required');
  });

  it('nothing is added to what belongs to an application, and nothing of it changes or goes', async () => {
    const parents = [(await on.aProject()).reference];
    const partner = await on.anOrganisation();
    const application = await on.anApplication({
      call: await on.aCall({ type: 'vimp' }),
      content: {
        parents,
        partners: [{ organisation: partner.reference, contribution: '5.00' }],
        budgetLines: [{ group: 'personnel', description: 'Invented', amount: '50000.00' }],
      },
    });
    const { id } = application;
    const elsewhere = await on.anOrganisation();
    const project = await on.aProject();
    for (const [table, insert, key] of [
      ['application_partner', `values ($1, '${elsewhere.id}', 5)`, 'contribution = 6'],
      ['application_budget_line', `values ($1, 2, 'personnel', 'Raw', 5)`, 'amount = 6'],
      ['application_parent', `values ($1, '${project.id}')`, 'project_id = project_id'],
    ] as const) {
      const [there] = await on.ownerSql<{ rows: number }>(
        `select count(*)::integer as rows from ${table} where application_id = $1`,
        id,
      );
      expect([table, there?.rows]).toEqual([table, 1]);
      const add = (tx: Tx) => tx.client.query(`insert into ${table} ${insert}`, [id]);
      expect([table, await answer(add)]).toEqual([table, 'application_frozen']);
      expect([table, await answer(asOrdinary, add)]).toEqual([table, 'application_frozen']);
      const change = (tx: Tx) => tx.client.query(`update ${table} set ${key} where application_id = $1`, [id]);
      const remove = (tx: Tx) => tx.client.query(`delete from ${table} where application_id = $1`, [id]);
      expect([table, await answer(change), await answer(remove)]).toEqual([table, NOT_PERMITTED, NOT_PERMITTED]);
    }
  });

  it('no term is written or goes', async () => {
    const { id } = await on.anApplication();
    const add = (tx: Tx) =>
      tx.client.query(
        `insert into deadline (subject_id, machine, kind, basis, starts_on, ends_on, term)
         select subject_id, machine, 'raw', basis, starts_on, ends_on, term from deadline where subject_id = $1 limit 1`,
        [id],
      );
    const move = (tx: Tx) => tx.client.query(`update deadline set ends_on = ends_on + 1 where subject_id = $1`, [id]);
    const rename = (tx: Tx) => tx.client.query(`update deadline set kind = 'raw' where subject_id = $1`, [id]);
    const remove = (tx: Tx) => tx.client.query(`delete from deadline where subject_id = $1`, [id]);

    expect(await answer(add)).toBe('step_required');
    expect(await answer(move)).toBe('step_required');
    expect(await answer(rename)).toBe(NOT_PERMITTED);
    expect(await answer(remove)).toBe(NOT_PERMITTED);
  });

  it('who signed, and when, stands while the decision moves on', async () => {
    const decision = await on.aSignedDecision({ kind: 'reject' });
    const announce = async (tx: Tx) => {
      await setStep(tx, {
        actor: on.officer,
        commands: { decision: 'announce', application: 'reject' },
        decisionId: decision.id,
      });
      await tx.client.query(
        `with told as (
           update decision set status = 'announced', version = version + 1, signed_by = gen_random_uuid(),
                  signed_on = '2001-01-01', irrevocable_on = '2001-01-01' where id = $1
         )
         update application set status = 'rejected', version = version + 1 where id = $2`,
        [decision.id, decision.application.id],
      );
    };
    const [before] = await factsOf(decision);
    await on.db.transaction(announce);

    expect(await factsOf(decision)).toEqual([{ ...before, announced_on: on.today() }]);
  });

  const factsOf = ({ id }: Pick<Subject, 'id'>) =>
    on.ownerSql<Record<string, string | null>>(
      `select signed_by, signed_on::text, announced_on::text, irrevocable_on::text from decision where id = $1`,
      id,
    );

  it('a step may be taken after a savepoint, and is seen as of its transaction', async () => {
    const decision = await on.aSignedDecision();
    const announce = async (tx: Tx) => {
      await setStep(tx, { actor: on.officer, commands: honouring, decisionId: decision.id });
      await tx.client.query('savepoint before');
      await rawAnnouncement(decision)(tx);
    };

    expect(await answer(announce)).toBe('done');
  });

  it('an application that was moved before is not moved by a decision that comes after it', async () => {
    const decision = await on.aSignedDecision();
    const { application } = decision;
    const withdrawThenAnnounce = async (tx: Tx) => {
      await setStep(tx, { actor: { ...on.officer, role: 'applicant' }, commands: { application: 'withdraw' } });
      await rawMove(application, 'withdrawn')(tx);
      await setStep(tx, { actor: on.officer, commands: { decision: 'announce' }, decisionId: decision.id });
      await rawMove(decision, 'announced')(tx);
    };

    expect(await answer(withdrawThenAnnounce)).toBe('decision_without_effect');
  });
});
