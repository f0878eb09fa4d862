import { endOf, type Lifecycle } from './lifecycle.js';

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const list = (texts: readonly string[]) => `array[${texts.map(literal).join(', ')}]::text[]`;

/** The rows of one version of a lifecycle as SQL for `lifecycle_transition`: the body of a generated migration. */
export function renderTransitionRows(lifecycle: Lifecycle<string>): string {
  const rows = lifecycle.transitions.flatMap((row) =>
    row.from.map(
      (from) =>
        `  (${literal(lifecycle.machine)}, ${lifecycle.version}, ${literal(row.command)}, ${literal(from)}, ${literal(endOf(row, from))}, ` +
        `${list(row.by)}, ${list(row.lateBy)}, ${list(row.decisionKinds ?? [])}, ${row.reasonRequired ?? false}, ` +
        `${row.bulkOnly ?? false}, ${literal(row.basis)})`,
    ),
  );
  return (
    'insert into lifecycle_transition (machine, machine_version, command, from_status, to_status, roles, late_roles, ' +
    `decision_kinds, reason_required, bulk_only, basis) values\n${rows.join(',\n')};\n`
  );
}
