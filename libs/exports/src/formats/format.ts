import type { Transform } from 'node:stream';
import type { Seal, View } from '../as-known.js';
import type { Bilingual, Column, ColumnType, Language, Report } from '../report.js';

/** What a file says of itself: nothing in it may differ between two runs with the same parameters and seal. */
export interface FileHead {
  readonly report: Report;
  readonly language: Language;
  readonly asOf: string;
  readonly knownAt: string;
  readonly seal: Seal;
}

/** Makes the bytes of a file of those of its rows, and counts the rows. */
export interface Encoder extends Transform {
  readonly rowCount: number;
}

/** A way to write any report. PostgreSQL makes the rows, so that no row becomes an object where none is needed. */
export interface Format {
  readonly name: string;
  readonly mediaType: string;
  /** The statement that sends the rows. */
  readonly copy: (report: Report, view: View) => string;
  /** Makes the file of what the statement sends. */
  readonly encode: (head: FileHead) => Encoder;
}

/** The SQL of one cell. */
export type CellSql = Readonly<Record<ColumnType, (value: string) => string>>;

const moment = (value: string) => `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Cells as every format has them, unless it says otherwise. */
export const plainCells: CellSql = {
  text: (value) => value,
  integer: (value) => value,
  money: (value) => `round(${value}, 2)`,
  decimal: (value) => `trim_scale(${value})`,
  percent: (value) => `round(${value}, 1)`,
  date: (value) => value,
  moment,
};

/** The report's rows, in its order, with the cells of a format. Text is ordered by its bytes, the same everywhere. */
export function rowsSql({ columns, order, query }: Report, view: View, cells: CellSql): string {
  const cell = ({ key, type }: Column) => `${cells[type](`report."${key}"`)} as "${key}"`;
  const typeOf = new Map(columns.map(({ key, type }) => [key, type]));
  const term = (key: string) => `report."${key}"${typeOf.get(key) === 'text' ? ' collate "C"' : ''}`;
  return `select ${columns.map(cell).join(', ')} from (${query(view)}) report order by ${order.map(term).join(', ')}`;
}

/** What a column means, as manifests, JSON and the second sheet of a workbook tell it. */
export interface ColumnMeaning {
  readonly key: string;
  readonly type: ColumnType;
  readonly unit: Bilingual | null;
  readonly header: Bilingual;
  readonly definition: Bilingual;
  readonly ratio: { readonly numerator: string; readonly denominator: string } | null;
}

/** The part of a column's definition that is for readers. */
export function meaningOf({ key, type, unit, header, definition, ratio }: Column): ColumnMeaning {
  return { key, type, unit: unit ?? null, header, definition, ratio: ratio ?? null };
}

/** What a run was asked and through which seal it looked. */
export function circumstances({ report, language, asOf, knownAt, seal }: FileHead) {
  const { name, title, source, columns } = report;
  return {
    report: name,
    title,
    source,
    parameters: { asOf, knownAt, language },
    seal: { number: seal.number, takenAt: seal.takenAt },
    columns: columns.map(meaningOf),
  };
}
