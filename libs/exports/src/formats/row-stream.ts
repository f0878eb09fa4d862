import { Transform, type TransformCallback } from 'node:stream';
import type { Encoder } from './format.js';

const LINE_FEED = 0x0a;
const QUOTE = 0x22;

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

  constructor({ head = '', between = '', after = '', tail = () => '', quotes = false }: RowOptions) {
    super();
    this.#between = Buffer.from(between);
    this.#after = Buffer.from(after);
    this.#tail = tail;
    this.#quotes = quotes;
    if (head) this.push(head);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const ends = this.#rowEnds(chunk);
    const rows = Buffer.allocUnsafe(chunk.length + (ends.length + 1) * (this.#between.length + this.#after.length));
    let length = 0;
    let from = 0;
    const take = (to: number) => {
      if (this.#atStart && this.rowCount > 0) length += this.#between.copy(rows, length);
      this.#atStart = false;
      length += chunk.copy(rows, length, from, to);
    };
    for (const end of ends) {
      take(end);
      length += this.#after.copy(rows, length);
      this.rowCount += 1;
      this.#atStart = true;
      from = end + 1;
    }
    if (from < chunk.length) take(chunk.length);
    done(null, rows.subarray(0, length));
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#tail(this.rowCount));
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
