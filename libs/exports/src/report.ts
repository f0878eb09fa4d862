import type { View } from './as-known.js';

/** A text for people in both languages of the registry. */
export interface Bilingual {
  readonly nl: string;
  readonly en: string;
}

export type Language = keyof Bilingual;
export const languages = ['nl', 'en'] as const satisfies readonly Language[];

/**
 * What a column holds. `money` has two decimals, `decimal` is exact with as many as it needs, `percent` is in hundredths
 * with one decimal, a `date` is a day on the Dutch calendar, a `moment` is in UTC.
 */
export type ColumnType = 'text' | 'integer' | 'money' | 'decimal' | 'percent' | 'date' | 'moment';

/** A column of a report. An empty cell says "not known" or "not yet", as its definition tells, and never nothing or 0. */
export interface Column {
  /** Its name for machines: in the query, in JSON and in the manifest. */
  readonly key: string;
  readonly type: ColumnType;
  /** What a number counts or is measured in. */
  readonly unit?: Bilingual;
  readonly header: Bilingual;
  readonly definition: Bilingual;
  /** The columns that a percentage divides. */
  readonly ratio?: { readonly numerator: string; readonly denominator: string };
  /** What it is drawn from, as table.column; a test changes each of them and demands the same bytes of an earlier run. */
  readonly reads: readonly string[];
}

/** A report: one query over a day and a seal, with what it means. */
export interface Report {
  readonly name: string;
  readonly title: Bilingual;
  /** The law or contract that asks for it. */
  readonly source: Bilingual;
  readonly columns: readonly Column[];
  /** A complete order: no two rows are equal in these columns. */
  readonly order: readonly string[];
  /** A select with a column for each key. */
  readonly query: (view: View) => string;
}
