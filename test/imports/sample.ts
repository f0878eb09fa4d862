import type { RowFault } from '@grants/registry';

const VWS = 'Ministerie van Verzonnen Welzijn en Sport';
const EZ = 'Ministerie van Verbeelde Economie';

/** A row of the sample, and what is wrong with it, by column. */
interface SampleRow {
  readonly cells: readonly string[];
  readonly faults?: Readonly<Record<string, RowFault>>;
}
const good = (...cells: string[]): SampleRow => ({ cells });
const bad = (faults: Readonly<Record<string, RowFault>>, ...cells: string[]): SampleRow => ({ cells, faults });

/** An invented file with every fault that real ones were seen to have, and more. */
export const sampleRows: readonly SampleRow[] = [
  good(VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', '12500', '2015'),
  // Corrections.
  good(VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', '-12500', '2015'),
  good(VWS, 'Regeling Spelen', 'Gemeente Nergenshuizen', '4', '-0.01', '2015'),
  // One to five decimals, halves that round away from zero, and zeros that say nothing.
  good(EZ, 'Regeling Proeven', 'Verzonnen Bedrijf B.V.', '12', '10.5', '2015'),
  good(EZ, 'Regeling Proeven', 'Verzonnen Bedrijf B.V.', '12', '10.55', '2015'),
  good(EZ, 'Regeling Proeven', 'Verzonnen Bedrijf B.V.', '12', '1000.005', '2015'),
  good(EZ, 'Regeling Proeven', 'Verzonnen Bedrijf B.V.', '12', '-1000.005', '2015'),
  good(EZ, 'Regeling Proeven', 'Verzonnen Bedrijf B.V.', '12', '46303.8271', '2015'),
  good(EZ, 'Regeling Proeven', 'Verzonnen Bedrijf B.V.', '12', '30370.85802', '2015'),
  good(EZ, 'Regeling Proeven', 'Verzonnen Bedrijf B.V.', '12', '0012.500', '2015'),
  good(EZ, 'Regeling Proeven', 'Verzonnen Bedrijf B.V.', '12', '0', '2015'),
  good(EZ, 'Regeling Proeven', 'Verzonnen Bedrijf B.V.', '12', '999999999999.99', '1900'),
  // An empty article of policy, and one in words.
  good(VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '', '180000', '2015'),
  good(VWS, 'Regeling Spelen', 'Stichting Voorbeeld', 'overig', '180000', '2015'),
  // Exact doubles: payments of their own.
  good(VWS, 'Regeling Spelen', 'Gemeente Nergenshuizen', '4', '5000', '2015'),
  good(VWS, 'Regeling Spelen', 'Gemeente Nergenshuizen', '4', '5000', '2015'),
  good(VWS, 'Regeling Spelen', 'Gemeente Nergenshuizen', '4', '5000', '2015'),
  // Stray spaces around and within, a line end within a cell, quotes, and other scripts.
  good(`  ${VWS} `, 'Regeling Spelen ', 'Stichting Voorbeeld ', ' 4.1 ', ' 250 ', ' 2015 '),
  good(VWS, 'Regeling  Spelen', 'Stichting Voorbeeld', '4.1', '250', '2015'),
  good(VWS, 'Regeling\u00a0Spelen', 'Stichting  Voorbeeld', '4.1', '251', '2015'),
  good(VWS, 'Regeling Spelen', 'Stichting\nVoorbeeld', '4.1', '252', '2015'),
  good(VWS, 'Regeling "Zomer, en meer"', "Vereniging 't Éénoog, Ω & Ж\tB.V.", '4.1', '253', '2015'),
  good(VWS, 'Regeling \\N', '\\.', '4.1', '254', '2015'),
  // Spelt in many ways: different recipients, each of them.
  good(VWS, 'Regeling Spelen', 'STICHTING VOORBEELD', '4.1', '1', '2015'),
  good(VWS, 'Regeling Spelen', 'Voorbeeld, Stichting', '4.1', '2', '2015'),
  // Amounts that are none, or that would have to be guessed at.
  bad({ Realisatie: 'amount_empty' }, VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', '', '2015'),
  bad({ Realisatie: 'amount_empty' }, VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', ' ', '2015'),
  bad({ Realisatie: 'amount_decimal_comma' }, VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', '12500,50', '2015'),
  ...['12.500,50', '12,500.50', '1.234.567', '1,234,567', '12,500', '12 500', "12'500", '1\u00a0250.00'].map((amount) =>
    bad(
      { Realisatie: 'amount_thousands_separator' },
      VWS,
      'Regeling Spelen',
      'Stichting Voorbeeld',
      '4.1',
      amount,
      '2015',
    ),
  ),
  ...['n.v.t.', '1e5', '+5', '€ 5', '5-', '5.', '.5', '−5', '0x10', 'NaN', `0.${'1'.repeat(40)}`].map((amount) =>
    bad({ Realisatie: 'amount_not_a_number' }, VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', amount, '2015'),
  ),
  ...['1000000000000', '-1000000000000.00', '999999999999.995'].map((amount) =>
    bad({ Realisatie: 'amount_too_large' }, VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', amount, '2015'),
  ),
  // Years.
  bad({ Jaar: 'year_not_a_number' }, VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', '1', ''),
  bad({ Jaar: 'year_not_a_number' }, VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', '1', '15'),
  bad({ Jaar: 'year_not_a_number' }, VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', '1', '2015/16'),
  bad({ Jaar: 'year_out_of_range' }, VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', '1', '1899'),
  bad({ Jaar: 'year_out_of_range' }, VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', '1', '2150'),
  // Texts.
  bad({ Overheid: 'text_empty' }, '', 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', '1', '2015'),
  bad({ Regeling: 'text_empty' }, VWS, ' ', 'Stichting Voorbeeld', '4.1', '1', '2015'),
  bad({ Ontvanger: 'text_empty' }, VWS, 'Regeling Spelen', '\u00a0', '4.1', '1', '2015'),
  bad({ Ontvanger: 'text_too_long' }, VWS, 'Regeling Spelen', 'x'.repeat(501), '4.1', '1', '2015'),
  bad({ Ontvanger: 'forbidden_character' }, VWS, 'Regeling Spelen', 'Stichting\0Voorbeeld', '4.1', '1', '2015'),
  // Several at once.
  bad(
    { Overheid: 'text_empty', Ontvanger: 'text_empty', Realisatie: 'amount_empty', Jaar: 'year_not_a_number' },
    '',
    'Regeling Spelen',
    '',
    '4.1',
    '',
    'dit jaar',
  ),
  // Columns too few and too many.
  bad({ row: 'wrong_column_count' }, VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', '1'),
  bad({ row: 'wrong_column_count' }, VWS, 'Regeling Spelen', 'Stichting Voorbeeld', '4.1', '1', '2015', 'meer'),
  bad({ row: 'wrong_column_count' }, 'alleen dit'),
];

/** The line on which each row of the sample begins: cells may hold line ends. */
export const sampleLines: readonly number[] = sampleRows.reduce<number[]>((lines, _, place) => {
  const before = sampleRows[place - 1]?.cells.join('').split('\n').length ?? 0;
  return place === 0 ? [2] : [...lines, (lines.at(-1) ?? 0) + before];
}, []);
