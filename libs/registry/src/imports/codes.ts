/** Words that say nothing of which ministry or scheme it is. */
const FILLERS = new Set(['ministerie', 'van', 'en', 'de', 'het', 'der', 'voor', 'in', 'op', 'te', 'tot', 'aan', 'met']);
const MAX_CODE = 12;
const MAX_SLUG = 40;

/** The words of a text in plain capitals: diacritics, punctuation and legal signs left out. */
export function plainWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['’.]/g, '')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
}

/**
 * A short code for a ministry, always the same for the same name: the initials of its words ("Ministerie van Sociale
 * Zaken en Werkgelegenheid" gives SZW), or its one word. A code that is taken gets a number.
 */
export function funderCode(name: string, taken: ReadonlySet<string>): string {
  const words = plainWords(name).filter((word) => !FILLERS.has(word.toLowerCase()) && /^[A-Z]/.test(word));
  const [first = 'MINISTRY', ...others] = words;
  const code = others.length === 0 ? first : words.map((word) => word[0]).join('');
  return untaken(code.slice(0, MAX_CODE), '', taken);
}

/** A readable reference for a scheme of a funder, always the same for the same title: a taken one gets a number. */
export function schemeReference(code: string, title: string, taken: ReadonlySet<string>): string {
  let slug = '';
  for (const word of plainWords(title)) {
    if (slug.length + word.length >= MAX_SLUG) break;
    slug += `${slug && '-'}${word}`;
  }
  return untaken(`${code}-${slug || 'REGELING'}`, '-', taken);
}

function untaken(wanted: string, separator: string, taken: ReadonlySet<string>): string {
  let code = wanted;
  for (let number = 2; taken.has(code); number += 1) code = `${wanted}${separator}${number}`;
  return code;
}
