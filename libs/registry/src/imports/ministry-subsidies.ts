import { hash } from 'node:crypto';
import type { CsvFault, CsvRecord } from './csv-records.js';

/**
 * The columns of the file that Dutch ministries publish of the subsidies they paid, as its first line names them:
 * ministry, scheme, recipient, article of policy, cash paid, year. NL: subsidies ministeries.
 */
export const columns = ['Overheid', 'Regeling', 'Ontvanger', 'Beleid', 'Realisatie', 'Jaar'] as const;
type Column = (typeof columns)[number];

/** What can be wrong with a row, in words. The codes are stable. */
export const rowFaults = {
  wrong_column_count: `the row does not have ${columns.length} columns`,
  quote_misplaced:
    'a double quote stands where none may: a cell with quotes is quoted whole, and its quotes are doubled',
  quote_not_closed: 'a quoted cell is not closed',
  record_too_long: 'the row is longer than 65,536 characters',
  not_utf8: 'the text is not UTF-8; it may have been saved as Windows-1252',
  forbidden_character: 'the text holds a character (NUL) that cannot be kept',
  text_empty: 'the text is empty',
  text_too_long: 'the text is longer than 500 characters',
  amount_empty: 'the amount is empty',
  amount_decimal_comma: 'the amount has a decimal comma: write 12500.50',
  amount_thousands_separator: 'the amount has thousands separators: write 1234567.89',
  amount_not_a_number: 'the amount is not a number such as 12500, -12500.5 or 12500.12345',
  amount_too_large: 'the amount is a million million euro or more',
  year_not_a_number: 'the year is not four digits',
  year_out_of_range: 'the year lies before 1900 or in the future',
} as const satisfies Record<CsvFault, string> & Record<string, string>;
/** The code of what is wrong with a row. */
export type RowFault = keyof typeof rowFaults;

/** One thing wrong with one row; a row can have several. */
export interface ImportFault {
  /** The line of the file on which the row begins; the header is line 1. */
  readonly line: number;
  /** The column by its name in the file; `row` where it is about the whole row. */
  readonly column: Column | 'row';
  readonly reason: RowFault;
  readonly value: string;
}

/** A payment as the file has it. Texts are as they are matched: trimmed and, but for the recipient, with single spaces. */
export interface Payment {
  readonly line: number;
  readonly ministry: string;
  readonly scheme: string;
  /** As written, stray spaces included. */
  readonly schemeText: string;
  /** Trimmed only: what differs in more than surrounding spaces may be somebody else. */
  readonly recipient: string;
  /** As written, stray spaces included. */
  readonly recipientText: string;
  /** Null where the file has none. NL: begrotingsartikel. */
  readonly policyArticle: string | null;
  /** As written. */
  readonly amountText: string;
  /** The exact amount in euro, as a decimal string with any number of decimals; negative for a correction. */
  readonly amount: string;
  readonly year: number;
  /** SHA-256, in hexadecimal, of what makes two rows equal: the matched texts, the exact amount and the year. */
  readonly content: string;
}

const MAX_TEXT = 500;
const MAX_AMOUNT_TEXT = 40;
const EARLIEST_YEAR = 1900;

const fold = (text: string) => (/\s\s|[^\S ]/.test(text) ? text.replaceAll(/\s+/g, ' ') : text);

/** Reads a row, or says all that is wrong with it. */
export function readPayment(record: CsvRecord, latestYear: number): Payment | ImportFault[] {
  const { line } = record;
  if ('fault' in record) {
    const column = record.column === null ? 'row' : (columns[record.column] ?? 'row');
    return [{ line, column, reason: record.fault, value: printable(record.value) }];
  }
  const { cells } = record;
  if (cells.length !== columns.length) {
    return [{ line, column: 'row', reason: 'wrong_column_count', value: printable(cells.join(',')) }];
  }
  const [ministryText, schemeText, recipientText, article, amountText, yearText] = cells as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const ministry = fold(ministryText.trim());
  const scheme = fold(schemeText.trim());
  const recipient = recipientText.trim();
  const policyArticle = article.trim();
  const faults: (RowFault | null)[] = [
    faultOfText(ministryText, true),
    faultOfText(schemeText, true),
    faultOfText(recipientText, true),
    faultOfText(article, false),
    faultOfAmount(amountText.trim()),
    faultOfYear(yearText.trim(), latestYear),
  ];
  if (faults.some((fault) => fault !== null)) {
    return faults.flatMap((reason, place) =>
      reason === null ? [] : [{ line, column: columns[place] ?? 'row', reason, value: printable(cells[place] ?? '') }],
    );
  }
  const year = Number(yearText);
  const amount = canonical(amountText.trim());
  return {
    line,
    ministry,
    scheme,
    schemeText,
    recipient,
    recipientText,
    policyArticle: policyArticle || null,
    amountText,
    amount,
    year,
    content: hash('sha256', JSON.stringify([ministry, scheme, fold(recipient), policyArticle, amount, year])),
  };
}

function faultOfText(text: string, required: boolean): RowFault | null {
  if (text.trim() === '') return required ? 'text_empty' : null;
  if (text.includes('\0')) return 'forbidden_character';
  return text.length > MAX_TEXT ? 'text_too_long' : null;
}

/** What is wrong with an amount: a decimal point is the only sign that it may have, and nothing is guessed at. */
function faultOfAmount(text: string): RowFault | null {
  if (text === '') return 'amount_empty';
  if (/^-?\d+(?:\.\d+)?$/.test(text) && text.length <= MAX_AMOUNT_TEXT) {
    // What rounds to the limit is too large as well.
    return /^-?0*(?:[1-9]\d{12}|9{12}\.99[5-9])/.test(text) ? 'amount_too_large' : null;
  }
  if (/^-?\d{1,3}(?:[.,’'\s]\d{3})+(?:[.,]\d+)?$/.test(text)) return 'amount_thousands_separator';
  return /^-?\d+,\d+$/.test(text) ? 'amount_decimal_comma' : 'amount_not_a_number';
}

/** Whether a good amount, of one to three digits with three decimals, could have been meant as thousands: 12.500. */
export function looksLikeThousands({ amountText }: Payment): boolean {
  return /^\s*-?[1-9]\d{0,2}\.\d{3}\s*$/.test(amountText);
}

function faultOfYear(text: string, latestYear: number): RowFault | null {
  if (!/^\d{4}$/.test(text)) return 'year_not_a_number';
  return Number(text) < EARLIEST_YEAR || Number(text) > latestYear ? 'year_out_of_range' : null;
}

/** The same amount in one way of writing: no zeros that say nothing. */
function canonical(text: string): string {
  const [whole = '', decimals = ''] = text.replace('-', '').split('.');
  const kept = decimals.replace(/0+$/, '');
  const amount = `${whole.replace(/^0+(?=\d)/, '')}${kept && '.'}${kept}`;
  return text.startsWith('-') && amount !== '0' ? `-${amount}` : amount;
}

/** What is shown of a bad value: short, and without what a database or a terminal cannot show. */
function printable(value: string): string {
  return value.slice(0, 200).replaceAll(/\p{Cc}/gu, (character) => (/[\t\n\r]/.test(character) ? ' ' : '\uFFFD'));
}
