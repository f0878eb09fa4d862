import { InvalidInput } from '@grants/domain';
import type { RecordTx } from '@grants/persistence';

/** What a field of the input can refer to. */
type ReferredKind =
  | 'funder'
  | 'programme'
  | 'programme_line'
  | 'policy_objective'
  | 'activity'
  | 'organisation'
  | 'person'
  | 'application'
  | 'project';

/** A field of the input that names another record; nothing where it was left out. */
export type Referred = Named | undefined;
type Named = readonly [kind: ReferredKind, reference: string];

interface Row {
  readonly pointer: string;
  readonly reference: string;
  readonly id: string | null;
}

/**
 * The keys of the records that the input names, by JSON pointer, all in one statement.
 * @throws InvalidInput naming every reference that leads nowhere.
 */
export async function keysOf(
  tx: RecordTx,
  references: Readonly<Record<string, Referred>>,
): Promise<(pointer: string) => string> {
  const asked = Object.entries(references).flatMap(([pointer, referred]) =>
    referred ? [{ pointer, kind: referred[0], reference: referred[1] }] : [],
  );
  const rows = await tx.$queryRaw<Row[]>`
    select given.pointer, given.reference, found.id
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as given (pointer text, kind text, reference text)
      left join lateral (
        select id from funder where given.kind = 'funder' and code = given.reference
        union all select id from programme where given.kind = 'programme' and programme.reference = given.reference
        union all select id from programme_line where given.kind = 'programme_line' and programme_line.reference = given.reference
        union all select id from policy_objective where given.kind = 'policy_objective' and policy_objective.reference = given.reference
        union all select id from programme_activity where given.kind = 'activity' and programme_activity.reference = given.reference
        union all select id from organisation where given.kind = 'organisation' and organisation.reference = given.reference
        union all select id from person where given.kind = 'person' and person.reference = given.reference
        union all select id from application where given.kind = 'application' and application.reference = given.reference
        union all select id from project where given.kind = 'project' and project.reference = given.reference
      ) found on true`;
  const unknown = rows.filter(({ id }) => id === null);
  if (unknown.length > 0) {
    throw new InvalidInput(unknown.map(({ pointer, reference }) => ({ pointer, detail: `there is no ${reference}` })));
  }
  const ids = new Map(rows.map(({ pointer, id }) => [pointer, id]));
  return (pointer) => {
    const id = ids.get(pointer);
    if (!id) throw new Error(`Nothing was looked up for ${pointer}`);
    return id;
  };
}

/** The fields of a list of references, each with its own pointer. */
export function eachOf(field: string, kind: ReferredKind, references: readonly string[] = []): Record<string, Named> {
  return Object.fromEntries(references.map((reference, place) => [`/${field}/${place}`, [kind, reference]]));
}
