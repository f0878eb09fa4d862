import { callColumns, currencyColumn, euro, funderColumn, provenanceColumns } from '../common-columns.js';
import type { Column, Report } from '../report.js';
import { honouringQuery } from './honouring-query.js';

const applications = { nl: 'aanvragen', en: 'applications' } as const;
const percentage = { nl: '% van de aanvragen', en: '% of applications' } as const;
const life = [
  'status_period.subject_id',
  'status_period.machine',
  'status_period.status',
  'status_period.occurred_from',
];
const outcome = [...life, 'status_period.occurred_to', 'application.call_id'];
const sealed = [...outcome, 'seal.taken_at'];
const uncounted = ['provenance.subject_kind', 'provenance.subject_id', 'provenance.field', 'provenance.origin'];
const unlessUncounted = {
  nl: 'Leeg (niet bekend) als het aantal ontvangen aanvragen van de oproep onbekend is.',
  en: 'Empty (not known) where the number of applications received on the call is unknown.',
};

interface Count {
  readonly nl: string;
  readonly en: string;
  readonly definition: { readonly nl: string; readonly en: string };
  readonly reads: readonly string[];
}

/** A number of applications, known only where the call's applications were all counted. */
function counted(key: string, { nl, en, definition, reads }: Count): Column {
  return {
    key,
    type: 'integer',
    unit: applications,
    header: { nl, en },
    definition: { nl: `${definition.nl} ${unlessUncounted.nl}`, en: `${definition.en} ${unlessUncounted.en}` },
    reads: [...reads, ...uncounted],
  };
}

/** A number of applications that is known, whatever else is not. */
function always(key: string, { nl, en, definition, reads }: Count): Column {
  return { key, type: 'integer', unit: applications, header: { nl, en }, definition, reads };
}

