import { describe, expect, it } from '@jest/globals';
import { decisionKinds, reasonsOf, type DecisionKind } from '@grants/domain';
import { amountInDutch, basisInDutch, dateInDutch, termInDutch } from './dutch.js';
import { htmlOf } from './letter-html.js';
import { pdfOf } from './letter-pdf.js';
import { letterOf, type LetterFacts } from './letter.js';

const facts: LetterFacts = {
  reference: 'FUND-2026-A-0001-D1',
  kind: 'honour',
  funder: 'Verzonnen Fonds',
  programme: 'Verzonnen programma',
  call: 'Verzonnen oproep',
  callReference: 'FUND-2026-A',
  application: 'FUND-2026-A-0001',
  title: 'Verzonnen project',
  recipient: 'Verzonnen Universiteit',
  applicant: 'A. van Verzonnen',
  project: null,
  requested: '50000.00',
  granted: '50000.00',
  penalty: null,
  currency: 'EUR',
  startsOn: '2027-01-08',
  endsOn: '2028-01-07',
  legalEffectFrom: null,
  activities: 'De activiteiten uit de aanvraag.',
  provisionsVersion: 'Bepalingen 2026',
  reasonCode: null,
  reasons: null,
  conditions: [],
  obligations: [],
  supersedes: null,
  mandate: null,
  signedOn: '2026-11-20',
  signedAt: '2026-11-20T09:15:00.123456Z',
  signer: 'B. de Verzonnen',
};

describe('a letter', () => {
  it('is the same bytes for the same facts, and others for others', async () => {
    const [first, again] = [letterOf(facts), letterOf({ ...facts })];
    const other = letterOf({ ...facts, granted: '49999.99' });

    expect(htmlOf(again)).toBe(htmlOf(first));
    expect((await pdfOf(again)).equals(await pdfOf(first))).toBe(true);
    expect(htmlOf(other)).not.toBe(htmlOf(first));
    expect((await pdfOf(other)).equals(await pdfOf(first))).toBe(false);
  });

  it.each(Object.keys(decisionKinds) as DecisionKind[])(
    'has a heading and an opening of its own for %s, and each of its reasons in words',
    (kind) => {
      const granted = kind.endsWith('honour') ? '1.00' : null;
      const codes = [null, ...reasonsOf[kind]];
      const texts = codes.map((reasonCode) => JSON.stringify(letterOf({ ...facts, kind, granted, reasonCode })));

      expect(new Set(texts).size).toBe(codes.length);
      for (const text of texts.slice(1)) expect(text).toContain('De grond is: ');
    },
  );

  it('is for the person where nobody else applied', () => {
    expect(letterOf({ ...facts, recipient: null }).addressee).toEqual(['A. van Verzonnen']);
    expect(letterOf(facts).addressee).toEqual(['Verzonnen Universiteit', 't.a.v. A. van Verzonnen']);
  });

  it('writes dates, amounts, terms and articles as Dutch does', () => {
    expect(dateInDutch('2026-03-01')).toBe('1 maart 2026');
    expect(amountInDutch('999999999999.99', 'EUR')).toBe('€\u00a0999.999.999.999,99');
    expect([{ days: 1 }, { weeks: 6 }, { months: 3 }, { years: 5 }].map(termInDutch)).toEqual([
      '1 dag',
      '6 weken',
      '3 maanden',
      '5 jaar',
    ]);
    expect(basisInDutch('Awb 4:48(1)(a)')).toBe('artikel 4:48, lid 1, onder a van de Algemene wet bestuursrecht');
    expect(basisInDutch('call: criteria')).toBe('de subsidieoproep');
  });
});
