import { statement, type Actor, type Tx } from '@grants/persistence';

const byReference = statement('import_run_id', `select id from import_run where reference = $1`);

/** The key of a run, or null. Bulk work is locked: nobody else voids it meanwhile. */
export async function runByReference(tx: Tx, reference: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(byReference(reference));
  return row?.id ?? null;
}

const voidIt = statement(
  'import_void',
  `with standing as materialized (
     select count(*)::integer as realisations from realisation where import_run_id = $1 and voided_xact is null
   )
   select realisations as "realisationsVoided", void_import($1, $2, $3, $4)::integer as "awardsVoided" from standing`,
);

/** Marks a run void, with what it brought. */
export async function voidRun(
  tx: Tx,
  runId: string,
  { id, role }: Actor,
  reasonId: string,
): Promise<{ realisationsVoided: number; awardsVoided: number }> {
  const [row] = await tx.query<{ realisationsVoided: number; awardsVoided: number }>(voidIt(runId, id, role, reasonId));
  return row ?? { realisationsVoided: 0, awardsVoided: 0 };
}
