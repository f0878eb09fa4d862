import { rowFaults, type ImportFault, type ImportResult, type ImportRun, type RecipientMatch } from '@grants/registry';
import { CsvFile } from './csv-file.js';

/** How many bad rows are shown where they are not written to a file. */
const SHOWN = 20;

/** Takes the bad rows of an import as they are found. */
interface FaultSink {
  readonly write: (fault: ImportFault) => void;
  readonly end: () => void;
}

/** The first few, for somebody who reads them here. */
export function faultsOnTerminal(): FaultSink {
  let count = 0;
  return {
    write: (fault) => {
      count += 1;
      if (count <= SHOWN) console.error(faultInWords(fault));
    },
    end: () => {
      if (count > SHOWN) console.error(`… and ${count - SHOWN} more: write them to a file with --errors.`);
    },
  };
}

/** All of them, with their line, column and reason. */
export function faultsInFile(name: string): FaultSink {
  const file = new CsvFile(name, ['line', 'column', 'reason', 'meaning', 'value']);
  return {
    write: ({ line, column, reason, value }) => file.write([line, column, reason, rowFaults[reason], value]),
    end: () => file.close(),
  };
}

export function faultInWords({ line, column, reason, value }: ImportFault): string {
  return `line ${line}, ${column}: ${rowFaults[reason]} (${value})`;
}

/** Writes proposed matches; their number. */
export function writeMatches(name: string, matches: readonly RecipientMatch[]): number {
  const file = new CsvFile(name, ['score', 'ground', 'first', 'firstName', 'second', 'secondName']);
  for (const { score, ground, first, second } of matches) {
    file.write([score, ground, first.reference, first.name, second.reference, second.name]);
  }
  file.close();
  return matches.length;
}

export function importInOneLine({ reference, kind, fileName, startedAt, voidedAt, summary }: ImportRun): string {
  const state = voidedAt === null ? summary.outcome : `void since ${voidedAt}`;
  return `${reference}  ${startedAt}  ${kind}  ${fileName}  ${summary.new} new, ${summary.bad} bad  ${state}`;
}

/** Prints what became of a file, and what its good rows add up to: exactly, in cents, and what lies between. */
export function printImport({
  reference,
  fileName,
  summary,
}: Pick<ImportResult, 'reference' | 'fileName' | 'summary'>): void {
  const { outcome, rowsRead, good, bad, alreadyKnown, ministries } = summary;
  const name = reference ?? (outcome === 'dry_run' ? `Dry run of ${fileName}` : fileName);
  console.log(`${name}: ${rowsRead} rows read, ${good} good, ${bad} bad.`);
  if (outcome === 'refused') {
    console.log('Refused: it was to be all or nothing, and nothing came in.');
    console.log('What its good rows would have added up to:');
  } else {
    const came = outcome === 'imported' ? 'came in' : 'would come in';
    const { fundersNew, callsNew, organisationsNew, awardsNew } = summary;
    console.log(`${summary.new} payments ${came}; ${alreadyKnown} were known already.`);
    console.log(
      `New: ${fundersNew} funders, ${callsNew} calls, ${organisationsNew} organisations, ${awardsNew} awards.`,
    );
  }
  for (const row of [...ministries, { ministry: 'All good rows', rows: good, ...summary }]) {
    const { exactTotal, roundedTotal, roundingDifference } = row;
    console.log(
      `${row.ministry}: ${row.rows} rows, exactly ${exactTotal}, in cents ${roundedTotal}, difference ${roundingDifference}`,
    );
  }
}
