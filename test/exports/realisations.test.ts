import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testRegistry, type TestRegistry } from '../support/registry.js';
import { importPayments, voidImport } from './payments.js';
import { Reporting } from './reporting.js';

describe('the report of realisations', () => {
  let t: TestRegistry;
  let reporting: Reporting;
  let first: string;
  let second: string;
  const sealed = { first: '', second: '' };

  beforeAll(async () => {
    t = await testRegistry();
    reporting = new Reporting(t);
    first = await importPayments(t, [
      ['Verzonnen regeling', 'Stichting A', '100.005', 2015],
      ['Verzonnen regeling', 'Stichting B', '200.00', 2015],
      ['Verzonnen regeling', 'Stichting B', '-50.1234', 2015],
      ['Verzonnen regeling', 'Stichting A', '75.00', 2016],
      ['Andere regeling', 'Stichting A', '12.00', 2015],
    ]);
    sealed.first = await reporting.seal();
    second = await importPayments(t, [['Verzonnen regeling', 'Stichting C', '1000.00', 2015]]);
    sealed.second = await reporting.seal();
    await voidImport(t, second);
  });
  afterAll(() => reporting.close());

  const scheme = { schemeName: 'Verzonnen regeling', year: 2015 };

  it('adds up by ministry, scheme and year, and shows what rounding took', async () => {
    expect(await reporting.row('realisations', scheme, { knownAt: sealed.first })).toEqual({
      ministry: expect.any(String) as unknown,
      ministryName: 'Ministerie van Verzonnen Zaken',
      scheme: expect.any(String) as unknown,
      schemeName: 'Verzonnen regeling',
      year: 2015,
      currency: 'EUR',
      payments: 3,
      paid: '300.01',
      receivedBack: '-50.12',
      net: '249.89',
      exactTotal: '249.8816',
      roundingDifference: '0.0084',
      imports: first,
      provenance: 'inferred',
      provenanceFields: 'funder.code inferred',
    });
    expect(await reporting.rows('realisations', { knownAt: sealed.first })).toHaveLength(3);
  });

  it('counts an import that was void later as long as that was not known, and not any more', async () => {
    const net = async (knownAt?: string) => (await reporting.row('realisations', scheme, { knownAt }))?.['net'];

    expect(await net(sealed.second)).toBe('1249.89');
    expect(await net()).toBe('249.89');
    expect(await reporting.row('realisations', scheme, { knownAt: sealed.second })).toMatchObject({
      imports: `${first}, ${second}`,
    });
  });

  it('counts a payment, of which only the year is known, from the end of its year', async () => {
    const years = async (asOf: string) => (await reporting.rows('realisations', { asOf })).map(({ year }) => year);

    expect(await years('2015-12-30')).toEqual([]);
    expect(await years('2015-12-31')).toEqual([2015, 2015]);
    expect(await years('2016-12-31')).toEqual([2015, 2015, 2016]);
  });
});
