import type { Bilingual } from '../applications/index.js';
import type { Addressee } from './message.js';

/** A deadline of which those are reminded who have to meet it. */
export interface Reminder {
  /** The kind of the deadline. */
  readonly deadline: string;
  readonly to: readonly Addressee[];
  readonly basis: string;
  /** What they have to do: an infinitive. */
  readonly task: Bilingual;
}

/** What people are reminded of in the same words. The term for objection is not here: it is a right, and nobody has to meet it. */
export const reminders: readonly Reminder[] = [
  {
    deadline: 'decision_on_application',
    to: ['programme_officer'],
    basis: 'Awb 4:13',
    task: { nl: 'op de aanvraag besluiten', en: 'decide on the application' },
  },
  {
    deadline: 'application_repair',
    to: ['main_applicant', 'administratively_responsible'],
    basis: 'Awb 4:5',
    task: { nl: 'de aanvraag aanvullen', en: 'complete the application' },
  },
  {
    deadline: 'rebuttal',
    to: ['main_applicant'],
    basis: 'ZonMw: rebuttal',
    task: { nl: 'op de beoordelingen reageren', en: 'reply to the reviews' },
  },
  {
    deadline: 'project_start',
    to: ['project_leader'],
    basis: 'ZonMw: start within six months or explain',
    task: { nl: 'de start van het project melden', en: 'notify the start of the project' },
  },
];
