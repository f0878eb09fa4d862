import type { View } from '../as-known.js';
import type { Report } from '../report.js';
import { circumstances, plainCells, rowsSql, type Format } from './format.js';
import { RowStream } from './row-stream.js';

const cells = {
  ...plainCells,
  // Amounts are decimal strings: a JSON number is a floating-point number to most readers.
  money: (value: string) => `round(${value}, 2)::text`,
  decimal: (value: string) => `trim_scale(${value})::text`,
};

/**
 * Every row as a JSON object on a line. JSON holds no control characters, so with two of them as delimiter and quote
 * COPY's CSV passes it on as it is, where its text form would double every backslash.
 */
export function copyJsonLines(report: Report, view: View): string {
  return `copy (select row_to_json(report_row) from (${rowsSql(report, view, cells)}) report_row)
    to stdout (format csv, delimiter e'\\x01', quote e'\\x02')`;
}

/** One document: what the report is and how it was taken, then the rows, then how many. */
export const json: Format = {
  name: 'json',
  mediaType: 'application/json',
  copy: copyJsonLines,
  encode: (head) =>
    new RowStream({
      head: `${JSON.stringify(circumstances(head), null, 1).slice(0, -2)},\n "rows": [\n`,
      between: ',\n',
      tail: (rows) => `\n ],\n "rowCount": ${rows}\n}\n`,
    }),
};

/** One row a line, for machines; what it means stands in the manifest. */
export const ndjson: Format = {
  name: 'ndjson',
  mediaType: 'application/x-ndjson',
  copy: copyJsonLines,
  encode: () => new RowStream({ after: '\n' }),
};
