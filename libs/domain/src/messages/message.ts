import type { CalendarDate } from '../shared/calendar.js';

/** The languages in which the registry writes to people. */
export const languages = ['nl', 'en'] as const;
export type Language = (typeof languages)[number];

/** In which capacity somebody is written to. */
export type Addressee =
  'main_applicant' | 'administratively_responsible' | 'project_leader' | 'invited_person' | 'programme_officer';

/**
 * What a message may say: the case by its name, and days. No reasons, referees or amounts, and of people only the
 * addressee's own name: a mail may be read by others than whom it was sent to.
 */
export interface MessageFacts {
  /** The addressee's. */
  readonly name: string;
  readonly funder: string;
  /** The record that it is about. */
  readonly reference: string;
  /** Of the application, where it is about one, and its title, where it is known. */
  readonly application: string | null;
  readonly title: string | null;
  /** The title of the call. */
  readonly call: string;
  /** The day on which the step was booked, and those on which it took effect, where they are known. */
  readonly bookedOn: CalendarDate;
  readonly receivedOn: CalendarDate | null;
  readonly announcedOn: CalendarDate | null;
  readonly startedOn: CalendarDate | null;
  /** The last day of the term that it starts or reminds of; null where it is not known. */
  readonly until: CalendarDate | null;
}

/** The facts in the words of a language, each of them there. */
export type Worded = { readonly [Fact in Exclude<keyof MessageFacts, 'application' | 'title'>]: string } & {
  /** The case by title and reference. */
  readonly subject: string;
};

/** What a message says: its subject, then its paragraphs. */
export type Template = (facts: Worded) => readonly [subject: string, ...paragraphs: string[]];

/** A message that somebody is sent when something happens. */
export interface MessageDefinition {
  /** The topic in the outbox. */
  readonly topic: string;
  /** Stable, part of the API. */
  readonly kind: string;
  readonly to: readonly Addressee[];
  readonly basis: string;
  /** The kind of the deadline whose term begins with it, so that its sending has to be proved; null for none. */
  readonly startsTerm: string | null;
  readonly text: Readonly<Record<Language, Template>>;
}
