import { reminders } from './reminders.js';
import type { Addressee, MessageDefinition } from './message.js';

const applicants: readonly Addressee[] = ['main_applicant', 'administratively_responsible'];

const receiptText: MessageDefinition['text'] = {
  nl: ({ reference, receivedOn, subject, call }) => [
    `Ontvangstbevestiging van aanvraag ${reference}`,
    `Op ${receivedOn} hebben wij uw aanvraag ${subject} voor de oproep “${call}” ontvangen.`,
    `In het portaal ziet u waar uw aanvraag staat, wat er nu gebeurt en wanneer wij uiterlijk besluiten.`,
  ],
  en: ({ reference, receivedOn, subject, call }) => [
    `Receipt of application ${reference}`,
    `On ${receivedOn} we received your application ${subject} for the call “${call}”.`,
    `The portal shows where your application stands, what happens next and by when we decide.`,
  ],
};

/**
 * What people are told, one entry for each topic; a topic that is not here tells nobody anything. `reminder.` and a kind of
 * deadline is the topic of its reminder.
 */
export const messages: readonly MessageDefinition[] = [
  {
    topic: 'application.submitted',
    kind: 'receipt_confirmed', // NL: ontvangstbevestiging
    to: applicants,
    basis: 'Awb 4:3a',
    startsTerm: null,
    text: receiptText,
  },
  {
    topic: 'application.registered',
    kind: 'receipt_confirmed',
    to: applicants,
    basis: 'Awb 4:3a',
    startsTerm: null,
    text: receiptText,
  },
  {
    topic: 'application.repair_requested',
    kind: 'repair_requested', // NL: verzoek om aanvulling
    to: applicants,
    basis: 'Awb 4:5, 4:15',
    startsTerm: 'application_repair',
    text: {
      nl: ({ reference, subject, until }) => [
        `Vul uw aanvraag ${reference} aan`,
        `Uw aanvraag ${subject} is nog niet compleet. In het portaal leest u wat er ontbreekt.`,
        `U kunt de aanvraag aanvullen tot en met ${until}. Tot u dat doet, staat de termijn stil waarbinnen wij besluiten. Vult u de aanvraag niet op tijd aan, dan kunnen wij besluiten haar niet te behandelen.`,
      ],
      en: ({ reference, subject, until }) => [
        `Complete your application ${reference}`,
        `Your application ${subject} is not complete yet. The portal tells what is missing.`,
        `You can complete it until ${until}. Until you do, the term within which we decide stands still. If you do not complete it in time, we may decide not to process it.`,
      ],
    },
  },
  {
    topic: 'reminder.statement_of_agreement',
    kind: 'agreement_missing', // NL: akkoordverklaring ontbreekt
    to: applicants,
    basis: 'ZonMw: statement of agreement',
    startsTerm: null,
    text: {
      nl: ({ reference, subject, until }) => [
        `Akkoordverklaring bij aanvraag ${reference} ontbreekt`,
        `Bij uw aanvraag ${subject} hebben wij nog geen akkoordverklaring van de bestuurlijk verantwoordelijke ontvangen.`,
        `Voeg de verklaring in het portaal toe; dat kan tot en met ${until}.`,
      ],
      en: ({ reference, subject, until }) => [
        `Statement of agreement missing for application ${reference}`,
        `We have not yet received the statement of agreement of the administratively responsible person for your application ${subject}.`,
        `Add the statement in the portal; you can do so until ${until}.`,
      ],
    },
  },
  {
    topic: 'application.reviews_sent',
    kind: 'reviews_available', // NL: geanonimiseerde beoordelingen, wederhoor
    to: ['main_applicant'],
    basis: 'ZonMw: rebuttal',
    startsTerm: 'rebuttal',
    text: {
      nl: ({ reference, subject, until }) => [
        `Beoordelingen van aanvraag ${reference} staan klaar`,
        `De beoordelingen van uw aanvraag ${subject} staan, zonder de namen van de beoordelaars, in het portaal.`,
        `U kunt erop reageren tot en met ${until}.`,
      ],
      en: ({ reference, subject, until }) => [
        `Reviews of application ${reference} are available`,
        `The reviews of your application ${subject} are in the portal, without the names of the reviewers.`,
        `You can reply to them until ${until}.`,
      ],
    },
  },
  {
    topic: 'application.withdrawn',
    kind: 'withdrawal_confirmed', // NL: bevestiging van intrekking
    to: applicants,
    basis: 'registry: confirmation of a withdrawal',
    startsTerm: null,
    text: {
      nl: ({ reference, bookedOn, subject }) => [
        `Aanvraag ${reference} is ingetrokken`,
        `Op ${bookedOn} is uw aanvraag ${subject} ingetrokken. Wij behandelen haar niet verder.`,
      ],
      en: ({ reference, bookedOn, subject }) => [
        `Application ${reference} was withdrawn`,
        `On ${bookedOn} your application ${subject} was withdrawn. We do not process it any further.`,
      ],
    },
  },
  {
    topic: 'decision.announced',
    kind: 'decision_announced', // NL: bekendmaking
    to: [...applicants, 'project_leader'],
    basis: 'Awb 3:40, 3:41, 3:45',
    startsTerm: 'objection',
    text: {
      nl: ({ reference, announcedOn, subject, until }) => [
        `Besluit ${reference} over uw aanvraag`,
        `Op ${announcedOn} hebben wij een besluit bekendgemaakt over uw aanvraag ${subject}. U leest het besluit, met de redenen, in het portaal.`,
        `Bent u belanghebbende en bent u het niet met het besluit eens, dan kunt u bezwaar maken tot en met ${until}. In het besluit staat hoe.`,
      ],
      en: ({ reference, announcedOn, subject, until }) => [
        `Decision ${reference} on your application`,
        `On ${announcedOn} we announced a decision on your application ${subject}. You can read the decision, with its reasons, in the portal.`,
        `If you are an interested party and do not agree with the decision, you can object until ${until}. The decision says how.`,
      ],
    },
  },
  {
    topic: 'project.started',
    kind: 'project_started', // NL: start van het project
    to: ['project_leader', 'main_applicant'],
    basis: 'Awb 4:37',
    startsTerm: null,
    text: {
      nl: ({ reference, startedOn, subject }) => [
        `Start van project ${reference} vastgelegd`,
        `Wij hebben vastgelegd dat het project ${subject} op ${startedOn} is gestart.`,
        `In het portaal ziet u welke verplichtingen er zijn en wanneer u daaraan moet voldoen.`,
      ],
      en: ({ reference, startedOn, subject }) => [
        `Start of project ${reference} recorded`,
        `We recorded that the project ${subject} started on ${startedOn}.`,
        `The portal shows which obligations there are and when you have to meet them.`,
      ],
    },
  },
  {
    topic: 'invitation.created',
    kind: 'invited', // NL: uitnodiging
    to: ['invited_person'],
    basis: 'ZonMw: VIMP',
    startsTerm: null,
    text: {
      nl: ({ reference, call, until }) => [
        `Uitnodiging ${reference} om een aanvraag in te dienen`,
        `U bent uitgenodigd om een aanvraag in te dienen voor de oproep “${call}”.`,
        `De uitnodiging is persoonlijk, geldt tot en met ${until} en kan één keer worden gebruikt. In het portaal begint u de aanvraag.`,
      ],
      en: ({ reference, call, until }) => [
        `Invitation ${reference} to submit an application`,
        `You are invited to submit an application for the call “${call}”.`,
        `The invitation is personal, is valid until ${until} and can be used once. Begin your application in the portal.`,
      ],
    },
  },
  ...reminders.map(({ deadline, to, basis, task }) => ({
    topic: `reminder.${deadline}`,
    kind: 'deadline_near', // NL: herinnering
    to,
    basis,
    startsTerm: null,
    text: {
      nl: ({ reference, subject, until }) => [
        `Herinnering: ${task.nl} vóór het einde van ${until} (${reference})`,
        `Het gaat om ${subject}. U kunt ${task.nl} tot en met ${until}.`,
        `Hebt u dit al gedaan, dan hoeft u niets te doen.`,
      ],
      en: ({ reference, subject, until }) => [
        `Reminder: ${task.en} before the end of ${until} (${reference})`,
        `This is about ${subject}. You can ${task.en} until ${until}.`,
        `If you have done so already, you need not do anything.`,
      ],
    } satisfies MessageDefinition['text'],
  })),
];

/** The kinds of deadlines that people are reminded of. */
export const remindedDeadlines = messages.flatMap(({ topic }) =>
  topic.startsWith('reminder.') ? [topic.slice('reminder.'.length)] : [],
);

const byTopic = new Map(messages.map((message) => [message.topic, message]));

/** Who is told what about a topic; null where nobody is. */
export function messageAbout(topic: string): MessageDefinition | null {
  return byTopic.get(topic) ?? null;
}
