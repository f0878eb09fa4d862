import type { CalendarDate } from '../shared/calendar.js';
import type { Language, MessageDefinition, MessageFacts, Worded } from './message.js';

/** A message in one language: plain text. */
export interface RenderedMessage {
  readonly subject: string;
  readonly text: string;
}

const wordings = {
  nl: {
    day: new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'UTC' }),
    untilUnknown: 'de dag die in het portaal staat',
    begins: (name: string) => `Geachte ${name},`,
    ends: (funder: string) => `Met vriendelijke groet,\n${funder}`,
  },
  en: {
    day: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
    untilUnknown: 'the day that the portal shows',
    begins: (name: string) => `Dear ${name},`,
    ends: (funder: string) => `Kind regards,\n${funder}`,
  },
} as const;

/** The message to one addressee in a language. */
export function renderMessage({ text }: MessageDefinition, facts: MessageFacts, language: Language): RenderedMessage {
  const { begins, ends } = wordings[language];
  const [subject, ...paragraphs] = text[language](inWords(facts, language));
  return { subject, text: [begins(facts.name), ...paragraphs, ends(facts.funder)].join('\n\n') };
}

function inWords(
  { application, title, bookedOn, receivedOn, announcedOn, startedOn, until, ...names }: MessageFacts,
  language: Language,
): Worded {
  const { day, untilUnknown } = wordings[language];
  const worded = (date: CalendarDate) => day.format(Date.parse(`${date}T00:00:00Z`));
  const reference = application ?? names.reference;
  return {
    ...names,
    subject: title === null ? reference : `“${title}” (${reference})`,
    bookedOn: worded(bookedOn),
    receivedOn: worded(receivedOn ?? bookedOn),
    announcedOn: worded(announcedOn ?? bookedOn),
    startedOn: worded(startedOn ?? bookedOn),
    until: until === null ? untilUnknown : worded(until),
  };
}
