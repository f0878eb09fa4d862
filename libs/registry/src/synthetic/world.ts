import type { Random } from './random.js';
import type { Batch, SyntheticText } from './synthetic-store.js';

/** Reasons in words, one for each purpose in a programme: enough for its decisions to refer to. */
export interface ProgrammeTexts {
  readonly rejection: string;
  readonly discarding: string;
  readonly suspension: string;
  readonly withdrawal: string;
  readonly lateStart: string;
  readonly cancelling: string;
}

export interface Programme {
  readonly id: string;
  readonly lines: readonly { readonly id: string; readonly title: string }[];
  readonly texts: ProgrammeTexts;
}

/** An invented funder with those who act for it. */
export interface Funder {
  readonly id: string;
  readonly code: string;
  readonly officers: readonly string[];
  readonly authorities: readonly string[];
  readonly programmes: readonly Programme[];
}

/** An invented person who applies and leads. */
export interface Person {
  readonly id: string;
  /** The account by which they act. */
  readonly accountId: string;
  readonly organisationId: string;
}

/** Everything that applications and projects refer to. */
export interface World {
  readonly funders: readonly Funder[];
  readonly organisations: readonly { readonly id: string }[];
  readonly people: readonly Person[];
  readonly texts: readonly SyntheticText[];
}

const ISSUER = 'urn:grant-registry:synthetic';
/** Before anything else occurred. */
const BEGINNING = Date.UTC(2014, 11, 1, 9);
const ORGANISATIONS = 300;
const MOST_PEOPLE = 10_000;
const PROJECTS_A_FUNDER = 20_000;
const PROGRAMMES_A_FUNDER = 4;

const kindsOfOrganisation = [
  ['university', 'Voorbeelduniversiteit'],
  ['university_medical_centre', 'Voorbeeld Universitair Medisch Centrum'],
  ['research_institute', 'Voorbeeldinstituut'],
  ['municipality', 'Gemeente Voorbeeldstad'],
  ['care_provider', 'Zorggroep Voorbeeld'],
  ['foundation', 'Stichting Voorbeeld'],
] as const;
const themes = ['Jeugd en gezin', 'Preventie en leefstijl', 'Zorg in de wijk', 'Langer thuis'] as const;
const lineTitles = ['Kind en leefwereld', 'Professionals en hun organisatie', 'Gemeenten en beleid'] as const;
const givenNames = ['Anna', 'Bram', 'Chaima', 'Daan', 'Esra', 'Fleur', 'Gijs', 'Hatice', 'Iris', 'Joris'] as const;
const reasons = {
  rejection: 'Het verzonnen projectplan is onvoldoende uitgewerkt.',
  discarding: 'Het voorbereide besluit bevatte een verzonnen rekenfout.',
  suspension: 'De verzonnen projectleider is langdurig afwezig.',
  withdrawal: 'De verzonnen ontvanger ziet af van verdere uitvoering.',
  lateStart: 'Het verzonnen team was later compleet dan gepland.',
  cancelling: 'De verzonnen oproep bleek samen te vallen met een andere.',
} as const satisfies Record<keyof ProgrammeTexts, string>;

/** The codes of the funders of a seed. */
export function funderCodes(seed: number, projects: number): string[] {
  const count = Math.min(26, Math.ceil(projects / PROJECTS_A_FUNDER));
  return Array.from(
    { length: count },
    (_, index) => `VBF${seed}${index === 0 ? '' : String.fromCodePoint(65 + index)}`,
  );
}

/** Makes the funders, programmes, organisations and people of a seed. All names say that they are invented. */
export function makeWorld(batch: Batch, random: Random, { seed, projects }: { seed: number; projects: number }): World {
  const key = () => random.key(BEGINNING);
  const account = (name: string, personId: string | null = null) => {
    const id = key();
    batch.add('account', { id, issuer: ISSUER, subject: `seed-${seed}-${name}`, person_id: personId });
    return id;
  };
  const organisations = Array.from({ length: ORGANISATIONS }, (_, index) => {
    const id = key();
    const [kind, name] = kindsOfOrganisation[index % kindsOfOrganisation.length] ?? ['other', 'Voorbeeld'];
    const reference = `ORG-VB${seed}-${padded(index + 1, 4)}`;
    batch.add('organisation', { id, reference, name: `${name} ${index + 1} (seed ${seed})`, kind });
    return { id };
  });
  const people = Array.from({ length: Math.min(MOST_PEOPLE, Math.max(40, Math.ceil(projects / 4))) }, (_, index) => {
    const id = key();
    const number = padded(index + 1, 5);
    batch.add('person', {
      id,
      reference: `PER-VB${seed}-${number}`,
      given_name: random.pick(givenNames),
      family_name: `Verzonnen-${number}`,
    });
    return { id, accountId: account(`person-${number}`, id), organisationId: random.pick(organisations).id };
  });
  const texts: SyntheticText[] = [];
  const funders = funderCodes(seed, projects).map((code) => makeFunder(batch, random, code, { account, texts }));
  return { funders, organisations, people, texts };
}

function makeFunder(
  batch: Batch,
  random: Random,
  code: string,
  { account, texts }: { account: (name: string) => string; texts: SyntheticText[] },
): Funder {
  const id = random.key(BEGINNING);
  batch.add('funder', { id, code, name: code.replace('VBF', 'Voorbeeldfonds '), kind: 'funder' });
  const staff = (role: string, count: number) =>
    Array.from({ length: count }, (_, index) => {
      const accountId = account(`${code}-${role}-${index + 1}`);
      const assignment = { id: random.key(BEGINNING), account_id: accountId, role, funder_id: id };
      batch.add('role_assignment', { ...assignment, valid_from: '2014-12-01' });
      return accountId;
    });
  const officers = staff('programme_officer', 3);
  const authorities = staff('decision_authority', 2);
  const programmes = themes.slice(0, PROGRAMMES_A_FUNDER).map((theme, index) => {
    const programmeId = random.key(BEGINNING);
    const reference = `${code}-P${index + 1}`;
    batch.add('programme', {
      id: programmeId,
      funder_id: id,
      reference,
      title: `Voorbeeldprogramma ${theme}`,
      commissioner: 'Voorbeeldministerie',
      starts_on: '2015-01-01',
      ends_on: '2030-12-31',
    });
    const lines = lineTitles.map((title, place) => {
      const lineId = random.key(BEGINNING);
      const line = {
        programme_id: programmeId,
        reference: `${reference}-${place + 1}`,
        code: String(place + 1),
        title,
      };
      batch.add('programme_line', { id: lineId, parent_id: null, ...line });
      return { id: lineId, title };
    });
    const kept = Object.entries(reasons).map(([purpose, content]) => {
      const text = { id: random.key(BEGINNING), subjectId: programmeId, content };
      texts.push(text);
      return [purpose, text.id] as const;
    });
    return { id: programmeId, lines, texts: Object.fromEntries(kept) as Record<keyof typeof reasons, string> };
  });
  return { id, code, officers, authorities, programmes };
}

/** A number with zeros before it. */
export function padded(number: number, length: number): string {
  return String(number).padStart(length, '0');
}
