/**
 * An exact amount in euro cents. In JSON and CSV it is a decimal string such as "12500.00", in the database
 * `numeric`; it is never a floating-point number.
 */
export type Money = bigint;

/** What the columns can hold: amounts below one million million euro. */
const LIMIT: Money = 100_000_000_000_000n;

/** Reads "12500", "12500.5" or "12500.00"; null where the text is not an exact amount of at most two decimals. */
export function parseMoney(text: string): Money | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return null;
  const cents = BigInt(match[2] ?? '0') * 100n + BigInt((match[3] ?? '').padEnd(2, '0'));
  return cents >= LIMIT ? null : match[1] ? -cents : cents;
}

/** An amount that our own code or database wrote. Throws where it is not one: that is a fault, not bad input. */
export function money(text: string): Money {
  const parsed = parseMoney(text);
  if (parsed === null) throw new Error(`Not an amount: ${text}`);
  return parsed;
}

/** The decimal string with two decimals. */
export function formatMoney(amount: Money): string {
  const cents = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${cents.slice(0, -2)}.${cents.slice(-2)}`;
}
