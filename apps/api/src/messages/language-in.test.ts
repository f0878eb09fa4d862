import { describe, expect, it } from '@jest/globals';
import { languageIn } from './language-in.js';

describe('the language of a message', () => {
  it.each([
    [undefined, undefined, 'nl'],
    [undefined, 'en', 'en'],
    [undefined, 'en-GB,en;q=0.9', 'en'],
    [undefined, 'nl;q=0.5, en;q=0.8', 'en'],
    [undefined, 'fr, nl;q=0.3, en;q=0.2', 'nl'],
    [undefined, 'en;q=0, nl;q=0.1', 'nl'],
    [undefined, 'fr', 'nl'],
    [undefined, '*', 'nl'],
    [undefined, 'en;q=nonsense', 'nl'],
    ['en', 'nl', 'en'],
  ] as const)('asked for as %s, with Accept-Language %s, is %s', (asked, accepted, language) => {
    expect(languageIn(asked, accepted)).toBe(language);
  });
});