/** How many applications were honoured, by call and year. NL: honoreringsoverzicht. */
export const honouringReport: Report = {
  name: 'honouring',
  title: { nl: 'Honoreringen', en: 'Honouring' },
  source: {
    nl: 'Wet op de organisatie ZorgOnderzoek Nederland art. 9 (verantwoording over programma’s); de jaarcijfers van de subsidieverstrekker',
    en: 'Organisation of Care Research Netherlands Act art. 9 (accounting for programmes); the funder’s yearly figures',
  },
  columns: [
    funderColumn([]),
    ...callColumns([]),
    {
      key: 'year',
      type: 'integer',
      unit: { nl: 'kalenderjaar', en: 'calendar year' },
      header: { nl: 'Jaar', en: 'Year' },
      definition: {
        nl: 'Kalenderjaar in Nederland. Ontvangen telt in het jaar van ontvangst, ingetrokken in het jaar van intrekking, en al wat besloten is in het jaar van het eerste besluit, hoe het daarna ook verging. Bekostigingen van vóór dit register zijn geen aanvragen en tellen niet mee.',
        en: 'Calendar year in the Netherlands. Received counts in the year of receipt, withdrawn in the year of withdrawal, and all that was decided in the year of its first decision, whatever came of it later. Awards from before this registry are no applications and do not count.',
      },
      reads: life,
    },
    currencyColumn(['call.currency']),
    counted('received', {
      nl: 'Ontvangen',
      en: 'Received',
      definition: {
        nl: 'Aanvragen die in het jaar en uiterlijk op de peildatum zijn ontvangen, ook als zij later zijn ingetrokken.',
        en: 'Applications received in the year and by the day, those withdrawn later included.',
      },
      reads: [...life, 'application.call_id'],
    }),
    counted('withdrawn', {
      nl: 'Ingetrokken',
      en: 'Withdrawn',
      definition: {
        nl: 'Ontvangen aanvragen die de aanvrager in het jaar en uiterlijk op de peildatum heeft ingetrokken.',
        en: 'Received applications that the applicant withdrew in the year and by the day.',
      },
      reads: [...life, 'application.call_id'],
    }),
    counted('decided', {
      nl: 'Besloten',
      en: 'Decided',
      definition: {
        nl: 'Aanvragen waarop in het jaar en uiterlijk op de peildatum voor het eerst inhoudelijk is besloten: het cohort van het jaar.',
        en: 'Applications that were first decided on their merits in the year and by the day: the cohort of the year.',
      },
      reads: [...life, 'application.call_id'],
    }),
    always('honoured', {
      nl: 'Gehonoreerd',
      en: 'Honoured',
      definition: {
        nl: 'Aanvragen uit het cohort die op de peildatum gehonoreerd zijn.',
        en: 'Applications of the cohort that are honoured on the day.',
      },
      reads: outcome,
    }),
    counted('rejected', {
      nl: 'Afgewezen',
      en: 'Rejected',
      definition: {
        nl: 'Aanvragen uit het cohort die op de peildatum afgewezen zijn.',
        en: 'Applications of the cohort that are rejected on the day.',
      },
      reads: outcome,
    }),
    {
      key: 'shareOfDecided',
      type: 'percent',
      unit: percentage,
      header: { nl: 'Honoreringspercentage van besloten', en: 'Honoured of decided (%)' },
      definition: {
        nl: `Gehonoreerd gedeeld door besloten, in procenten. ${unlessUncounted.nl}`,
        en: `Honoured divided by decided, as a percentage. ${unlessUncounted.en}`,
      },
      ratio: { numerator: 'honoured', denominator: 'decided' },
      reads: [...outcome, ...uncounted],
    },
    counted('honouredOfReceived', {
      nl: 'Gehonoreerd van ontvangen',
      en: 'Honoured of received',
      definition: {
        nl: 'Van de in het jaar ontvangen aanvragen die welke op de peildatum gehonoreerd zijn, in welk jaar daartoe ook is besloten.',
        en: 'Of the applications received in the year those that are honoured on the day, whichever year that was decided in.',
      },
      reads: outcome,
    }),
    {
      key: 'shareOfReceived',
      type: 'percent',
      unit: percentage,
      header: { nl: 'Honoreringspercentage van ontvangen', en: 'Honoured of received (%)' },
      definition: {
        nl: `Gehonoreerd van ontvangen gedeeld door ontvangen, in procenten. ${unlessUncounted.nl}`,
        en: `Honoured of received divided by received, as a percentage. ${unlessUncounted.en}`,
      },
      ratio: { numerator: 'honouredOfReceived', denominator: 'received' },
      reads: [...outcome, ...uncounted],
    },
    {
      key: 'requested',
      type: 'money',
      unit: euro,
      header: { nl: 'Aangevraagd', en: 'Requested' },
      definition: {
        nl: `Som van de bedragen die de ontvangen aanvragen vragen. ${unlessUncounted.nl}`,
        en: `Sum of the amounts that the received applications ask for. ${unlessUncounted.en}`,
      },
      reads: [...life, 'application.call_id', 'application.requested', ...uncounted],
    },
    {
      key: 'granted',
      type: 'money',
      unit: euro,
      header: { nl: 'Verleend', en: 'Granted' },
      definition: {
        nl: 'Som van de bedragen die op de peildatum verleend zijn aan de gehonoreerde aanvragen van het cohort.',
        en: 'Sum of the amounts granted on the day to the honoured applications of the cohort.',
      },
      reads: [...outcome, 'project.application_id', 'project.granted'],
    },
    always('asFirstReported', {
      nl: 'Gehonoreerd, zoals eerst gemeld',
      en: 'Honoured, as first reported',
      definition: {
        nl: 'Gehonoreerde aanvragen van het hele cohort op 31 december van het jaar, zoals toen bekend: naar het laatste zegel tot en met die dag. Leeg (niet bekend) als er toen nog geen zegel was of het jaar nog loopt.',
        en: 'Honoured applications of the whole cohort on 31 December of the year, as known then: by the last seal up to that day. Empty (not known) where there was no seal yet, or the year has not ended.',
      },
      reads: sealed,
    }),
    always('asOfNow', {
      nl: 'Gehonoreerd, zoals nu bekend',
      en: 'Honoured, as known now',
      definition: {
        nl: 'Aanvragen van het hele cohort die gehonoreerd zijn naar de laatste stand die bij dit rapport bekend was, ook na de peildatum.',
        en: 'Applications of the whole cohort that are honoured by the latest that this run knows, after the day too.',
      },
      reads: outcome,
    }),
    always('correction', {
      nl: 'Correctie',
      en: 'Correction',
      definition: {
        nl: 'Zoals nu bekend min zoals eerst gemeld. Wat een jaar later verandert, wijzigt het gemelde cijfer niet maar staat hier. Leeg (niet bekend) als het eerst gemelde niet bekend is.',
        en: 'As known now less as first reported. What changes in a later year does not rewrite the reported figure; it stands here. Empty (not known) where what was first reported is not known.',
      },
      reads: sealed,
    }),
    {
      key: 'correctionEvents',
      type: 'text',
      header: { nl: 'Gebeurtenissen bij de correctie', en: 'Events of the correction' },
      definition: {
        nl: 'De gebeurtenissen die de correctie verklaren: aanvraag, verschil, opdracht en de dag waarop die plaatshad, met de dag van boeking als dat een andere is.',
        en: 'The events that explain the correction: application, difference, command and the day on which it occurred, with the day of booking where that is another.',
      },
      reads: [
        ...sealed,
        'application.reference',
        'registry_event.subject_id',
        'registry_event.command',
        'registry_event.occurred_at',
        'registry_event.recorded_at',
      ],
    },
    ...provenanceColumns(
      {
        nl: 'wat het register van de getelde aanvragen, hun besluiten en projecten weet en van de namen in de rij',
        en: 'what the registry knows of the counted applications, their decisions and projects, and of the names in the row',
      },
      { counted: true, path: ['decision.application_id', 'project.application_id'] },
    ),
  ],
  order: ['funder', 'programme', 'line', 'call', 'year'],
  query: honouringQuery,
};
