import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvFile, Importer } from './importer.js';

describe('the identity of a payment', () => {
  let importer: Importer;
  beforeAll(async () => {
    importer = await Importer.make();
  });
  afterAll(() => importer.close());

  const payment = fc.record({
    scheme: fc.constantFrom('Regeling A', ' Regeling A', 'Regeling B'),
    recipient: fc.constantFrom('Stichting Een', 'Stichting Een ', 'Stichting  Een', 'Stichting Twee'),
    article: fc.constantFrom('1', '', 'overig'),
    amount: fc.constantFrom('100', '100.00', '-100', '0.125', '12.345', 'geen'),
    year: fc.constantFrom('2014', '2015'),
  });

  it('is its content with its number among equals: repeating, reordering and splitting a file change nothing', async () => {
    let ministry = 0;
    const history = fc.record({
      rows: fc.array(payment, { minLength: 1, maxLength: 12 }).chain((rows) =>
        fc.record({
          rows: fc.constant([...rows, ...rows.slice(0, 3)]),
          order: fc.shuffledSubarray(
            [...rows, ...rows.slice(0, 3)].map((_, place) => place),
            { minLength: rows.length + Math.min(3, rows.length) },
          ),
        }),
      ),
      cut: fc.nat(15),
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ rows: { rows, order }, cut }) => {
        ministry += 1;
        const name = `Ministerie van Proef ${ministry}`;
        const cells = rows.map(({ scheme, recipient, article, amount, year }) => [
          name,
          scheme,
          recipient,
          article,
          amount,
          year,
        ]);
        const good = cells.filter(([, , , , amount]) => amount !== 'geen');
        const shuffled = order.map((place) => cells[place] ?? []);

        const part = await importer.import(csvFile(cells.slice(0, cut)));
        const whole = await importer.import(csvFile(cells));
        const again = await importer.import(csvFile(shuffled));
        const doubled = await importer.import(csvFile([...shuffled, ...cells]));
        const [stored] = await importer.sql<{ payments: number; exact: string }>(
          `select count(*)::integer as payments, coalesce(sum(amount_exact), 0)::text as exact from realisation
             join legacy_award on legacy_award.id = legacy_award_id join funder on funder.id = funder_id where funder.name = $1`,
          name,
        );
        const thousandths = good.reduce((sum, [, , , , amount = '0']) => sum + Math.round(Number(amount) * 1000), 0);

        expect(part.summary.new + whole.summary.new).toBe(good.length);
        expect(again.summary).toMatchObject({ new: 0, alreadyKnown: good.length, awardsNew: 0 });
        expect(doubled.summary).toMatchObject({
          new: good.length,
          alreadyKnown: good.length,
          awardsNew: 0,
          organisationsNew: 0,
        });
        expect(stored?.payments).toBe(good.length * 2);
        expect(Math.round(Number(stored?.exact) * 1000)).toBe(thousandths * 2);
      }),
      { seed: 20_261_122, numRuns: 10 },
    );
  });
});

describe('two rows that differ in their article of policy alone', () => {
  it('are two payments, and a repeated file brings none', async () => {
    const importer = await Importer.make();
    const of = (article: string) => ['Ministerie van Proef', 'Regeling', 'Ontvanger', article, '100', '2015'];
    const told = [];
    for (const articles of [['1'], ['1', '2'], ['2', '1'], ['2'], ['']]) {
      told.push((await importer.import(csvFile(articles.map(of)))).summary.new);
    }
    const stored = await importer.sql<{ article: string | null; occurrence: number }>(
      `select policy_article as article, occurrence from realisation order by 1`,
    );
    await importer.close();

    expect(told).toEqual([1, 1, 0, 0, 1]);
    expect(stored.map(({ occurrence }) => occurrence)).toEqual([1, 1, 1]);
    expect(new Set(stored.map(({ article }) => article ?? ''))).toEqual(new Set(['', '1', '2']));
  });
});

describe('references of an import', () => {
  it('are the same in any registry, whatever the order of the rows', async () => {
    const rows = ['Regeling B', 'Regeling A', 'Regeling-A', 'Regeling  C'].flatMap((scheme) =>
      ['Stichting Twee', 'Stichting Een', 'stichting een'].flatMap((recipient) =>
        ['Ministerie van Zon, Zee en Strand', 'Ministerie van Zang en Spel', 'Ministerie van Zeker Spel'].map(
          (ministry) => [ministry, scheme, recipient, '1', '100', '2015'],
        ),
      ),
    );
    const told = await Promise.all(
      [rows, rows.toReversed()].map(async (each) => {
        const importer = await Importer.make();
        await importer.import(csvFile(each));
        const references = await importer.sql(
          `select award.reference as award, call.reference as call, organisation.reference as organisation, funder.code, funder.name,
                  call.title, scheme_text, recipient_text
             from legacy_award award join call on call.id = call_id join organisation on organisation.id = organisation_id
             join funder on funder.id = award.funder_id order by award.reference`,
        );
        await importer.close();
        return references;
      }),
    );

    expect(told[0]).toEqual(told[1]);
    expect(told[0]).toHaveLength(rows.length);
    expect(told[0]?.[0]).toMatchObject({
      award: 'ZS-L000001',
      call: 'ZS-REGELING-A',
      code: 'ZS',
      name: 'Ministerie van Zang en Spel',
    });
    expect(new Set(told[0]?.map(({ code }) => code as string))).toEqual(new Set(['ZS', 'ZS2', 'ZZS']));
    expect(new Set(told[0]?.map(({ call }) => call as string))).toContain('ZS-REGELING-A-2');
  });
});
