/** ORCID iD with its check digit (ISO 7064 mod 11-2), as "0000-0002-1825-0097". */
export function isOrcid(text: string): boolean {
  if (!/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(text)) return false;
  const digits = text.replaceAll('-', '');
  let total = 0;
  for (const digit of digits.slice(0, 15)) total = (total + Number(digit)) * 2;
  const check = (12 - (total % 11)) % 11;
  return (check === 10 ? 'X' : String(check)) === digits[15];
}

const ROR_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** ROR identifier without its address, as "04jsz6e67": Crockford base 32 with two check digits (ISO 7064 mod 97-10). */
export function isRor(text: string): boolean {
  if (!/^0[a-hj-km-np-tv-z0-9]{6}\d{2}$/.test(text)) return false;
  let value = 0;
  for (const character of text.slice(0, 7)) value = value * 32 + ROR_ALPHABET.indexOf(character);
  return 98 - ((value * 100) % 97) === Number(text.slice(7));
}

/** Number in the trade register, eight digits. NL: KvK-nummer. */
export function isKvk(text: string): boolean {
  return /^\d{8}$/.test(text);
}

/**
 * The key under which a number as issued is found whatever its spelling: its digits, or, for a number without digits,
 * its letters in lower case. NL: projectnummer, dossiernummer.
 */
export function normalisedNumber(issued: string): string {
  return issued.replaceAll(/\D/g, '') || issued.toLowerCase().replaceAll(/[^a-z]/g, '');
}
