const LONGEST = 200;

/**
 * The name of a file without folders, and without characters that do not show or that turn the direction of writing, so
 * that it is what it looks like; its ending stays where it has to be cut off.
 */
export function plainFileName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .trim();
  if (plain === '') return 'bijlage';
  const characters = Array.from(plain); // what the database counts
  if (characters.length <= LONGEST) return plain;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(plain)?.[0] ?? '';
  return `${characters.slice(0, LONGEST - ending.length).join('')}${ending}`;
}
