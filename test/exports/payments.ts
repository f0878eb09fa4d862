import { Readable } from 'node:stream';
import { ImportMinistrySubsidies, VoidImport } from '@grants/registry';
import { anAdministrator, type TestRegistry } from '../support/registry.js';

/** Imports payments: scheme, recipient, amount and year, of an invented ministry. Gives the reference of the import. */
export async function importPayments(
  t: TestRegistry,
  rows: readonly (readonly [scheme: string, recipient: string, amount: string, year: number])[],
): Promise<string> {
  const lines = rows.map((row) => ['Ministerie van Verzonnen Zaken', row[0], row[1], '', row[2], row[3]].join(','));
  const content = Buffer.from(`Overheid,Regeling,Ontvanger,Beleid,Realisatie,Jaar\n${lines.join('\n')}\n`);
  const { reference } = await new ImportMinistrySubsidies(t.db).execute(
    { fileName: 'invented.csv', content: Readable.from([content]) },
    t.as(anAdministrator()),
  );
  return reference ?? '';
}

/** Declares an import void. */
export async function voidImport(t: TestRegistry, run: string): Promise<void> {
  await new VoidImport(t.db, t.vault).execute({ run, reason: 'The wrong file' }, t.as(anAdministrator()));
}
