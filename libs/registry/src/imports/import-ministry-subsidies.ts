import { createHash } from 'node:crypto';
import { decide, InvalidInput, legacyAwardLifecycle, UNBORN } from '@grants/domain';
import { newId, type Database, type Tx } from '@grants/persistence';
import { lockBulkWork } from '../shared/copy-store.js';
import type { StepMoment } from '../shared/run-step.js';
import { csvRecords, type CsvRecord } from './csv-records.js';
import {
  bringIn,
  clearImport,
  planImport,
  recipientNames,
  recordRun,
  stagedLine,
  stagePayments,
  totalsOfFile,
} from './import-store.js';
import type { ImportSummary } from './import-summary.js';
import { matchRecipients, type RecipientMatch } from './match-recipients.js';
import { columns, looksLikeThousands, readPayment, type ImportFault } from './ministry-subsidies.js';

/** A file to import. */
export interface ImportInput {
  readonly fileName: string;
  readonly content: AsyncIterable<Buffer>;
  /** Checks everything and writes nothing. */
  readonly dryRun?: boolean;
  /** Nothing comes in if one row is bad; without it the good rows do. */
  readonly allOrNothing?: boolean;
  /** Also propose which recipients may be one. */
  readonly proposeMatches?: boolean;
}

/** How far an import is. */
export interface ImportProgress {
  readonly stage: 'reading' | 'matching' | 'writing';
  readonly rows: number;
  readonly bytes: number;
}

/** Who looks on while a file is imported. */
export interface ImportWatch {
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Each fault as it is found, in the order of the file. */
  readonly onFault?: (fault: ImportFault) => void;
}

/** What became of a file, and of which run the registry keeps the record: none after a dry run. */
export interface ImportResult {
  readonly reference: string | null;
  readonly fileName: string;
  /** SHA-256 of the file, in hexadecimal. */
  readonly checksum: string;
  readonly summary: ImportSummary;
  /** Good rows whose amount, such as 12.500, was read as decimals and could have been meant as thousands. */
  readonly looksLikeThousands: number;
  /** Empty unless asked for. */
  readonly matches: readonly RecipientMatch[];
}

/** Ends the transaction of a dry run, so that nothing of it stays. */
class DryRunEnded extends Error {
  constructor(readonly result: ImportResult) {
    super('dry run');
  }
}

const PIECE = 65_536;

/**
 * Imports the payments of ministries: rows of cash paid, which become realisations on legacy awards, whose granted amount
 * and decision are unknown and which never count as honoured. All in one transaction. It holds no lock that the service
 * waits for: its own advisory lock (imports go one at a time) and the staging tables, which nothing else uses; on the
 * registry's own tables it only adds rows. NL: import van subsidies ministeries.
 */
export class ImportMinistrySubsidies {
  constructor(private readonly db: Database) {}

  /**
   * @throws InvalidInput if the file as a whole is not what it should be: its encoding or its header.
   * @throws RuleBroken `bulk_work_in_progress` while another import runs.
   */
  async execute(input: ImportInput, { actor, now }: StepMoment, watch: ImportWatch = {}): Promise<ImportResult> {
    decide(legacyAwardLifecycle, { state: UNBORN, command: 'import', role: actor.role, facts: {} });
    try {
      return await this.db.transaction(async (tx) => {
        await lockBulkWork(tx);
        const read = await stageFile(tx, input, Number(now.slice(0, 4)), watch);
        watch.onProgress?.({ stage: 'matching', ...read });
        const isRefused = input.allOrNothing === true && read.bad > 0;
        const counts = isRefused ? nothingNew : await planImport(tx);
        const { all, ministries } = await totalsOfFile(tx);
        if (exact(all.exactTotal) !== read.total) throw new Error('What was staged does not add up to what was read');
        const { rows: good, ...sums } = all;
        const outcome = isRefused ? 'refused' : input.dryRun ? 'dry_run' : 'imported';
        const alreadyKnown = isRefused ? 0 : good - counts.new;
        const { rows: rowsRead, bad, looksLikeThousands: suspect } = read;
        const summary = { outcome, rowsRead, good, bad, ...counts, alreadyKnown, ...sums, ministries } as const;
        const run = { id: newId(), fileName: input.fileName, checksum: read.checksum, actor };
        const result = {
          reference: null,
          fileName: run.fileName,
          checksum: run.checksum,
          summary,
          looksLikeThousands: suspect,
        };
        if (input.dryRun) throw new DryRunEnded({ ...result, matches: await matchesOf(tx, input) });
        watch.onProgress?.({ stage: 'writing', ...read });
        const reference = await recordRun(tx, run, summary);
        if (!isRefused) await bringIn(tx, run);
        const matches = await matchesOf(tx, input);
        await clearImport(tx);
        return { ...result, reference, matches };
      });
    } catch (error) {
      if (error instanceof DryRunEnded) return error.result;
      throw error;
    }
  }
}

const nothingNew = { new: 0, fundersNew: 0, callsNew: 0, organisationsNew: 0, awardsNew: 0 };

async function matchesOf(tx: Tx, { proposeMatches }: ImportInput): Promise<RecipientMatch[]> {
  return proposeMatches ? matchRecipients(await recipientNames(tx)) : [];
}

interface FileRead {
  readonly rows: number;
  readonly bytes: number;
  readonly bad: number;
  readonly looksLikeThousands: number;
  readonly checksum: string;
  /** The exact sum of the good rows, as `exact` counts. */
  readonly total: bigint;
}

/** Streams the file into staging, row by row, good and bad. */
async function stageFile(tx: Tx, input: ImportInput, latestYear: number, watch: ImportWatch): Promise<FileRead> {
  const digest = createHash('sha256');
  const read = { rows: 0, bytes: 0, bad: 0, looksLikeThousands: 0, total: 0n };
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of input.content) {
      digest.update(chunk);
      read.bytes += chunk.length;
      yield chunk;
    }
  }
  async function* staged(): AsyncGenerator<string> {
    let hasHeader = false;
    let piece = '';
    for await (const records of csvRecords(hashed())) {
      for (const record of records) {
        if (!hasHeader) {
          requireHeader(record);
          hasHeader = true;
          continue;
        }
        const row = readPayment(record, latestYear);
        read.rows += 1;
        if ('line' in row) {
          read.total += exact(row.amount);
          if (looksLikeThousands(row)) read.looksLikeThousands += 1;
        } else {
          read.bad += 1;
          for (const fault of row) watch.onFault?.(fault);
        }
        piece += stagedLine(row);
        if (piece.length < PIECE) continue;
        yield piece;
        piece = '';
      }
      watch.onProgress?.({ stage: 'reading', ...read });
    }
    if (!hasHeader) requireHeader(null);
    if (piece) yield piece;
  }
  await stagePayments(tx, staged());
  return { ...read, checksum: digest.digest('hex') };
}

function requireHeader(record: CsvRecord | null): void {
  const found = record && 'cells' in record ? record.cells.map((cell) => cell.trim()).join(',') : '';
  if (found === columns.join(',')) return;
  const detail = `the first line must be ${columns.join(',')}; it is ${found === '' ? 'empty or unreadable' : found.slice(0, 200)}`;
  throw new InvalidInput([{ pointer: '/header', detail }]);
}

/** Decimals that an amount can have at most, its length being limited. */
const SCALE = 40;

/** An exact amount as a whole number of its smallest parts: sums of these lose nothing. */
function exact(amount: string): bigint {
  const [whole = '0', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(SCALE, '0'));
}
