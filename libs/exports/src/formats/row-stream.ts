import { Transform, type TransformCallback } from 'node:stream';
import type { Encoder } from './format.js';

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
/** Bytes that are passed on at once: PostgreSQL sends far smaller ones, and each would be hashed and written by itself. */
const PASSED_ON = 256 * 1024;

interface RowOptions {
  /** What the file begins with. */
  readonly head?: string;
  /** What stands before every row but the first. */
  readonly between?: string;
  /** What stands after every row. */
  readonly after?: string;
  /** What the file ends with. */
  readonly tail?: (rows: number) => string;
  /** Whether a line feed inside double quotes belongs to the row. */
  readonly quotes?: boolean;
}

/**
 * Puts the rows that PostgreSQL sends, each closed by a line feed, into a file of another shape. It looks at the bytes
 * alone and keeps no row.
 */
export class RowStream extends Transform implements Encoder {
  readonly #between: Buffer;
  readonly #after: Buffer;
  readonly #tail: (rows: number) => string;
  readonly #quotes: boolean;
  #quoted = false;
  rowCount = 0;
  #atStart = true;
  #waiting = Buffer.allocUnsafeSlow(PASSED_ON);
  #length = 0;

  constructor({ head = '', between = '', after = '', tail = () => '', quotes = false }: RowOptions) {
    super();
    this.#between = Buffer.from(between);
    this.#after = Buffer.from(after);
    this.#tail = tail;
    this.#quotes = quotes;
    if (head) this.push(head);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let from = 0;
    for (const end of this.#rowEnds(chunk)) {
      this.#putOfRow(chunk, from, end);
      this.#put(this.#after, 0, this.#after.length);
      this.rowCount += 1;
      this.#atStart = true;
      from = end + 1;
    }
    if (from < chunk.length) this.#putOfRow(chunk, from, chunk.length);
    done();
  }

  override _flush(done: TransformCallback): void {
    this.#pass();
    done(null, this.#tail(this.rowCount));
  }

  #putOfRow(chunk: Buffer, from: number, to: number): void {
    if (this.#atStart && this.rowCount > 0) this.#put(this.#between, 0, this.#between.length);
    this.#atStart = false;
    this.#put(chunk, from, to);
  }

  #put(bytes: Buffer, from: number, to: number): void {
    for (let at = from; at < to;) {
      const taken = bytes.copy(this.#waiting, this.#length, at, to);
      at += taken;
      this.#length += taken;
      if (this.#length === PASSED_ON) this.#pass();
    }
  }

  /** Passes on what waits. */
  #pass(): void {
    if (this.#length > 0) this.push(this.#waiting.subarray(0, this.#length));
    this.#waiting = Buffer.allocUnsafeSlow(PASSED_ON);
    this.#length = 0;
  }

  /** Where rows end in a chunk; whether a quotation is open is carried over to the next. */
  #rowEnds(chunk: Buffer): number[] {
    const ends: number[] = [];
    // From quote to quote: within every second stretch, lines are a part of a cell.
    for (let from = 0; from < chunk.length;) {
      const quote = this.#quotes ? chunk.indexOf(QUOTE, from) : -1;
      const to = quote === -1 ? chunk.length : quote;
      if (!this.#quoted) {
        for (
          let end = chunk.indexOf(LINE_FEED, from);
          end !== -1 && end < to;
          end = chunk.indexOf(LINE_FEED, end + 1)
        ) {
          ends.push(end);
        }
      }
      if (quote !== -1) this.#quoted = !this.#quoted;
      from = to + 1;
    }
    return ends;
  }
}
