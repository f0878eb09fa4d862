import { Transform, type TransformCallback } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { RuleBroken } from '@grants/domain';
import { Zip, ZipDeflate } from 'fflate';
import type { Column, Language } from '../report.js';
import { meaningOf, type Encoder, type FileHead, type Format } from './format.js';
import { copyJsonLines } from './json.js';
import {
  columnName,
  firstParts,
  lastParts,
  row,
  sheetHead,
  SHEET_ROWS,
  sheetTail,
  textCell,
  valueCell,
  widths,
} from './xlsx-parts.js';

/** Compression sees pieces that the content alone determines, so that the same content always gives the same file. */
const PIECE = 65_536;
/** What an archive without its 64-bit extension can hold, in bytes. */
const ARCHIVE_LIMIT = 0xffff_ffff;
/** The first moment that an archive can tell, in whatever zone this runs: nothing of the file tells when it was made. */
const NO_TIME = new Date(1980, 0, 1);
const COMPRESSION = 6;
const encoder = new TextEncoder();

/** A part of the archive that is written bit by bit. */
class Part {
  readonly #deflate: ZipDeflate;
  readonly #piece = new Uint8Array(PIECE);
  #filled = 0;
  #size = 0;

  constructor(zip: Zip, path: string) {
    this.#deflate = new ZipDeflate(path, { level: COMPRESSION });
    this.#deflate.mtime = NO_TIME;
    zip.add(this.#deflate);
  }

  write(text: string): void {
    let rest = text;
    while (rest !== '') {
      const { read, written } = encoder.encodeInto(rest, this.#piece.subarray(this.#filled));
      this.#filled += written;
      rest = read === rest.length ? '' : rest.slice(read);
      // A character of several bytes may not fit in what is left: then the piece is a little shorter.
      if (rest !== '') this.#flush(false);
    }
  }

  end(): void {
    this.#flush(true);
  }

  #flush(last: boolean): void {
    this.#size += this.#filled;
    if (this.#size > ARCHIVE_LIMIT) {
      throw new RuleBroken(['too_large_for_xlsx'], 'A workbook cannot hold this much: take CSV or JSON');
    }
    // A copy: compression keeps what it is given.
    this.#deflate.push(this.#piece.slice(0, this.#filled), last);
    this.#filled = 0;
  }
}

/** The lines of the sheet that says what the others mean. */
function definitionLines({ report, language, asOf, knownAt, seal }: FileHead): readonly (readonly string[])[] {
  const say = (nl: string, en: string) => ({ nl, en })[language];
  return [
    [say('Rapport', 'Report'), report.title[language]],
    [say('Bron', 'Source'), report.source[language]],
    [say('Peildatum', 'As of'), asOf],
    [say('Bekend op', 'Known at'), knownAt],
    [say('Zegel', 'Seal'), `${seal.number} (${seal.takenAt})`],
    [],
    [say('Kolom', 'Column'), say('Sleutel', 'Key'), say('Eenheid', 'Unit'), say('Definitie', 'Definition')],
    ...report.columns
      .map(meaningOf)
      .map(({ key, header, unit, definition, ratio }) => [
        header[language],
        key,
        (unit?.[language] ?? '') + (ratio ? ` (${ratio.numerator} / ${ratio.denominator})` : ''),
        definition[language],
      ]),
  ];
}

/** Makes a workbook of rows that come as lines of JSON: as many sheets as they need, and one that says what they mean. */
class Workbook extends Transform implements Encoder {
  readonly #decoder = new StringDecoder('utf8');
  readonly #zip: Zip;
  readonly #columns: readonly (Column & { readonly name: string })[];
  readonly #language: Language;
  readonly #sheets: string[] = [];
  #sheet: Part;
  #rowsOfSheet = 0;
  rowCount = 0;
  #unfinished = '';

  constructor(
    readonly head: FileHead,
    readonly rowsOfOneSheet: number,
  ) {
    super();
    this.#columns = head.report.columns.map((column, index) => ({ ...column, name: columnName(index) }));
    this.#language = head.language;
    this.#zip = new Zip((error, bytes) => {
      if (error) throw error;
      this.push(bytes);
    });
    this.#addParts(firstParts);
    this.#sheet = this.#newSheet();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#attempt(done, () => {
      const lines = (this.#unfinished + this.#decoder.write(chunk)).split('\n');
      this.#unfinished = lines.pop() ?? '';
      for (const line of lines) this.#add(JSON.parse(line) as Record<string, string | number | null>);
    });
  }

  override _flush(done: TransformCallback): void {
    this.#attempt(done, () => {
      this.#endSheet();
      this.#sheets.push(this.#language === 'nl' ? 'definities' : 'definitions');
      const meaning = new Part(this.#zip, `xl/worksheets/sheet${this.#sheets.length}.xml`);
      meaning.write(sheetHead([32, 24, 32, 100], false));
      for (const [index, line] of definitionLines(this.head).entries()) {
        const at = index + 1;
        meaning.write(
          row(
            at,
            line
              .map((text, column) => textCell(`${columnName(column)}${at}`, text, column > 0 ? 'wrapped' : 'header'))
              .join(''),
          ),
        );
      }
      meaning.write(sheetTail);
      meaning.end();
      this.#addParts(lastParts(this.#sheets));
      this.#zip.end();
    });
  }

  /** Passes on what goes wrong inside, and not what goes wrong after. */
  #attempt(done: TransformCallback, work: () => void): void {
    try {
      work();
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  }

  #addParts(parts: typeof firstParts): void {
    for (const [path, content] of parts) {
      const part = new Part(this.#zip, path);
      part.write(content);
      part.end();
    }
  }

  #newSheet(): Part {
    const { name } = this.head.report;
    this.#sheets.push(this.#sheets.length === 0 ? name : `${name} ${this.#sheets.length + 1}`);
    const sheet = new Part(this.#zip, `xl/worksheets/sheet${this.#sheets.length}.xml`);
    sheet.write(
      sheetHead(
        this.#columns.map(({ type }) => widths[type]),
        this.#sheets.length === 1,
      ),
    );
    sheet.write(
      row(
        1,
        this.#columns
          .map(({ name: column, header }) => textCell(`${column}1`, header[this.#language], 'header'))
          .join(''),
      ),
    );
    this.#rowsOfSheet = 1;
    return sheet;
  }

  #endSheet(): void {
    this.#sheet.write(sheetTail);
    this.#sheet.end();
  }

  #add(values: Readonly<Record<string, string | number | null>>): void {
    if (this.#rowsOfSheet === this.rowsOfOneSheet) {
      this.#endSheet();
      this.#sheet = this.#newSheet();
    }
    this.#rowsOfSheet += 1;
    this.rowCount += 1;
    const at = this.#rowsOfSheet;
    let cells = '';
    for (const { key, type, name } of this.#columns) {
      const value = values[key] ?? null;
      if (value !== null) cells += valueCell[type](`${name}${at}`, value.toString());
    }
    this.#sheet.write(row(at, cells));
  }
}

/** XLSX (ECMA-376) with so many rows a sheet at most, the header included. */
export function xlsxOf(rowsOfOneSheet: number): Format {
  return {
    name: 'xlsx',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    copy: copyJsonLines,
    encode: (head) => new Workbook(head, rowsOfOneSheet),
  };
}

export const xlsx = xlsxOf(SHEET_ROWS);
