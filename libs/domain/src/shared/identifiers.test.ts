import { describe, expect, it } from '@jest/globals';
import { isKvk, isOrcid, isRor, normalisedNumber } from './identifiers.js';
import { legalBases } from './legal-basis.js';

describe('identifiers', () => {
  it('have check digits that are checked', () => {
    expect(isOrcid('0000-0002-1825-0097')).toBe(true);
    expect(isOrcid('0000-0002-1694-233X')).toBe(true);
    for (const wrong of ['0000-0002-1825-0098', '0000000218250097', '-', '']) expect(isOrcid(wrong)).toBe(false);
    expect(isRor('04jsz6e67')).toBe(true);
    for (const wrong of ['04jsz6e68', '14jsz6e67', '04jsz6e6', 'https://ror.org/04jsz6e67'])
      expect(isRor(wrong)).toBe(false);
    expect(isKvk('12345678')).toBe(true);
    expect(isKvk('1234567')).toBe(false);
  });

  it.each([
    ['50-53000-98-156', '505300098156'],
    ['ZonMw-10430012010001', '10430012010001'],
    ['10430012010001', '10430012010001'],
    ['zonder nummer', 'zondernummer'],
  ])('find the number %s under %s, however it is spelt', (issued, key) => expect(normalisedNumber(issued)).toBe(key));
});

describe('a legal basis', () => {
  it('names every article with its source', () =>
    expect(legalBases('Awb 4:26, 4:27(2); call: maximum amount; Archiefwet 1995 art. 3')).toEqual([
      { source: 'Awb', article: '4:26' },
      { source: 'Awb', article: '4:27(2)' },
      { source: 'call', article: 'maximum amount' },
      { source: 'Archiefwet 1995', article: 'art. 3' },
    ]));

  it('is refused where it says nothing that can be looked up', () =>
    expect(() => legalBases('because we say so')).toThrow('Not a legal basis'));
});
