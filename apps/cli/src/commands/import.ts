import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { InvalidInput } from '@grants/domain';
import {
  findImportRun,
  ImportMinistrySubsidies,
  listImportErrors,
  listImportRuns,
  proposeRecipientMatches,
  SYSTEM_ACTOR,
  VoidImport,
  type ImportProgress,
} from '@grants/registry';
import type { Command } from 'commander';
import {
  faultInWords,
  faultsInFile,
  faultsOnTerminal,
  importInOneLine,
  printImport,
  writeMatches,
} from '../print-import.js';
import { withRegistry, type RegistryContext } from '../with-registry.js';

interface ImportOptions {
  readonly dryRun?: true;
  readonly allOrNothing?: true;
  readonly errors?: string;
  readonly proposeMatches?: string;
  readonly account?: string;
  readonly json?: true;
}
interface VoidOptions {
  readonly reason: string;
  readonly account?: string;
  readonly json?: true;
}

const forMachines = ['--json', 'for machines'] as const;
const account = ['--account <id>', 'the account that acts, as administrator; left out, the registry itself'] as const;
const run = ['<run>', 'its reference, such as IMP-000001'] as const;

/**
 * `registry import`: files of others. Bad rows do not make an import fail, unless it is to be all or nothing: they are
 * shown, counted and kept with the run, and the exit code is 0 because the good rows are in.
 */
export function addImportCommand(program: Command): void {
  const command = program.command('import').description('bring in data of others, look at imports, declare one void');
  command
    .command('ministry-subsidies')
    .description('payments of ministries, as they publish them; what is known already is passed over')
    .argument('<file>', 'CSV in UTF-8, with the header Overheid,Regeling,Ontvanger,Beleid,Realisatie,Jaar')
    .option('--dry-run', 'check everything and write nothing')
    .option('--all-or-nothing', 'if one row is bad, bring nothing in and exit with code 1; else the good rows come in')
    .option('--errors <file>', 'write the bad rows to a CSV file, with line, column and reason')
    .option('--propose-matches <file>', 'write which recipients may be one to a CSV file; nothing is merged')
    .option(...account)
    .option(...forMachines)
    .action((file: string, options: ImportOptions) => withRegistry((context) => importFile(context, file, options)));
  command
    .command('list')
    .description('the latest imports')
    .option(...forMachines)
    .action(({ json }: { json?: true }) =>
      withRegistry(async ({ db }) => {
        const runs = await listImportRuns(db);
        if (json) console.log(JSON.stringify(runs, null, 2));
        else for (const each of runs) console.log(importInOneLine(each));
      }),
    );
  command
    .command('show')
    .description('one import: what became of it, and its first bad rows')
    .argument(...run)
    .option(...forMachines)
    .action((reference: string, { json }: { json?: true }) =>
      withRegistry(async ({ db }) => {
        const found = await findImportRun(db, reference);
        if (!found) throw new Error(`There is no import ${reference}.`);
        const faults = await listImportErrors(db, reference);
        if (json) {
          console.log(JSON.stringify({ ...found, faults }, null, 2));
          return;
        }
        console.log(importInOneLine(found));
        printImport(found);
        for (const fault of faults) console.log(faultInWords(fault));
      }),
    );
  command
    .command('void')
    .description(
      'declare an import void: its payments no longer count; nothing is deleted, and the file can come again',
    )
    .argument(...run)
    .requiredOption('--reason <text>', 'why the import does not count; required, kept encrypted, and shown in no list')
    .option(...account)
    .option(...forMachines)
    .action((reference: string, { reason, account: id, json }: VoidOptions) =>
      withRegistry(async ({ db, registry, clock }) => {
        const voidImport = new VoidImport(db, registry.vault);
        const voided = await voidImport.execute({ run: reference, reason }, administrator(id, clock.now()));
        if (json) console.log(JSON.stringify(voided, null, 2));
        else console.log(`${reference} is void: ${voided.realisationsVoided} payments, ${voided.awardsVoided} awards.`);
      }),
    );
  command
    .command('matches')
    .description('write which imported recipients may be one with another organisation; nothing is merged')
    .argument('<file>', 'the CSV file to write')
    .action((file: string) =>
      withRegistry(async ({ db }) => {
        console.log(`${writeMatches(file, await proposeRecipientMatches(db))} matches proposed.`);
      }),
    );
}

const administrator = (id: string | undefined, now: string) => ({
  actor: { id: id ?? SYSTEM_ACTOR.id, role: 'administrator', personId: null } as const,
  now,
});

async function importFile({ db, clock }: RegistryContext, file: string, options: ImportOptions): Promise<void> {
  const { errors, proposeMatches, json } = options;
  const input = {
    fileName: basename(file),
    content: contentOf(file),
    dryRun: options.dryRun ?? false,
    allOrNothing: options.allOrNothing ?? false,
    proposeMatches: proposeMatches !== undefined,
  };
  const faults = errors === undefined ? faultsOnTerminal() : faultsInFile(errors);
  const watch = { onFault: faults.write, ...(process.stderr.isTTY && { onProgress: showProgress }) };
  const result = await new ImportMinistrySubsidies(db)
    .execute(input, administrator(options.account, clock.now()), watch)
    .catch((error: unknown) => {
      throw error instanceof InvalidInput ? new Error(error.errors.map(({ detail }) => detail).join('\n')) : error;
    })
    .finally(() => {
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
      faults.end();
    });
  const { matches, ...shown } = result;
  if (proposeMatches !== undefined) writeMatches(proposeMatches, matches);
  if (json) console.log(JSON.stringify(shown, null, 2));
  else printImport(result);
  if (result.looksLikeThousands > 0) {
    console.error(`${result.looksLikeThousands} amounts such as 12.500 were read as decimals: are they not thousands?`);
  }
  if (result.summary.outcome === 'refused') process.exitCode = 1;
}

/** Opened when it is read, so that a file that is not there fails the import and not the process. */
async function* contentOf(file: string): AsyncGenerator<Buffer> {
  yield* createReadStream(file);
}

function showProgress({ stage, rows }: ImportProgress): void {
  process.stderr.write(`\r\u001b[K${stage}: ${rows} rows`);
}
