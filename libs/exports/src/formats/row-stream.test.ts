import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RowStream } from './row-stream.js';

/** A row of CSV as PostgreSQL writes it: quotes where they are needed, lines inside them. */
const row = fc
  .array(fc.string({ unit: fc.constantFrom('a', 'é', '"', '\n', ',', '\r'), maxLength: 8 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((cells) => cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','));

/** What comes out of rows that are cut into pieces of so many bytes. */
async function streamed(
  rows: readonly string[],
  sizes: readonly number[],
  options: ConstructorParameters<typeof RowStream>[0],
) {
  const bytes = Buffer.from(rows.map((each) => `${each}\n`).join(''));
  const pieces: Buffer[] = [];
  for (let at = 0, next = 0; at < bytes.length; next += 1) {
    const size = sizes[next % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  const stream = new RowStream(options);
  const written = await buffer(Readable.from(pieces).pipe(stream));
  return { text: written.toString(), rowCount: stream.rowCount };
}

describe('rows put into a file', () => {
  it('are the same wherever they were cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
        async (rows, sizes) => {
          const { text, rowCount } = await streamed(rows, sizes, { head: 'a,b\r\n', after: '\r\n', quotes: true });

          expect(text).toBe(`a,b\r\n${rows.map((each) => `${each}\r\n`).join('')}`);
          expect(rowCount).toBe(rows.length);
        },
      ),
    );
  });

  it('may be larger than what is passed on at once', async () => {
    const rows = ['x'.repeat(1_000_000), 'y', `"${'z\n'.repeat(300_000)}"`];
    const { text, rowCount } = await streamed(rows, [70_000], { after: '\r\n', quotes: true });

    expect(text === rows.map((each) => `${each}\r\n`).join('')).toBe(true);
    expect(rowCount).toBe(3);
  });

  it('have something between them where it is asked, and the file its end', async () => {
    const options = { head: '[', between: ',', tail: (count: number) => `] ${count}` };

    expect((await streamed(['1', '2', '3'], [1], options)).text).toBe('[1,2,3] 3');
    expect((await streamed([], [1], options)).text).toBe('[] 0');
  });
});
