import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Importer } from './importer.js';

const folder = process.env['REGISTRY_REFERENCE_DIR'];
const file = join(folder ?? '', 'data', 'subsidiesministeries2015.csv');

(folder === undefined ? describe.skip : describe)('the file of 2015 (needs REGISTRY_REFERENCE_DIR)', () => {
  let importer: Importer;
  beforeAll(async () => {
    importer = await Importer.make();
  });
  afterAll(() => importer.close());

  it('comes in with the totals that SQL gives for the file itself', async () => {
    const { summary, faults } = await importer.import(createReadStream(file));
    await importer.sql(
      `create table raw (ministry text, scheme text, recipient text, article text, amount text, year text)`,
    );
    await importer.copy('raw', createReadStream(file));
    const expected = await importer.sql(
      `select ministry, count(*)::integer as rows, trim_scale(sum(amount::numeric))::text as "exactTotal",
              sum(round(amount::numeric, 2))::text as "roundedTotal",
              trim_scale(sum(round(amount::numeric, 2)) - sum(amount::numeric))::text as "roundingDifference"
         from raw where amount is not null group by ministry order by ministry`,
    );
    const stored = await importer.sql(
      `select funder.name as ministry, count(*)::integer as rows, trim_scale(sum(amount_exact))::text as "exactTotal",
              sum(amount)::text as "roundedTotal", trim_scale(sum(amount) - sum(amount_exact))::text as "roundingDifference"
         from realisation join legacy_award on legacy_award.id = legacy_award_id join funder on funder.id = funder_id
        group by funder.name order by funder.name`,
    );
    const [distinct] = await importer.sql<{ fundersNew: number; organisationsNew: number; awardsNew: number }>(
      `select count(distinct ministry)::integer as "fundersNew", count(distinct btrim(recipient))::integer as "organisationsNew",
              count(distinct (ministry, btrim(regexp_replace(scheme, '\\s+', ' ', 'g')), recipient))::integer as "awardsNew"
         from raw where amount is not null`,
    );

    expect(faults).toEqual([{ line: 20_117, column: 'Realisatie', reason: 'amount_empty', value: '' }]);
    expect(summary).toMatchObject({
      rowsRead: 25_163,
      good: 25_162,
      new: 25_162,
      exactTotal: '4789382037.31007',
      roundedTotal: '4789382037.36',
      ...distinct,
    });
    expect(summary.ministries).toEqual(expected);
    expect(stored).toEqual(expected);
  });

  it('brings nothing when it comes again', async () => {
    const { summary } = await importer.import(createReadStream(file));

    expect(summary).toMatchObject({
      new: 0,
      alreadyKnown: 25_162,
      awardsNew: 0,
      organisationsNew: 0,
      callsNew: 0,
      fundersNew: 0,
    });
  });
});
