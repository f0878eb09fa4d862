import { plainCells, rowsSql, type Format } from './format.js';
import { RowStream } from './row-stream.js';

/** Code points by which a spreadsheet takes a cell for a formula: = + - @, tab, line feed, return, and the wide = + - @. */
const formulaStarts = [0x3d, 0x2b, 0x2d, 0x40, 0x09, 0x0a, 0x0d, 0xff1d, 0xff0b, 0xff0d, 0xff20].join(', ');

const cells = {
  ...plainCells,
  // An apostrophe makes it text, as OWASP advises. Numbers are ours, and stay numbers.
  text: (value: string) => `case when ascii(${value}) in (${formulaStarts}) then '''' || ${value} else ${value} end`,
};

const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * RFC 4180: commas, quotes where they are needed, lines that end in CR LF, one line of headers, UTF-8. Without a byte
 * order mark, which half of all readers take for a part of the first header; who wants a spreadsheet takes XLSX.
 */
export const csv: Format = {
  name: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  copy: (report, view) => `copy (${rowsSql(report, view, cells)}) to stdout (format csv)`,
  encode: ({ report, language }) =>
    new RowStream({
      head: `${report.columns.map(({ header }) => field(header[language])).join(',')}\r\n`,
      after: '\r\n',
      quotes: true,
    }),
};
