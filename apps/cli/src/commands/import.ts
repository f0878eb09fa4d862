import { createReadStream, createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { finished } from 'node:stream/promises';
import { InvalidInput } from '@grants/domain';
import {
  findImportRun,
  ImportMinistrySubsidies,
  listImportErrors,
  listImportRuns,
  proposeRecipientMatches,
  rowFaults,
  SYSTEM_ACTOR,
  VoidImport,
  type ImportFault,
  type ImportResult,
  type ImportRun,
  type ImportWatch,
  type RecipientMatch,
} from '@grants/registry';
import type { Command } from 'commander';
import { csvLine } from '../csv-line.js';
import { withRegistry, type RegistryContext } from '../with-registry.js';

interface ImportOptions {
  readonly dryRun?: true;
  readonly allOrNothing?: true;
  readonly errors?: string;
  readonly proposeMatches?: string;
  readonly account?: string;
  readonly json?: true;
}

/** How many bad rows are shown where they are not written to a file. */
const SHOWN_FAULTS = 20;

/**
 * `registry import`: files of others. Bad rows do not make an import fail, unless it is to be all or nothing: they are
 * counted, shown and kept with the run, and the exit code is 0 because the good rows are in.
 */
export function addImportCommand(program: Command): void {
  const command = program.command('import').description('bring in data of others, list imports, or declare one void');
  const account = ['--account <id>', 'the account that acts, as administrator; left out, the registry itself'] as const;
  command
    .command('ministry-subsidies')
    .description('payments of ministries as they publish them; a payment that is known already is passed over')
    .argument('<file>', 'CSV in UTF-8 with the header Overheid,Regeling,Ontvanger,Beleid,Realisatie,Jaar')
    .option('--dry-run', 'check everything and write nothing')
    .option(
      '--all-or-nothing',
      'bring in nothing, with exit code 1, if one row is bad; otherwise the good rows come in',
    )
    .option('--errors <file>', 'write the bad rows to a CSV file, with line, column and reason')
    .option('--propose-matches <file>', 'write recipients that may be one to a CSV file; nothing is merged')
    .option(...account)
    .option('--json', 'for machines')
    .action((file: string, options: ImportOptions) => withRegistry((context) => importFile(context, file, options)));
  command
    .command('list')
    .description('the imports, newest first')
    .option('--json', 'for machines')
    .action(({ json }: { json?: true }) =>
      withRegistry(async ({ db }) => {
        const runs = await listImportRuns(db);
        if (json) console.log(JSON.stringify(runs, null, 2));
        else for (const run of runs) console.log(inOneLine(run));
      }),
    );
  command
    .command('show')
    .description('one import: its summary and its bad rows')
    .argument('<run>', 'its reference, such as IMP-000001')
    .option('--json', 'for machines')
    .action((reference: string, { json }: { json?: true }) =>
      withRegistry((context) => show(context, reference, json)),
    );
  command
    .command('void')
    .description('declare an import void: its payments no longer count, nothing is deleted')
    .argument('<run>', 'its reference, such as IMP-000001')
    .requiredOption('--reason <text>', 'why; confidential')
    .option(...account)
    .option('--json', 'for machines')
    .action((run: string, { reason, account: id, json }: { reason: string; account?: string; json?: true }) =>
      withRegistry(async ({ db, registry, clock }) => {
        const voided = await new VoidImport(db, registry.vault).execute({ run, reason }, as(id, clock.now()));
        if (json) console.log(JSON.stringify(voided, null, 2));
        else console.log(`${run} is void: ${voided.realisationsVoided} payments, ${voided.awardsVoided} awards.`);
      }),
    );
  command
    .command('matches')
    .description(
      'write imported recipients that may be the same as another organisation to a CSV file; nothing is merged',
    )
    .argument('<file>', 'the CSV file to write')
    .action((file: string) =>
      withRegistry(async ({ db }) =>
        console.log(`${await writeMatches(file, await proposeRecipientMatches(db))} proposed.`),
      ),
    );
}

const as = (account: string | undefined, now: string) => ({
  actor: { id: account ?? SYSTEM_ACTOR.id, role: 'administrator', personId: null } as const,
  now,
});

async function importFile({ db, clock }: RegistryContext, file: string, options: ImportOptions): Promise<void> {
  const { errors, proposeMatches, json } = options;
  const input = {
    fileName: basename(file),
    content: createReadStream(file),
    dryRun: options.dryRun ?? false,
    allOrNothing: options.allOrNothing ?? false,
    proposeMatches: proposeMatches !== undefined,
  };
  const faults = errors === undefined ? faultsOnTerminal(json) : faultsInFile(errors);
  const watch = { onFault: faults.write, ...(process.stderr.isTTY && { onProgress: showProgress }) };
  const result = await new ImportMinistrySubsidies(db)
    .execute(input, as(options.account, clock.now()), watch)
    .catch((error: unknown) => {
      throw error instanceof InvalidInput ? new Error(error.errors.map(({ detail }) => detail).join('\n')) : error;
    })
    .finally(() => faults.end());
  if (proposeMatches !== undefined) await writeMatches(proposeMatches, result.matches);
  const { matches, ...shown } = result;
  if (json) console.log(JSON.stringify({ ...shown, matches: matches.length }, null, 2));
  else tell(result);
  if (result.summary.outcome === 'refused') process.exitCode = 1;
}

const showProgress: NonNullable<ImportWatch['onProgress']> = ({ stage, rows }) => {
  process.stderr.write(`\r\u001b[K${stage}: ${rows} rows`);
};

/** The first few faults, for somebody who reads them here. */
function faultsOnTerminal(json: true | undefined) {
  let count = 0;
  return {
    write: ({ line, column, reason, value }: ImportFault) => {
      count += 1;
      if (count <= SHOWN_FAULTS && !json) console.error(`line ${line}, ${column}: ${rowFaults[reason]} (${value})`);
      if (count === SHOWN_FAULTS + 1 && !json) console.error('… and more: write them to a file with --errors.');
    },
    end: async () => {
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    },
  };
}

function faultsInFile(file: string) {
  const stream = createWriteStream(file);
  stream.write(csvLine(['line', 'column', 'reason', 'meaning', 'value']));
  return {
    write: ({ line, column, reason, value }: ImportFault) => {
      stream.write(csvLine([line, column, reason, rowFaults[reason], value]));
    },
    end: async () => {
      stream.end();
      await finished(stream);
    },
  };
}

async function writeMatches(file: string, matches: readonly RecipientMatch[]): Promise<number> {
  const stream = createWriteStream(file);
  stream.write(csvLine(['score', 'ground', 'first', 'firstName', 'second', 'secondName']));
  for (const { score, ground, first, second } of matches) {
    stream.write(csvLine([score, ground, first.reference, first.name, second.reference, second.name]));
  }
  stream.end();
  await finished(stream);
  return matches.length;
}

function tell({ reference, fileName, summary }: ImportResult): void {
  const { outcome, rowsRead, good, bad, alreadyKnown, ministries } = summary;
  const name = { imported: `${reference}: `, refused: `${reference ?? fileName}, refused: `, dry_run: 'Dry run: ' }[
    outcome
  ];
  console.log(`${name}${rowsRead} rows read, ${good} good, ${bad} bad.`);
  if (outcome === 'refused') console.log('Nothing came in: it was to be all or nothing.');
  else {
    const came = outcome === 'imported' ? 'came in' : 'would come in';
    console.log(`${summary.new} payments ${came}, ${alreadyKnown} were known already.`);
    const { fundersNew, callsNew, organisationsNew, awardsNew } = summary;
    console.log(
      `New: ${fundersNew} funders, ${callsNew} calls, ${organisationsNew} organisations, ${awardsNew} awards.`,
    );
  }
  const total = { ministry: 'Total of the good rows', rows: good, ...summary };
  for (const row of [...ministries, total]) {
    const { ministry, rows, exactTotal, roundedTotal, roundingDifference } = row;
    console.log(
      `${ministry}: ${rows} rows, exactly ${exactTotal}, in cents ${roundedTotal} (difference ${roundingDifference})`,
    );
  }
}

function inOneLine({ reference, kind, fileName, startedAt, voidedAt, summary }: ImportRun): string {
  const state = voidedAt === null ? summary.outcome : `void since ${voidedAt}`;
  return `${reference}  ${startedAt}  ${kind}  ${fileName}  ${summary.new} new, ${summary.bad} bad  ${state}`;
}

async function show({ db }: RegistryContext, reference: string, json: true | undefined): Promise<void> {
  const run = await findImportRun(db, reference);
  if (!run) throw new Error(`There is no import ${reference}.`);
  const faults = await listImportErrors(db, reference);
  if (json) return console.log(JSON.stringify({ ...run, faults }, null, 2));
  console.log(inOneLine(run));
  tell({ ...run, matches: [] });
  for (const { line, column, reason, value } of faults) {
    console.log(`line ${line}, ${column}: ${rowFaults[reason]} (${value})`);
  }
}
