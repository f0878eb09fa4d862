import { describe, expect, it } from '@jest/globals';
import { legalBases } from '../shared/legal-basis.js';
import { languages, type MessageFacts } from './message.js';
import { messageAbout, messages } from './messages.js';
import { renderMessage } from './render-message.js';

const facts: MessageFacts = {
  name: 'Vera van Verzonnen',
  funder: 'Verzonnen Fonds',
  reference: 'VERZONNEN-2027-X-0001-D1',
  application: 'VERZONNEN-2027-X-0001',
  title: 'Samen {sterk} in de wijk',
  call: 'Wijkgericht werken',
  bookedOn: '2027-02-15',
  receivedOn: '2027-02-14',
  announcedOn: '2027-03-01',
  startedOn: '2027-05-01',
  until: '2027-04-12',
};
/** With nothing that may be missing. */
const bare: MessageFacts = {
  ...facts,
  application: null,
  title: null,
  receivedOn: null,
  announcedOn: null,
  startedOn: null,
  until: null,
};
/** What a template leaves behind that forgot a fact. */
const leftOver = /undefined|null|NaN|\[object|\$\{|\{\{|Invalid/;

describe('the messages', () => {
  const rendered = messages.flatMap((message) =>
    languages.map((language) => [message.topic, language, message] as const),
  );

  it.each(rendered)(
    '%s in %s says what it is about to whom, and leaves no placeholder',
    (_topic, language, message) => {
      for (const given of [facts, bare]) {
        const { subject, text } = renderMessage(message, given, language);
        expect(`${subject}\n${text}`).not.toMatch(leftOver);
        expect(subject).not.toContain('\n');
        expect(subject).toContain(facts.reference);
        expect(text).toContain(`${facts.name},`);
        expect(text.endsWith(`\n${facts.funder}`)).toBe(true);
      }
    },
  );

  it.each(rendered)('%s in %s says until when, where it starts a term', (_topic, language, message) => {
    const { subject, text } = renderMessage(message, facts, language);
    const day = language === 'nl' ? '12 april 2027' : '12 April 2027';
    const isTold = `${subject}\n${text}`.includes(day);
    expect(isTold || message.startsTerm === null).toBe(true);
  });

  it('are one for each topic, each for somebody, on a ground that is one', () => {
    const topics = messages.map(({ topic }) => topic);
    expect(topics.filter((topic, place) => topics.indexOf(topic) !== place)).toEqual([]);
    for (const { to, basis } of messages) {
      expect(to.length).toBeGreaterThan(0);
      expect(legalBases(basis).length).toBeGreaterThan(0);
    }
    expect(messageAbout('decision.announced')).toMatchObject({ startsTerm: 'objection' });
    expect(messageAbout('decision.prepared')).toBeNull();
  });

  it('say who is written to and when, in the language of the reader', () => {
    const message = messageAbout('decision.announced');
    if (!message) throw new Error('nobody is told of a decision');
    expect(renderMessage(message, facts, 'nl')).toEqual({
      subject: 'Besluit VERZONNEN-2027-X-0001-D1 over uw aanvraag',
      text: `Geachte Vera van Verzonnen,

Op 1 maart 2027 hebben wij een besluit bekendgemaakt over uw aanvraag “Samen {sterk} in de wijk” (VERZONNEN-2027-X-0001). U leest het besluit, met de redenen, in het portaal.

Bent u belanghebbende en bent u het niet met het besluit eens, dan kunt u bezwaar maken tot en met 12 april 2027. In het besluit staat hoe.

Met vriendelijke groet,
Verzonnen Fonds`,
    });
    expect(renderMessage(message, bare, 'en').text).toContain('object until the day that the portal shows');
  });
});
