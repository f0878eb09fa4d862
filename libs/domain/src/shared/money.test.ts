import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatMoney, money, parseMoney } from './money.js';

describe('money', () => {
  it.each([
    ['12500', 1_250_000n],
    ['12500.5', 1_250_050n],
    ['0.01', 1n],
    ['-3.10', -310n],
    ['999999999999.99', 99_999_999_999_999n],
  ])('reads %s exactly', (text, cents) => expect(parseMoney(text)).toBe(cents));

  it.each(['', '1,00', '1.001', '1e3', ' 1', '+1', '.5', '1.', '1000000000000', '€1', 'NaN'])(
    'does not guess at %p',
    (text) => expect(parseMoney(text)).toBeNull(),
  );

  it('writes what it reads, for every amount', () => {
    const cents = fc.bigInt({ min: -99_999_999_999_999n, max: 99_999_999_999_999n });
    fc.assert(fc.property(cents, (amount) => expect(money(formatMoney(amount))).toBe(amount)));
  });
});
