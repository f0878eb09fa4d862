import { callColumns, currencyColumn, euro, funderColumn, provenanceColumns } from '../common-columns.js';
import type { Report } from '../report.js';
import { projectsQuery } from './projects-query.js';

const toCall = ['project.application_id', 'application.call_id'];
const recipient = [
  'project_recipient.project_id',
  'project_recipient.organisation_id',
  'project_recipient.valid_from',
  'project_recipient.valid_to',
];
const leader = [
  'project_leader.project_id',
  'project_leader.organisation_id',
  'project_leader.valid_from',
  'project_leader.valid_to',
];
const life = ['status_period.subject_id', 'status_period.occurred_from'];

/** One row a project. NL: projectenoverzicht. */
export const projectsReport: Report = {
  name: 'projects',
  title: { nl: 'Projecten', en: 'Projects' },
  source: {
    nl: 'Wet open overheid art. 3.3a (subsidieoverzicht); de verantwoordingsafspraken met de opdrachtgever van het programma',
    en: 'Open Government Act art. 3.3a (overview of grants); what is agreed with the programme’s commissioner on accounting for it',
  },
  columns: [
    {
      key: 'reference',
      type: 'text',
      header: { nl: 'Referentie', en: 'Reference' },
      definition: {
        nl: 'Vaste referentie van het project. Een project staat in het overzicht vanaf de dag waarop zijn honorering bekend is gemaakt.',
        en: 'Lasting reference of the project. A project is listed from the day on which the decision to honour it was announced.',
      },
      reads: ['project.reference', ...life],
    },
    funderColumn(toCall),
    {
      key: 'number',
      type: 'text',
      header: { nl: 'Projectnummer', en: 'Project number' },
      definition: {
        nl: 'Projectnummer zoals uitgegeven, op de peildatum.',
        en: 'Project number as issued, on the day.',
      },
      reads: ['project.number'],
    },
    {
      key: 'fileNumber',
      type: 'text',
      header: { nl: 'Dossiernummer', en: 'File number' },
      definition: { nl: 'Dossiernummer zoals uitgegeven, op de peildatum.', en: 'File number as issued, on the day.' },
      reads: ['project.file_number'],
    },
    {
      key: 'title',
      type: 'text',
      header: { nl: 'Titel', en: 'Title' },
      definition: { nl: 'Titel van het project op de peildatum.', en: 'Title of the project on the day.' },
      reads: ['project.title'],
    },
    ...callColumns(toCall),
    {
      key: 'recipient',
      type: 'text',
      header: { nl: 'Ontvanger', en: 'Recipient' },
      definition: {
        nl: 'Referentie van de organisatie die op de peildatum de subsidie ontvangt.',
        en: 'Reference of the organisation that receives the grant on the day.',
      },
      reads: [...recipient, 'organisation.reference'],
    },
    {
      key: 'recipientName',
      type: 'text',
      header: { nl: 'Naam ontvanger', en: 'Recipient name' },
      definition: {
        nl: 'Naam van de ontvanger zoals die op de peildatum luidde.',
        en: 'Name of the recipient as it was on the day.',
      },
      reads: [...recipient, 'organisation.name'],
    },
    {
      key: 'leaderOrganisation',
      type: 'text',
      header: { nl: 'Organisatie projectleider', en: 'Leader’s organisation' },
      definition: {
        nl: 'Referentie van de organisatie van wie op de peildatum projectleider is; leeg als er geen is.',
        en: 'Reference of the organisation of whoever leads the project on the day; empty where nobody does.',
      },
      reads: [...leader, 'organisation.reference'],
    },
    {
      key: 'leaderOrganisationName',
      type: 'text',
      header: { nl: 'Naam organisatie projectleider', en: 'Name of leader’s organisation' },
      definition: {
        nl: 'Naam van de organisatie van de projectleider zoals die op de peildatum luidde.',
        en: 'Name of the leader’s organisation as it was on the day.',
      },
      reads: [...leader, 'organisation.name'],
    },
    {
      key: 'granted',
      type: 'money',
      unit: euro,
      header: { nl: 'Verleend', en: 'Granted' },
      definition: {
        nl: 'Verleend bedrag op de peildatum (Awb 4:31): het hoogste bedrag waarop aanspraak bestaat, niet het vastgestelde.',
        en: 'Amount granted on the day (Awb 4:31): the most that can be claimed, not what was finally determined.',
      },
      reads: ['project.granted'],
    },
    currencyColumn(['project.currency']),
    {
      key: 'honouredOn',
      type: 'date',
      header: { nl: 'Gehonoreerd op', en: 'Honoured on' },
      definition: {
        nl: 'Dag waarop de honorering bekend is gemaakt en dus in werking trad (Awb 3:40).',
        en: 'Day on which the decision to honour was announced, and so took effect (Awb 3:40).',
      },
      reads: life,
    },
    {
      key: 'startsOn',
      type: 'date',
      header: { nl: 'Geplande start', en: 'Planned start' },
      definition: {
        nl: 'Geplande eerste dag, zoals op de peildatum voorzien.',
        en: 'Planned first day, as foreseen on the day.',
      },
      reads: ['project.starts_on'],
    },
    {
      key: 'endsOn',
      type: 'date',
      header: { nl: 'Gepland einde', en: 'Planned end' },
      definition: {
        nl: 'Geplande laatste dag, zoals op de peildatum voorzien.',
        en: 'Planned last day, as foreseen on the day.',
      },
      reads: ['project.ends_on'],
    },
    {
      key: 'startedOn',
      type: 'date',
      header: { nl: 'Gestart op', en: 'Started on' },
      definition: {
        nl: 'Werkelijke eerste dag; leeg zolang die op de peildatum niet was bevestigd of nog moest komen.',
        en: 'Actual first day; empty as long as it was not confirmed on the day, or still to come.',
      },
      reads: ['project.started_on'],
    },
    {
      key: 'endedOn',
      type: 'date',
      header: { nl: 'Geëindigd op', en: 'Ended on' },
      definition: {
        nl: 'Werkelijke laatste dag; leeg zolang die op de peildatum niet was vastgelegd of nog moest komen.',
        en: 'Actual last day; empty as long as it was not recorded on the day, or still to come.',
      },
      reads: ['project.ended_on'],
    },
    {
      key: 'status',
      type: 'text',
      header: { nl: 'Status', en: 'Status' },
      definition: {
        nl: 'Status op de peildatum: awaiting_start (wacht op start), started (gestart), suspended (opgeschort), ended (geëindigd), completed (afgerond), terminated (ingetrokken na de start) of not_started (ingetrokken voor de start).',
        en: 'Status on the day: awaiting_start, started, suspended, ended, completed, terminated (grant withdrawn after the start) or not_started (grant withdrawn before it).',
      },
      reads: ['status_period.status', 'status_period.occurred_to', ...life],
    },
    ...provenanceColumns(
      {
        nl: 'wat het register van het project, de aanvraag en het besluit weet en van de namen in de rij',
        en: 'what the registry knows of the project, its application and its decision, and of the names in the row',
      },
      { path: ['decision.application_id', 'project.application_id'] },
    ),
  ],
  order: ['reference'],
  query: projectsQuery,
};
