import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endOf, lifecycles, type Transition } from '@grants/domain';
import { testRegistry, type TestRegistry } from '../support/registry.js';

describe('the moves that the database allows', () => {
  let on: TestRegistry;
  beforeAll(async () => {
    on = await testRegistry();
  });
  afterAll(() => on.close());

  it('are those of the lifecycles in code, row by row', async () => {
    const inCode = Object.values(lifecycles).flatMap(({ machine, version, transitions }) =>
      transitions.flatMap((row: Transition<string>) =>
        row.from.map((from) => ({
          machine,
          version,
          command: row.command,
          from,
          to: endOf(row, from),
          roles: row.by,
          lateRoles: row.lateBy,
          decisionKinds: row.decisionKinds ?? [],
          reasonRequired: row.reasonRequired ?? false,
          bulkOnly: row.bulkOnly ?? false,
          basis: row.basis,
        })),
      ),
    );
    const inDatabase = await on.appSql(
      `select machine, machine_version as version, command, from_status as "from", to_status as "to", roles, late_roles as "lateRoles",
              decision_kinds as "decisionKinds", reason_required as "reasonRequired", bulk_only as "bulkOnly", basis
         from lifecycle_transition where (machine, machine_version) in (select * from unnest($1::text[], $2::integer[]))`,
      Object.keys(lifecycles),
      Object.values(lifecycles).map(({ version }) => version),
    );
    const key = (row: Record<string, unknown>) =>
      `${String(row['machine'])} ${String(row['command'])} ${String(row['from'])}`;
    const sorted = (rows: Record<string, unknown>[]) => rows.toSorted((a, b) => key(a).localeCompare(key(b)));

    expect(sorted(inDatabase)).toEqual(sorted(inCode));
  });

  it('are those of tables that each have a machine, and every machine has a table', async () => {
    const guarded = await on.appSql<{ name: string }>(
      `select tgrelid::regclass::text as name from pg_trigger where tgname = 'b_guard_move' order by name`,
    );

    expect(guarded.map(({ name }) => name)).toEqual(Object.keys(lifecycles).toSorted());
  });
});
