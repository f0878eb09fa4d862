import type { Role } from '../policy/roles.js';
import type { ProjectStatus } from '../projects/index.js';
import type { ApplicationStatus } from './application-status.js';

/** A sentence in the two languages of the registry. */
export interface Bilingual {
  readonly nl: string;
  readonly en: string;
}

/** Where an application stands, as its applicant wants to know it. */
export interface Phase {
  readonly phase: Bilingual;
  readonly next: Bilingual;
  /** Who is to act; null when nobody is. */
  readonly actor: Role | null;
}

const finished: Bilingual = { nl: 'Er hoeft niets meer te gebeuren.', en: 'Nothing more has to be done.' };

const applicationPhases: Record<Exclude<ApplicationStatus, 'honoured'>, Phase> = {
  draft: {
    phase: { nl: 'Uw aanvraag is nog een concept.', en: 'Your application is still a draft.' },
    next: { nl: 'Dien de aanvraag in voordat de oproep sluit.', en: 'Submit it before the call closes.' },
    actor: 'applicant',
  },
  submitted: {
    phase: {
      nl: 'Uw aanvraag is ontvangen en wordt beoordeeld.',
      en: 'Your application was received and is being assessed.',
    },
    next: { nl: 'U ontvangt een besluit op uw aanvraag.', en: 'You will receive a decision on your application.' },
    actor: 'programme_officer',
  },
  repair_requested: {
    phase: {
      nl: 'Uw aanvraag is nog niet compleet; u krijgt één keer de kans om deze aan te vullen.',
      en: 'Your application is incomplete; you have one chance to complete it.',
    },
    next: { nl: 'Vul de aanvraag aan binnen de gestelde termijn.', en: 'Complete it within the term that was set.' },
    actor: 'applicant',
  },
  admitted: {
    phase: {
      nl: 'Uw aanvraag is ontvankelijk en wordt inhoudelijk beoordeeld.',
      en: 'Your application was admitted and is being assessed on its merits.',
    },
    next: { nl: 'U ontvangt een besluit op uw aanvraag.', en: 'You will receive a decision on your application.' },
    actor: 'programme_officer',
  },
  not_processed: {
    phase: {
      nl: 'Uw aanvraag is buiten behandeling gelaten, omdat deze niet compleet was.',
      en: 'Your application was not processed, because it was incomplete.',
    },
    next: {
      nl: 'U kunt tot het einde van de bezwaartermijn bezwaar maken.',
      en: 'You can object until the end of the objection term.',
    },
    actor: 'applicant',
  },
  inadmissible: {
    phase: { nl: 'Uw aanvraag is niet-ontvankelijk verklaard.', en: 'Your application was declared inadmissible.' },
    next: {
      nl: 'U kunt tot het einde van de bezwaartermijn bezwaar maken.',
      en: 'You can object until the end of the objection term.',
    },
    actor: 'applicant',
  },
  rejected: {
    phase: { nl: 'Uw aanvraag is afgewezen.', en: 'Your application was rejected.' },
    next: {
      nl: 'U kunt tot het einde van de bezwaartermijn bezwaar maken.',
      en: 'You can object until the end of the objection term.',
    },
    actor: 'applicant',
  },
  withdrawn: {
    phase: { nl: 'U hebt uw aanvraag ingetrokken.', en: 'You withdrew your application.' },
    next: finished,
    actor: null,
  },
};

const projectPhases: Record<ProjectStatus, Phase> = {
  awaiting_start: {
    phase: {
      nl: 'Uw aanvraag is gehonoreerd; het project is nog niet gestart.',
      en: 'Your application was awarded; the project has not started yet.',
    },
    next: { nl: 'Meld de startdatum van het project.', en: 'Notify the start date of the project.' },
    actor: 'project_leader',
  },
  started: {
    phase: { nl: 'Uw project loopt.', en: 'Your project is running.' },
    next: { nl: 'Voer het project uit tot de einddatum.', en: 'Carry out the project until its end date.' },
    actor: 'project_leader',
  },
  suspended: {
    phase: { nl: 'Uw project is opgeschort.', en: 'Your project is suspended.' },
    next: {
      nl: 'De programmamedewerker laat weten wanneer het project verder kan.',
      en: 'The programme officer will tell when the project can go on.',
    },
    actor: 'programme_officer',
  },
  ended: {
    phase: { nl: 'Uw project is beëindigd.', en: 'Your project has ended.' },
    next: { nl: 'Het eindverslag wordt ingediend en beoordeeld.', en: 'The final report is submitted and judged.' },
    actor: 'project_leader',
  },
  completed: {
    phase: { nl: 'Uw project is afgerond.', en: 'Your project is completed.' },
    next: finished,
    actor: null,
  },
  terminated: {
    phase: { nl: 'Uw project is voortijdig stopgezet.', en: 'Your project was terminated.' },
    next: { nl: 'De subsidie wordt vastgesteld.', en: 'The grant will be determined.' },
    actor: 'programme_officer',
  },
  not_started: {
    phase: {
      nl: 'De verlening is ingetrokken; het project is niet gestart.',
      en: 'The grant was withdrawn; the project never started.',
    },
    next: finished,
    actor: null,
  },
};

/** Where an application stands; once it has a project, that says so. */
export function phaseOf(application: ApplicationStatus, project: ProjectStatus | null): Phase {
  if (project !== null) return projectPhases[project];
  if (application === 'honoured') throw new Error('An honoured application has a project');
  return applicationPhases[application];
}
