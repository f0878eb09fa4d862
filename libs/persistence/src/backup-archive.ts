import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorCode } from './error-code.js';
import { RestoreRefused } from './restore-refused.js';

/** A table in a backup. */
export interface BackedUpTable {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Of its rows, as COPY writes them. */
  readonly sha256: string;
}

/** A file of an attachment in a backup. */
export interface BackedUpFile {
  readonly file: string;
  readonly size: number;
}

/** What a backup is of: its first line. */
export interface BackupHeader {
  readonly format: 'grant-registry-backup';
  readonly formatVersion: 1;
  /** The release that made it. */
  readonly software: string;
  readonly takenAt: string;
  /** The cluster, and the stretch of its transaction ids, that it was taken in. */
  readonly systemIdentifier: string;
  readonly epoch: number;
  /** The first and the last year for which there is a partition of events. */
  readonly eventYears: readonly [first: number, last: number];
  readonly migrations: readonly { readonly name: string; readonly checksum: string }[];
}

/** The header with what is known at the end: the last line. */
export interface BackupManifest extends BackupHeader {
  readonly tables: readonly BackedUpTable[];
  readonly files: readonly BackedUpFile[];
  /** The checksums of files that were to be there and were not, or not as they were. */
  readonly missingFiles: readonly string[];
  readonly sequences: readonly { readonly name: string; readonly value: string; readonly isCalled: boolean }[];
}

/** The line after the rows of a table, as in the files of COPY. */
export const END_OF_ROWS = String.raw`\.`;
const NEWLINE = 0x0a;
const END = Buffer.from(`\n${END_OF_ROWS}\n`);

/**
 * Reads a backup, a gzip file of lines: the header; for each table its name and columns as JSON, its rows as COPY writes
 * them, `\.`, and their number and hash as JSON; for each file its checksum and size as JSON, its bytes in base64, and `\.`;
 * the manifest. Nothing but the piece at hand is kept in memory.
 */
export class BackupReader {
  readonly #chunks: AsyncGenerator<Buffer, void>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#chunks = unpacked(path);
  }

  /** The next line as JSON. */
  async json<T>(): Promise<T> {
    let end = this.#rest.indexOf(NEWLINE);
    while (end < 0) {
      const from = this.#rest.length;
      await this.#readMore();
      end = this.#rest.indexOf(NEWLINE, from);
    }
    const line = this.#take(end).toString('utf8');
    this.#take(1);
    return JSON.parse(line) as T;
  }

  /** The rows up to the end of their table, or the lines of a file, in pieces of any length. */
  async *rows(): AsyncGenerator<Buffer, void> {
    // A newline in front, so that a table without rows ends like any other.
    this.#rest = Buffer.concat([Buffer.of(NEWLINE), this.#rest]);
    let isFirst = true;
    for (;;) {
      const end = this.#rest.indexOf(END);
      // Without the end in sight, its beginning may still be the last that is there.
      const length = end < 0 ? Math.max(0, this.#rest.length - END.length + 1) : end + 1;
      const piece = this.#take(length).subarray(isFirst && length > 0 ? 1 : 0);
      isFirst &&= length === 0;
      if (piece.length > 0) yield piece;
      if (end >= 0) break;
      await this.#readMore();
    }
    this.#take(END.length - 1);
  }

  async close(): Promise<void> {
    await this.#chunks.return();
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  async #readMore(): Promise<void> {
    const next = await this.#chunks.next().catch((error: unknown) => {
      throw String(errorCode(error)).startsWith('Z_') ? damaged(error) : error;
    });
    if (next.done === true) throw damaged();
    this.#rest = Buffer.concat([this.#rest, next.value]);
  }
}

async function* unpacked(path: string): AsyncGenerator<Buffer, void> {
  const target = createGunzip();
  const reading = pipeline(createReadStream(path), target);
  reading.catch(() => undefined); // who reads the target is told
  yield* target as AsyncIterable<Buffer>;
}

function damaged(cause?: unknown): RestoreRefused {
  return new RestoreRefused('The backup is damaged, or not complete.', 'Use another backup.', cause);
}
