import { currencyColumn, euro, provenanceColumns } from '../common-columns.js';
import type { Report } from '../report.js';
import { realisationsQuery } from './realisations-query.js';

const ministry = ['realisation.legacy_award_id', 'legacy_award.funder_id'];
const scheme = ['realisation.legacy_award_id', 'legacy_award.call_id'];
const counted = ['realisation.year'];

/** What ministries paid, by scheme and year, from before this registry. NL: realisatie van subsidies. */
export const realisationsReport: Report = {
  name: 'realisations',
  title: { nl: 'Realisaties', en: 'Realisations' },
  source: {
    nl: 'Rijksbegrotingsvoorschriften 2023, model 1.43 (subsidieoverzicht); open data Financiële instrumenten',
    en: 'State budget regulations 2023, model 1.43 (overview of grants); open data on financial instruments',
  },
  columns: [
    {
      key: 'ministry',
      type: 'text',
      header: { nl: 'Ministerie', en: 'Ministry' },
      definition: { nl: 'Code van het ministerie.', en: 'Code of the ministry.' },
      reads: [...ministry, 'funder.code'],
    },
    {
      key: 'ministryName',
      type: 'text',
      header: { nl: 'Naam ministerie', en: 'Ministry name' },
      definition: {
        nl: 'Naam van het ministerie zoals die op de peildatum luidde.',
        en: 'Name of the ministry as it was on the day.',
      },
      reads: [...ministry, 'funder.name'],
    },
    {
      key: 'scheme',
      type: 'text',
      header: { nl: 'Regeling', en: 'Scheme' },
      definition: { nl: 'Referentie van de subsidieregeling.', en: 'Reference of the scheme.' },
      reads: [...scheme, 'call.reference'],
    },
    {
      key: 'schemeName',
      type: 'text',
      header: { nl: 'Naam regeling', en: 'Scheme name' },
      definition: {
        nl: 'Naam van de regeling zoals die op de peildatum luidde.',
        en: 'Name of the scheme as it was on the day.',
      },
      reads: [...scheme, 'call.title'],
    },
    {
      key: 'year',
      type: 'integer',
      unit: { nl: 'kalenderjaar', en: 'calendar year' },
      header: { nl: 'Jaar', en: 'Year' },
      definition: {
        nl: 'Jaar van betaling. Van een betaling is alleen het jaar bekend: zij telt mee vanaf 31 december daarvan.',
        en: 'Year of payment. Of a payment only the year is known: it counts from 31 December of it.',
      },
      reads: counted,
    },
    currencyColumn(['realisation.currency']),
    {
      key: 'payments',
      type: 'integer',
      unit: { nl: 'betalingen en terugontvangsten', en: 'payments and receipts' },
      header: { nl: 'Aantal', en: 'Number' },
      definition: {
        nl: 'Aantal betalingen en terugontvangsten. Wat is ingelezen en bij dit rapport als vervallen bekend was, telt niet mee.',
        en: 'Number of payments and of amounts received back. What was imported and known to be void at this run does not count.',
      },
      reads: counted,
    },
    {
      key: 'paid',
      type: 'money',
      unit: euro,
      header: { nl: 'Betaald', en: 'Paid' },
      definition: {
        nl: 'Som van de betaalde bedragen, elk op centen afgerond.',
        en: 'Sum of the amounts paid, each rounded to cents.',
      },
      reads: [...counted, 'realisation.amount'],
    },
    {
      key: 'receivedBack',
      type: 'money',
      unit: euro,
      header: { nl: 'Terugontvangen', en: 'Received back' },
      definition: {
        nl: 'Som van de terugontvangen bedragen, negatief.',
        en: 'Sum of the amounts received back, negative.',
      },
      reads: [...counted, 'realisation.amount'],
    },
    {
      key: 'net',
      type: 'money',
      unit: euro,
      header: { nl: 'Per saldo', en: 'Net' },
      definition: { nl: 'Betaald plus terugontvangen.', en: 'Paid plus received back.' },
      reads: [...counted, 'realisation.amount'],
    },
    {
      key: 'exactTotal',
      type: 'decimal',
      unit: euro,
      header: { nl: 'Exact totaal', en: 'Exact total' },
      definition: {
        nl: 'Som van de bedragen zoals de bron ze geeft, zonder afronding. Een spreadsheet houdt er 15 cijfers van vast.',
        en: 'Sum of the amounts as the source gives them, without rounding. A spreadsheet keeps 15 digits of it.',
      },
      reads: [...counted, 'realisation.amount_exact'],
    },
    {
      key: 'roundingDifference',
      type: 'decimal',
      unit: euro,
      header: { nl: 'Afrondingsverschil', en: 'Rounding difference' },
      definition: { nl: 'Per saldo min exact totaal.', en: 'Net less exact total.' },
      reads: [...counted, 'realisation.amount', 'realisation.amount_exact'],
    },
    {
      key: 'imports',
      type: 'text',
      header: { nl: 'Inlezingen', en: 'Imports' },
      definition: {
        nl: 'Referenties van de inlezingen waaruit de betalingen komen; die noemen bestand en controlegetal.',
        en: 'References of the imports that the payments came with; those name file and checksum.',
      },
      reads: ['realisation.import_run_id', 'import_run.reference'],
    },
    ...provenanceColumns({ nl: 'de namen in de rij', en: 'the names in the row' }),
  ],
  order: ['ministry', 'scheme', 'year', 'currency'],
  query: realisationsQuery,
};
