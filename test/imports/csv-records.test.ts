import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvRecords, type CsvRecord } from '../../libs/registry/src/imports/csv-records.js';
import { csvLine } from './importer.js';

/** The records of bytes that come in pieces which end where they end. */
async function read(content: Buffer | string, cuts: readonly number[] = []): Promise<CsvRecord[]> {
  const bytes = Buffer.from(content as Buffer);
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  async function* pieces(): AsyncGenerator<Buffer> {
    let from = 0;
    for (const end of [...ends, bytes.length]) {
      yield await Promise.resolve(bytes.subarray(from, end));
      from = end;
    }
  }
  const records: CsvRecord[] = [];
  for await (const some of csvRecords(pieces())) records.push(...some);
  return records;
}
const cells = (line: number, ...values: string[]) => ({ line, cells: values });

describe('reading CSV', () => {
  it.each([
    ['a byte order mark', '\ufeffa,b\nc,d\n'],
    ['lines that end in CR LF', 'a,b\r\nc,d\r\n'],
    ['no end of the last line', 'a,b\nc,d'],
    ['a last line that is empty twice', 'a,b\nc,d\n\n\n'],
  ])('takes %s for what it is', async (_, content) => {
    expect(await read(content)).toEqual([cells(1, 'a', 'b'), cells(2, 'c', 'd')]);
  });

  it('counts lines of the file, within cells and empty ones too', async () => {
    expect(await read('a,"b\nc"\n\nd,e\n"f\r\n\r\ng",h\ni,j\n')).toEqual([
      cells(1, 'a', 'b\nc'),
      cells(4, 'd', 'e'),
      cells(5, 'f\r\n\r\ng', 'h'),
      cells(8, 'i', 'j'),
    ]);
  });

  it.each([
    ['a quote within a cell', 'a,b\nc "d" e,f\ng,h\n', 'quote_misplaced'],
    ['something after a closing quote', 'a,b\n"c"d,f\ng,h\n', 'quote_misplaced'],
    ['a quote that is not closed before the next', 'a,b\n"c,d\ng,h\n"i",j\n', 'quote_misplaced'],
    ['a quote that is never closed', 'a,b\n"c,d\ng,h\n', 'quote_not_closed'],
  ] as const)('leaves a line with %s and goes on at the next', async (_, content, fault) => {
    const [first, bad, next] = await read(content);

    expect(first).toEqual(cells(1, 'a', 'b'));
    expect(bad).toMatchObject({ line: 2, fault, value: content.split('\n')[1] });
    expect(next).toEqual(cells(3, 'g', 'h'));
  });

  it('reads every good line between lines with misplaced quotes', async () => {
    const lines = Array.from({ length: 2000 }, (_, place) => (place % 3 === 0 ? `x"y,${place}` : `good,${place}`));
    const records = await read(lines.join('\n'), [7, 1000, 10_001]);

    expect(records).toHaveLength(2000);
    expect(records.filter((record) => 'fault' in record)).toHaveLength(667);
    expect(records[1999]).toEqual(cells(2000, 'good', '1999'));
  });

  it('leaves a line that is too long to be a row', async () => {
    const records = await read(`a,b\n"${'x'.repeat(70_000)}\nc,d\n`);

    expect(records).toMatchObject([cells(1, 'a', 'b'), { line: 2, fault: 'record_too_long' }, cells(3, 'c', 'd')]);
  });

  it('names the cell that is not UTF-8, and reads the others', async () => {
    const latin = Buffer.concat([
      Buffer.from('a,b\nc,'),
      Buffer.from('caf\u00e9', 'latin1'),
      Buffer.from('\n\u00e9,\ufffd\n'),
    ]);

    expect(await read(latin)).toEqual([
      cells(1, 'a', 'b'),
      { line: 2, fault: 'not_utf8', column: 1, value: 'caf\ufffd' },
      cells(3, '\u00e9', '\ufffd'),
    ]);
  });

  it('reads the same whatever the pieces in which it comes', async () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('', 'a', '"', ',', '\n', '\r\n', '\u00e9', '\u{1f600}', ' '));
    const damage = fc.constantFrom('', '"', 'x"y', '\u0000');
    const row = fc.tuple(fc.array(cell, { minLength: 2, maxLength: 4 }), damage);
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        fc.boolean(),
        async (rows, cuts, withBom) => {
          const text = rows.map(([each, damaged]) => `${damaged}${csvLine(each)}\n`).join('');
          const content = Buffer.from(`${withBom ? '\ufeff' : ''}${text}`);

          expect(await read(content, cuts)).toEqual(await read(content));
        },
      ),
      { seed: 20_261_122, numRuns: 300 },
    );
  });

  it('gives back the cells of any well-formed file, with the lines on which they stand', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\n', '\r\n', '\u00e9', ' ') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constant('x'), cell, cell), { maxLength: 10 }), async (rows) => {
        let line = 1;
        const expected = rows.map((row) => {
          const record = cells(line, ...row);
          line += row.join('').split('\n').length;
          return record;
        });

        expect(await read(rows.map((row) => `${csvLine(row)}\n`).join(''))).toEqual(expected);
      }),
      { seed: 20_261_122, numRuns: 300 },
    );
  });
});
