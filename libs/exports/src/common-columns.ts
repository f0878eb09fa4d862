import type { Bilingual, Column } from './report.js';

export const euro = { nl: 'in de munteenheid van de rij', en: 'in the currency of the row' } as const;
const provenanceReads = ['provenance.subject_kind', 'provenance.subject_id', 'provenance.field', 'provenance.origin'];

/** Where a call stands: its funder, programme and line. `path` is how the report comes to the call. */
export function callColumns(path: readonly string[]): readonly Column[] {
  const onDay: Bilingual = { nl: 'zoals die op de peildatum luidde', en: 'as it read on the day' };
  return [
    {
      key: 'programme',
      type: 'text',
      header: { nl: 'Programma', en: 'Programme' },
      definition: {
        nl: 'Referentie van het programma waaronder de oproep valt; leeg als er geen is.',
        en: 'Reference of the programme that the call is part of; empty where there is none.',
      },
      reads: [...path, 'call.programme_id', 'programme.reference'],
    },
    {
      key: 'programmeTitle',
      type: 'text',
      header: { nl: 'Titel programma', en: 'Programme title' },
      definition: { nl: `Titel van het programma, ${onDay.nl}.`, en: `Title of the programme, ${onDay.en}.` },
      reads: [...path, 'call.programme_id', 'programme.title'],
    },
    {
      key: 'line',
      type: 'text',
      header: { nl: 'Programmalijn', en: 'Programme line' },
      definition: {
        nl: `Code van de programmalijn, ${onDay.nl}; uniek binnen het programma.`,
        en: `Code of the programme line, ${onDay.en}; unique within the programme.`,
      },
      reads: [...path, 'call.programme_line_id', 'programme_line.code'],
    },
    {
      key: 'lineTitle',
      type: 'text',
      header: { nl: 'Titel programmalijn', en: 'Line title' },
      definition: { nl: `Titel van de programmalijn, ${onDay.nl}.`, en: `Title of the programme line, ${onDay.en}.` },
      reads: [...path, 'call.programme_line_id', 'programme_line.title'],
    },
    {
      key: 'call',
      type: 'text',
      header: { nl: 'Oproep', en: 'Call' },
      definition: { nl: 'Referentie van de subsidieoproep.', en: 'Reference of the call.' },
      reads: [...path, 'call.reference'],
    },
    {
      key: 'callTitle',
      type: 'text',
      header: { nl: 'Titel oproep', en: 'Call title' },
      definition: { nl: `Titel van de subsidieoproep, ${onDay.nl}.`, en: `Title of the call, ${onDay.en}.` },
      reads: [...path, 'call.title'],
    },
  ];
}

/** The code of the funder. */
export function funderColumn(path: readonly string[]): Column {
  return {
    key: 'funder',
    type: 'text',
    header: { nl: 'Subsidieverstrekker', en: 'Funder' },
    definition: { nl: 'Code van de subsidieverstrekker.', en: 'Code of the funder.' },
    reads: [...path, 'call.funder_id', 'funder.code'],
  };
}

/** The currency of a row's amounts. */
export function currencyColumn(reads: readonly string[]): Column {
  return {
    key: 'currency',
    type: 'text',
    header: { nl: 'Munteenheid', en: 'Currency' },
    definition: {
      nl: 'Munteenheid van de bedragen in de rij (ISO 4217).',
      en: 'Currency of the amounts in the row (ISO 4217).',
    },
    reads,
  };
}

/** Where what the row shows comes from: the least trustworthy origin, and of which fields. */
export function provenanceColumns(
  about: Bilingual,
  { counted = false, path = [] as readonly string[] } = {},
): readonly Column[] {
  const reads = [...path, ...provenanceReads];
  return [
    {
      key: 'provenance',
      type: 'text',
      header: { nl: 'Herkomst', en: 'Provenance' },
      definition: {
        nl: `De minst betrouwbare herkomst van ${about.nl}: invented (verzonnen), inferred (afgeleid), unknown (niet in de bron, en leeg), source (uit een bron) of procedure (in het register zelf ontstaan).`,
        en: `The least trustworthy origin of ${about.en}: invented, inferred, unknown (not in the source, and empty), source (told by one) or procedure (came in by the registry's own procedure).`,
      },
      reads,
    },
    {
      key: 'provenanceFields',
      type: 'text',
      header: { nl: 'Herkomst per veld', en: 'Provenance by field' },
      definition: {
        nl: `De velden die verzonnen, afgeleid of onbekend zijn${counted ? ', met het aantal records' : ''}; zonder veldnaam het record als geheel.`,
        en: `The fields that are invented, inferred or unknown${counted ? ', with the number of records' : ''}; without the name of a field, the record as a whole.`,
      },
      reads,
    },
  ];
}
