import type { ColumnType } from '../report.js';

/** The most rows that a sheet can have, its header included (ECMA-376, as implemented). */
export const SHEET_ROWS = 1_048_576;
/** The most UTF-16 units that a cell can hold. */
const CELL_UNITS = 32_767;
const CUT = '… (cut: a cell holds no more; CSV and JSON have all)';

/** Control characters that XML 1.0 cannot hold, and what looks like their escape. */
// oxlint-disable-next-line eslint/no-control-regex -- these are the characters that have to go
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|_(?=x[0-9a-f]{4}_)/gi;
const special: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

function escaped(text: string): string {
  const fitting = text.length > CELL_UNITS ? text.slice(0, CELL_UNITS - CUT.length) + CUT : text;
  return fitting
    .replaceAll(unwritable, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll(/[&<>"\r]/g, (character) => special[character] ?? character);
}

/** "A", "B" … "Z", "AA" … */
export function columnName(index: number): string {
  return (index < 26 ? '' : columnName(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));
}

/** The styles of the workbook, by their place in its list. */
const styles = { plain: 0, header: 1, money: 2, percent: 3, date: 4, moment: 5, wrapped: 6 } as const;
type Style = keyof typeof styles;

const DAY_MS = 86_400_000;
/** The day before day 1 of spreadsheets, as far as dates after February 1900 are concerned. */
const ORIGIN = Date.UTC(1899, 11, 30);
const serial = (text: string) => (Date.parse(text) - ORIGIN) / DAY_MS;

function numberCell(at: string, value: string, style: Style): string {
  return `<c r="${at}"${style === 'plain' ? '' : ` s="${styles[style]}"`}><v>${value}</v></c>`;
}

/** A cell of text. It is stored as a string, which no spreadsheet takes for a formula. */
export function textCell(at: string, text: string, style: Style = 'plain'): string {
  const styled = style === 'plain' ? '' : ` s="${styles[style]}"`;
  return `<c r="${at}"${styled} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/** How a value, as JSON has it, becomes a cell: numbers as numbers, dates as dates. */
export const valueCell: Readonly<Record<ColumnType, (at: string, value: string) => string>> = {
  text: textCell,
  integer: (at, value) => numberCell(at, value, 'plain'),
  money: (at, value) => numberCell(at, value, 'money'),
  decimal: (at, value) => numberCell(at, value, 'plain'),
  percent: (at, value) => numberCell(at, value, 'percent'),
  date: (at, value) => numberCell(at, serial(value).toString(), 'date'),
  moment: (at, value) => numberCell(at, serial(value).toString(), 'moment'),
};

/** How wide a column is, in characters. */
export const widths: Readonly<Record<ColumnType, number>> = {
  text: 28,
  integer: 12,
  money: 16,
  decimal: 20,
  percent: 12,
  date: 12,
  moment: 20,
};

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** The beginning of a sheet: its first row stays in sight. */
export function sheetHead(columnWidths: readonly number[], selected: boolean): string {
  const columns = columnWidths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView${selected ? ' tabSelected="1"' : ''} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>`;
}
export const sheetTail = '</sheetData></worksheet>';

export const row = (at: number, cells: string) => `<row r="${at}">${cells}</row>`;

const stylesheet = `${DECLARATION}<styleSheet xmlns="${MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="0.0"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="7"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

type Part = readonly [path: string, content: string];
const contentType = (part: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${part}+xml`;

/** The parts before the sheets, by which a workbook is recognised: every part that is not named is a sheet. */
export const firstParts: readonly Part[] = [
  [
    '[Content_Types].xml',
    `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="${contentType('worksheet')}"/><Override PartName="/xl/workbook.xml" ContentType="${contentType('sheet.main')}"/><Override PartName="/xl/styles.xml" ContentType="${contentType('styles')}"/></Types>`,
  ],
  [
    '_rels/.rels',
    `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  ['xl/styles.xml', stylesheet],
];

/** The parts after the sheets, which name them in their order; nothing says when they were made, or by whom. */
export function lastParts(sheets: readonly string[]): readonly Part[] {
  const each = (write: (number: number, name: string) => string) =>
    sheets.map((name, index) => write(index + 1, escaped(name))).join('');
  return [
    [
      'xl/workbook.xml',
      `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${each((number, name) => `<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`)}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${each((number) => `<Relationship Id="rId${number}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    ],
  ];
}
