import { isUtf8 } from 'node:buffer';
import { InvalidInput } from '@grants/domain';
import { CsvError, parse } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';

/** A record of a CSV file: its cells, or why it cannot be read. `line` is the line of the file on which it begins. */
export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly fault: CsvFault; readonly column: number | null; readonly value: string };

/** What can be wrong with how a record is written down. */
export type CsvFault = 'quote_misplaced' | 'quote_not_closed' | 'record_too_long' | 'not_utf8';

const MAX_RECORD_CHARACTERS = 65_536;
const NEWLINE = 10;
const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_BOMS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

const format = {
  relax_column_count: true,
  record_delimiter: ['\r\n', '\n'],
  max_record_size: MAX_RECORD_CHARACTERS,
};

const faultOfCode: Readonly<Record<string, CsvFault>> = {
  INVALID_OPENING_QUOTE: 'quote_misplaced',
  CSV_INVALID_CLOSING_QUOTE: 'quote_misplaced',
  CSV_QUOTE_NOT_CLOSED: 'quote_not_closed',
  CSV_MAX_RECORD_SIZE: 'record_too_long',
};

interface Parsed {
  readonly cells: string[];
  /** The byte after the record, counted from where its parser began. */
  readonly end: number;
}

/**
 * The records of a CSV file in UTF-8, with commas, double quotes and lines that end in LF or CR LF, in pieces as they come;
 * empty lines are passed over. Memory stays constant: a piece is what one chunk completes. A quote that is not as it should
 * be spoils the line on which its record begins and nothing else: reading goes on at the next line.
 * @throws InvalidInput if the file is in UTF-16.
 */
export async function* csvRecords(content: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord[]> {
  let parsed: Parsed[] = [];
  const begin = () => beginParser((cells, end) => parsed.push({ cells, end }));
  let parser = begin();
  /** The bytes from the end of the last record on, and how many the parser had been given before them. */
  let held = Buffer.alloc(0);
  let given = 0;
  let line = 1;
  let isStart = true;
  /** A record that failed where its line is not yet whole. */
  let failed: CsvFault | null = null;

  const settle = (): CsvRecord[] => {
    const end = parsed.at(-1)?.end ?? given;
    const allUtf8 = isUtf8(held.subarray(0, end - given));
    let from = given;
    const records = parsed.flatMap((record) => {
      const bytes = held.subarray(from - given, record.end - given);
      from = record.end;
      const begins = line;
      line += 1 + record.cells.reduce((count, cell) => count + newlinesIn(cell), 0);
      if (record.cells.length === 1 && record.cells[0] === '') return [];
      return [allUtf8 || isUtf8(bytes) ? { line: begins, cells: record.cells } : badEncoding(begins, bytes)];
    });
    held = held.subarray(end - given);
    given = end;
    parsed = [];
    return records;
  };
  /** Leaves the rest of the line on which a record failed, if it is whole; what follows is to be parsed anew. */
  const leaveLine = (fault: CsvFault, atEnd: boolean): CsvRecord[] => {
    const newline = held.indexOf(NEWLINE);
    failed = newline === -1 && !atEnd ? fault : null;
    if (failed) return [];
    const rest = newline === -1 ? held.length : newline + 1;
    const value = held.subarray(0, rest).toString('utf8').trimEnd().slice(0, 200);
    held = held.subarray(rest);
    given = 0;
    parser = begin();
    line += 1;
    return [{ line: line - 1, fault, column: null, value }];
  };
  /** Parses bytes that are held already. */
  const parseHeld = async (bytes: Buffer, atEnd: boolean): Promise<CsvRecord[]> => {
    const records: CsvRecord[] = [];
    let next = bytes;
    for (;;) {
      const fault = await parser.take(next, atEnd);
      records.push(...settle());
      if (!fault) return records;
      const left = leaveLine(fault, atEnd);
      records.push(...left);
      if (left.length === 0) return records;
      next = held;
    }
  };

  for await (const chunk of content) {
    let bytes = chunk;
    if (isStart) {
      held = Buffer.concat([held, bytes]);
      if (held.length < UTF8_BOM.length) continue;
      bytes = withoutBom(held);
      held = Buffer.alloc(0);
      isStart = false;
    }
    held = Buffer.concat([held, bytes]);
    if (failed) {
      const left = leaveLine(failed, false);
      if (left.length === 0) continue;
      yield left;
      bytes = held;
    }
    yield await parseHeld(bytes, false);
  }
  if (failed) yield leaveLine(failed, true);
  yield await parseHeld(isStart ? held : Buffer.alloc(0), true);
}

/** A parser that takes bytes and gives records as they are complete. */
function beginParser(onRecord: (cells: string[], end: number) => void) {
  const parser = parse({
    ...format,
    on_record: (cells: string[], { bytes }) => {
      onRecord(cells, bytes);
      return null;
    },
  });
  parser.on('error', () => undefined);
  const written = (write: (done: (error?: Error | null) => void) => void) =>
    new Promise<CsvFault | null>((resolve, reject) =>
      write((error) => {
        const fault = error instanceof CsvError ? faultOfCode[error.code] : undefined;
        if (!error) resolve(null);
        else if (fault) resolve(fault);
        else reject(error);
      }),
    );
  return {
    take: async (bytes: Buffer, atEnd: boolean): Promise<CsvFault | null> => {
      const fault = bytes.length === 0 ? null : await written((done) => parser.write(bytes, done));
      return fault ?? (atEnd ? written((done) => parser.end(done)) : null);
    },
  };
}

function withoutBom(start: Buffer): Buffer {
  if (UTF16_BOMS.some((bom) => start.subarray(0, 2).equals(bom))) {
    throw new InvalidInput([{ pointer: '', detail: 'the file is in UTF-16: save it as UTF-8' }]);
  }
  return start.subarray(0, UTF8_BOM.length).equals(UTF8_BOM) ? start.subarray(UTF8_BOM.length) : start;
}

const newlinesIn = (cell: string) => (cell.includes('\n') ? cell.split('\n').length - 1 : 0);

/** Names the first cell whose bytes are not UTF-8. */
function badEncoding(line: number, bytes: Buffer): CsvRecord {
  const [cells = []] = parseAtOnce(bytes, { ...format, encoding: null }) as unknown as Buffer[][];
  const column = cells.findIndex((cell) => !isUtf8(cell));
  return { line, fault: 'not_utf8', column, value: cells[column]?.toString('utf8') ?? '' };
}
