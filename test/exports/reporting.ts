import { Writable } from 'node:stream';
import { planRerun, planRun, writeRun, type PlannedRun, type ReportRequest, type ReportRun } from '@grants/exports';
import { Database, newId } from '@grants/persistence';
import { parse } from 'csv-parse/sync';
import type { TestRegistry } from '../support/registry.js';

/** A row of a report, by the keys of its columns. */
export type Row = Readonly<Record<string, string | number | null>>;

/** A run that was taken, with its file. */
export interface Taken {
  readonly run: ReportRun;
  readonly bytes: Buffer;
}

/** Reports over a test registry. */
export class Reporting {
  readonly reader: Database;
  readonly actorId = newId();

  constructor(readonly on: TestRegistry) {
    this.reader = new Database({ url: on.database.readerUrl, poolSize: 1 });
  }

  async close(): Promise<void> {
    await this.reader.close();
    await this.on.close();
  }

  /** A run into memory. */
  async take(request: ReportRequest): Promise<Taken> {
    return this.write(await planRun(this.on.db, request));
  }

  /** An earlier run once more. */
  async again({ run }: Taken): Promise<Taken> {
    return this.write(await planRerun(this.on.db, run.id));
  }

  async write(plan: PlannedRun): Promise<Taken> {
    const pieces: Buffer[] = [];
    const sink = new Writable({
      write(piece: Buffer, _encoding, done) {
        pieces.push(piece);
        done();
      },
    });
    const { run } = await writeRun({ db: this.on.db, reader: this.reader }, plan, sink, { actorId: this.actorId });
    return { run, bytes: Buffer.concat(pieces) };
  }

  /** The rows of a report, as JSON has them. */
  async rows(report: string, times: Pick<ReportRequest, 'asOf' | 'knownAt'> = {}): Promise<Row[]> {
    return rowsOf((await this.take({ report, format: 'ndjson', ...times })).bytes);
  }

  /** The only row of a report that has these values. */
  async row(report: string, having: Row, times: Pick<ReportRequest, 'asOf' | 'knownAt'> = {}): Promise<Row | null> {
    const found = (await this.rows(report, times)).filter((row) =>
      Object.entries(having).every(([key, value]) => row[key] === value),
    );
    if (found.length > 1) throw new Error(`${found.length} rows of ${report} have ${JSON.stringify(having)}`);
    return found[0] ?? null;
  }

  /** Moves the registry's clock to a moment, from where it goes on. */
  async goTo(moment: string): Promise<void> {
    await this.on.moveClock((Date.parse(moment) - Date.now()) / 3_600_000);
  }

  /** Takes a seal now, and tells when. */
  async seal(): Promise<string> {
    const [taken] = await this.on.appSql<{ number: string }>('select take_seal() as number');
    const [seal] = await this.on.appSql<{ at: string }>(
      'select taken_at as at from seal where number = $1',
      taken?.number,
    );
    return seal?.at ?? '';
  }
}

/** The rows of NDJSON. */
export function rowsOf(bytes: Buffer): Row[] {
  return bytes
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** The records of CSV, by an independent reader. */
export function recordsOf(bytes: Buffer): string[][] {
  return parse(bytes, { record_delimiter: '\r\n' });
}
