import { describe, expect, it } from '@jest/globals';
import { funderCode, schemeReference } from '../../libs/registry/src/imports/codes.js';
import { matchRecipients } from '../../libs/registry/src/imports/match-recipients.js';

const named = (...names: string[]) =>
  names.map((name, place) => ({ reference: `ORG-${place}`, name, isOfImport: true }));
const proposed = (...names: string[]) =>
  matchRecipients(named(...names)).map(({ first, second, ground, score }) => [first.name, second.name, ground, score]);

describe('proposing which recipients may be one', () => {
  it.each([
    ['Stichting Voorbeeld', 'STICHTING VOORBEELD', 'same_letters', 1],
    ['Café Verzonnen', 'Cafe  verzonnen', 'same_letters', 1],
    ['Verzonnen B.V.', 'Verzonnen BV', 'same_letters', 1],
    ["Basisschool 't Voorbeeld", 'Basisschool T Voorbeeld', 'same_letters', 1],
    ['Stichting Voorbeeld', 'Voorbeeld', 'same_without_legal_form', 0.95],
    ['St. Voorbeeld', 'Stichting Voorbeeld', 'same_without_legal_form', 0.95],
    ['Hogeschool Nergenshuizen', 'Nergenshuizen Hogeschool', 'same_words', 0.9],
  ])('finds %s and %s', (first, second, ground, score) => {
    expect(proposed(first, second)).toEqual([[first, second, ground, score]]);
  });

  it('finds names that are similar, with a lower score', () => {
    const [match] = matchRecipients(
      named('Universitair Medisch Centrum Nergens', 'Universitair Medisch Centru Nergens'),
    );

    expect(match).toMatchObject({ ground: 'similar', score: expect.any(Number) });
    expect(match?.score).toBeLessThan(0.9);
  });

  it('leaves names alone that have little in common, and those of which none was imported', () => {
    expect(proposed('Gemeente Nergenshuizen', 'Gemeente Ergensveen', 'Stichting Zus', 'Stichting Zo')).toEqual([]);
    expect(matchRecipients(named('A B', 'a b').map((name) => ({ ...name, isOfImport: false })))).toEqual([]);
  });

  it('proposes each pair once, the surest first', () => {
    const pairs = proposed('Stichting Voorbeeld', 'STICHTING VOORBEELD', 'Voorbeeld');

    expect(pairs.map(([, , , score]) => score)).toEqual([1, 0.95, 0.95]);
  });
});

describe('codes of ministries and schemes', () => {
  it.each([
    ['Ministerie van Sociale Zaken en Werkgelegenheid', 'SZW'],
    ['Ministerie van Onderwijs, Cultuur en Wetenschap', 'OCW'],
    ['Ministerie van Defensie', 'DEFENSIE'],
    ['Ministerie van Financiën', 'FINANCIEN'],
    ['2e kamer', 'KAMER'],
    ['Ω', 'MINISTRY'],
  ])('%s is %s', (name, code) => {
    expect(funderCode(name, new Set())).toBe(code);
  });

  it('numbers what is taken already', () => {
    expect(funderCode('Ministerie van Sport, Zang en Welzijn', new Set(['SZW', 'SZW2']))).toBe('SZW3');
    expect(schemeReference('SZW', 'Regeling A', new Set(['SZW-REGELING-A']))).toBe('SZW-REGELING-A-2');
  });

  it('keeps references readable, however long the title or strange its letters', () => {
    expect(
      schemeReference('OCW', "Regeling prestatiebox: 't primair onderwijs en nog heel veel meer woorden", new Set()),
    ).toBe('OCW-REGELING-PRESTATIEBOX-T-PRIMAIR');
    expect(schemeReference('OCW', 'Ωмега', new Set())).toBe('OCW-REGELING');
  });
});
