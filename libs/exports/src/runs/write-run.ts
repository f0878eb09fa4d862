import { createHash } from 'node:crypto';
import { Transform, type TransformCallback, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callbackify } from 'node:util';
import { statement, type Database } from '@grants/persistence';
import { to as copyTo } from 'pg-copy-streams';
import { viewOf } from '../as-known.js';
import type { PlannedRun } from './plan-run.js';
import { recordRun, type ReportRun } from './run-store.js';
import { software } from './software.js';

/**
 * How the transaction of a run is set, before its first statement. Reports read whole tables, and the planner cannot
 * foresee how much of them a seal knows: with loops over what it takes for a few rows a million projects took ten
 * times as long.
 */
export const runSettings = `set transaction isolation level repeatable read, read only;
  set local enable_nestloop = off; set local jit = off; set local work_mem = '64MB';
  set local datestyle = 'ISO, YMD'`;

/** The statement that sends the rows of a planned run. */
export function copyStatement({ report, format, asOf, knownAt, seal }: PlannedRun): string {
  return format.copy(report, viewOf(asOf, knownAt, seal));
}

const whereabouts = statement(
  'report_run_whereabouts',
  'select pg_backend_pid() as pid, exists (select from seal where number = $1) as "isSealed"',
);
const cancel = statement('report_run_cancel', 'select pg_cancel_backend($1)');

/** Where a run is done: it is recorded as registry_app and reads as registry_reader, by two pools. */
export interface Databases {
  readonly db: Database;
  readonly reader: Database;
}

export interface WriteOptions {
  /** The account that asks for it. */
  readonly actorId: string;
  /** Told now and then how many bytes are written. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
  /** Ends the run before it is done. */
  readonly signal?: AbortSignal | undefined;
}

/** A run that is done and recorded. */
export interface WrittenRun {
  readonly run: ReportRun;
  readonly bytes: number;
}

/** An earlier run, done again, did not give the same bytes. */
export class RerunDiffers extends Error {
  constructor(
    readonly repeated: ReportRun,
    readonly sha256: string,
  ) {
    super(
      `Run ${repeated.id} was to give the same bytes and does not: SHA-256 ${repeated.sha256} by ${repeated.software}, ` +
        `now ${sha256} by ${software}`,
    );
  }
}

/** Counts and hashes what passes, and holds the end back until it is dealt with. */
class Digest extends Transform {
  readonly #hash = createHash('sha256');
  bytes = 0;

  constructor(
    readonly onProgress: (bytes: number) => void,
    readonly onEnd: (sha256: string) => Promise<void>,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#hash.update(chunk);
    this.bytes += chunk.length;
    this.onProgress(this.bytes);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    callbackify(() => this.onEnd(this.#hash.digest('hex')))(done);
  }
}

/**
 * Writes the file of a planned run to `sink`, in constant memory and one transaction that sees one state. The run is
 * recorded before the sink ends: no file is whole without its record. If this fails, what was written is to be thrown
 * away.
 * @throws RerunDiffers if it was to repeat an earlier run, and gave other bytes.
 */
export async function writeRun(
  { db, reader }: Databases,
  plan: PlannedRun,
  sink: Writable,
  { actorId, onProgress = () => undefined, signal }: WriteOptions,
): Promise<WrittenRun> {
  const { id, report, format, language, asOf, knownAt, seal, repeats } = plan;
  const encoder = format.encode(plan);
  let run: ReportRun | undefined;
  const digest = new Digest(onProgress, async (sha256) => {
    if (repeats && repeats.sha256 !== sha256) throw new RerunDiffers(repeats, sha256);
    run = await recordRun(db, {
      id,
      report: report.name,
      format: format.name,
      parameters: { asOf, knownAt, language },
      asOf,
      knownAt,
      sealNumber: seal.number,
      rowCount: encoder.rowCount.toString(),
      sha256,
      software,
      actor: actorId,
      rerunOf: repeats?.id ?? null,
    });
  });
  let leftBehind: number | null = null;
  const sent = reader.transaction(async (tx) => {
    await tx.client.query(runSettings);
    const [here] = await tx.query<{ pid: number; isSealed: boolean }>(whereabouts(seal.number));
    // A replica that has replayed the seal has replayed all that is known at it.
    if (!here?.isSealed) throw new Error(`Seal ${seal.number} has not come here yet`);
    const rows = tx.client.query(copyTo(copyStatement(plan)));
    try {
      await pipeline(rows, encoder, digest, sink, { ...(signal && { signal }) });
    } catch (error) {
      // The server may still be sending, or looking: this connection would be waited for, so it ends here.
      leftBehind = here.pid;
      rows.on('error', () => undefined);
      await tx.client.end();
      throw error;
    }
  });
  await sent.catch(async (error: unknown) => {
    if (leftBehind !== null) await reader.query(cancel(leftBehind)).catch(() => undefined);
    throw error;
  });
  if (!run) throw new Error('The run was not recorded');
  return { run, bytes: digest.bytes };
}
