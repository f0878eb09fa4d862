import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formats, planRun, writeRun, type PlannedRun } from '@grants/exports';
import { newId } from '@grants/persistence';
import { testRegistry } from '../support/registry.js';
import { Reporting } from './reporting.js';

const MEGABYTE = 1_000_000;

describe('a run of many rows', () => {
  let reporting: Reporting;
  beforeAll(async () => {
    reporting = new Reporting(await testRegistry());
  });
  afterAll(() => reporting.close());

  /** The report of projects, as wide as it is, with so many rows that nobody has to make. */
  const planOf = async (name: string, rows: number): Promise<PlannedRun> => {
    const plan = await planRun(reporting.on.db, { report: 'projects', format: name });
    const values = {
      text: `'some text of a common length ' || n`,
      integer: 'n',
      money: 'n::numeric',
      decimal: 'n::numeric',
      percent: '33.3',
      date: `date '2020-01-01' + n % 3000`,
      moment: 'now()',
    };
    const columns = plan.report.columns.map(({ key, type }) => `${values[type]} as "${key}"`);
    const query = () => `select ${columns.join(', ')} from generate_series(1, ${rows}) n`;
    return { ...plan, id: newId(), report: { ...plan.report, query } };
  };

  /** Writes a run to nowhere; gives its bytes, and how much more memory the process had at most than before. */
  const measured = async (name: string, rows: number) => {
    const before = process.memoryUsage.rss();
    let most = before;
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    const onProgress = () => {
      most = Math.max(most, process.memoryUsage.rss());
    };
    const plan = await planOf(name, rows);
    const { bytes } = await writeRun({ db: reporting.on.db, reader: reporting.reader }, plan, sink, {
      actorId: reporting.actorId,
      onProgress,
    });
    return { bytes, growth: most - before };
  };

  it.each(formats.map(({ name }) => name))('as %s takes no more memory than a run of few', async (name) => {
    await measured(name, 100_000); // what the process needs once
    const { bytes, growth } = await measured(name, 600_000);

    expect(bytes).toBeGreaterThan(name === 'xlsx' ? 50 * MEGABYTE : 300 * MEGABYTE);
    expect(growth).toBeLessThan(100 * MEGABYTE);
  });
});
