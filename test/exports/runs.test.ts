import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportToFile, findRun, formats, planRerun, planRun, RerunDiffers, reports, writeRun } from '@grants/exports';
import { setStep } from '@grants/persistence';
import { testRegistry, type TestProject, type TestRegistry } from '../support/registry.js';
import { importPayments } from './payments.js';
import { Reporting, rowsOf } from './reporting.js';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('a run of a report', () => {
  let t: TestRegistry;
  let reporting: Reporting;
  let project: TestProject;
  beforeAll(async () => {
    t = await testRegistry();
    reporting = new Reporting(t);
    project = await t.aProject({ status: 'started' });
    await importPayments(t, [['Verzonnen regeling', 'Stichting A', '100.005', 2015]]);
  });
  afterAll(() => reporting.close());

  const rename = (title: string) =>
    t.db.transaction(async (tx) => {
      await setStep(tx, { actor: t.officer, commands: {} });
      await tx.client.query('update project set title = $2 where id = $1', [project.id, title]);
    });

  it('is recorded with what it takes to do it again', async () => {
    const { run, bytes } = await reporting.take({
      report: 'projects',
      format: 'csv',
      asOf: '2026-01-01',
      language: 'en',
    });

    expect(await findRun(t.db, run.id)).toEqual(run);
    expect(run).toMatchObject({
      report: 'projects',
      format: 'csv',
      parameters: { asOf: '2026-01-01', knownAt: run.knownAt, language: 'en' },
      asOf: '2026-01-01',
      rowCount: '0',
      sha256: sha256(bytes),
      software: expect.stringMatching(/^grant-registry \d/) as unknown,
      actor: reporting.actorId,
      rerunOf: null,
    });
    const [seal] = await t.appSql<{ at: string }>('select taken_at as at from seal where number = $1', run.sealNumber);
    expect(run.knownAt).toBe(seal?.at);
    expect(run.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it.each(reports.flatMap(({ name }) => formats.map((format) => [name, format.name] as const)))(
    'of %s as %s gives the same bytes again, after changes and in both languages',
    async (report, format) => {
      const dutch = await reporting.take({ report, format });
      const english = await reporting.take({
        report,
        format,
        language: 'en',
        asOf: dutch.run.asOf,
        knownAt: dutch.run.knownAt,
      });
      await rename(`Renamed after ${dutch.run.id}`);

      for (const taken of [dutch, english]) {
        const again = await reporting.again(taken);
        expect(again.bytes).toEqual(taken.bytes);
        expect(again.run).toMatchObject({
          ...taken.run,
          id: again.run.id,
          rerunOf: taken.run.id,
          createdAt: again.run.createdAt,
        });
      }
    },
  );

  it('fails loudly where the bytes are not the same, and is not recorded', async () => {
    const { run } = await reporting.take({ report: 'projects', format: 'json' });
    const plan = await planRerun(t.db, run.id);
    const other = { ...plan, report: { ...plan.report, columns: plan.report.columns.slice(1) } };

    await expect(reporting.write(other)).rejects.toThrow(RerunDiffers);
    await expect(reporting.write(other)).rejects.toThrow(run.sha256);
    expect(await findRun(t.db, plan.id)).toBeNull();
  });

  it('does not know of a change that was under way when its seal was taken', async () => {
    await rename('Known');
    const writer = await t.db.pool.connect();
    try {
      await writer.query('begin');
      await writer.query('update project set title = $2 where id = $1', [project.id, 'Still under way']);
      const taken = await reporting.take({ report: 'projects', format: 'ndjson' });
      await writer.query('commit');

      expect(rowsOf(taken.bytes)).toMatchObject([{ title: 'Known' }]);
      expect((await reporting.again(taken)).bytes).toEqual(taken.bytes);
      expect(await reporting.rows('projects')).toMatchObject([{ title: 'Still under way' }]);
    } finally {
      writer.release();
    }
  });

  it('does not find what was first reported by a seal that commits only later', async () => {
    await reporting.goTo('2031-06-01T12:00:00Z');
    await t.anApplication({ status: 'honoured' });
    await reporting.goTo('2031-12-31T12:00:00Z');
    const slow = await t.db.pool.connect();
    try {
      await slow.query('begin');
      await slow.query('select take_seal()');
      await reporting.goTo('2032-03-01T12:00:00Z');
      const taken = await reporting.take({ report: 'honouring', format: 'ndjson' });
      await slow.query('commit');

      expect(rowsOf(taken.bytes).find(({ year }) => year === 2031)).toMatchObject({
        asFirstReported: 0,
        correction: 1,
      });
      expect((await reporting.again(taken)).bytes).toEqual(taken.bytes);
      expect(await reporting.row('honouring', { year: 2031 })).toMatchObject({ asFirstReported: 1, correction: 0 });
    } finally {
      slow.release();
    }
  });

  it('reads in one transaction that can only read', async () => {
    const plan = await planRun(t.db, { report: 'projects', format: 'csv' });
    const writing = { ...plan, format: { ...plan.format, copy: () => 'copy (select take_seal()) to stdout' } };
    const asApp = writeRun(
      { db: t.db, reader: t.db },
      writing,
      new Writable({ write: (_chunk, _encoding, done) => done() }),
      {
        actorId: reporting.actorId,
      },
    );

    await expect(asApp).rejects.toThrow('read-only transaction');
  });

  it('leaves no connection waiting when the reader of its file goes away', async () => {
    for (let round = 0; round < 5; round += 1) {
      const plan = await planRun(t.db, { report: 'projects', format: 'csv' });
      const long = {
        ...plan,
        format: {
          ...plan.format,
          copy: () => `copy (select repeat('x', 1000) from generate_series(1, 100000)) to stdout`,
        },
      };
      const gone = new Writable({ write: (_chunk, _encoding, done) => done(new Error('gone')) });

      await expect(
        writeRun({ db: t.db, reader: reporting.reader }, long, gone, { actorId: reporting.actorId }),
      ).rejects.toThrow('gone');
    }
    expect(await reporting.rows('projects')).not.toHaveLength(0);
  });

  it('can be stopped', async () => {
    const plan = await planRun(t.db, { report: 'projects', format: 'csv' });
    const long = { ...plan, format: { ...plan.format, copy: () => `copy (select pg_sleep(60)) to stdout` } };
    const stop = new AbortController();
    const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
    const options = { actorId: reporting.actorId, signal: stop.signal };
    const writing = writeRun({ db: t.db, reader: reporting.reader }, long, sink, options);
    setTimeout(() => stop.abort(), 100);

    await expect(writing).rejects.toThrow('aborted');
    const sleeping = () =>
      t.adminSql(`select from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()`);
    while ((await sleeping()).length > 0) await sleep(20);
  });

  describe('to a file', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'grants-exports-'));
    });
    afterEach(() => rm(folder, { recursive: true }));

    const databases = () => ({ db: t.db, reader: reporting.reader });

    it('stands there whole, beside a manifest that says what it is', async () => {
      const file = join(folder, 'honouring.json');
      const plan = await planRun(t.db, { report: 'honouring', format: 'json' });
      const { run } = await exportToFile(databases(), plan, file, { actorId: reporting.actorId });
      const bytes = await readFile(file);
      const manifest = JSON.parse(await readFile(`${file}.manifest.json`, 'utf8')) as Record<string, unknown>;

      expect((await readdir(folder)).toSorted()).toEqual(['honouring.json', 'honouring.json.manifest.json']);
      expect(manifest).toMatchObject({
        run: run.id,
        report: 'honouring',
        file: 'honouring.json',
        format: 'json',
        mediaType: 'application/json',
        rowCount: Number(run.rowCount),
        bytes: bytes.length,
        sha256: sha256(bytes),
        seal: { number: run.sealNumber },
        parameters: { asOf: run.asOf, knownAt: run.knownAt, language: 'nl' },
        software: run.software,
        rerunOf: null,
      });
      expect(manifest['columns']).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            key: 'shareOfDecided',
            type: 'percent',
            unit: { nl: '% van de aanvragen', en: '% of applications' },
            ratio: { numerator: 'honoured', denominator: 'decided' },
          }),
        ]),
      );
    });

    it('leaves nothing behind, and what was there before, when it fails', async () => {
      const file = join(folder, 'projects.csv');
      await writeFile(file, 'of last year');
      const plan = await planRun(t.db, { report: 'projects', format: 'csv' });
      const failing = {
        ...plan,
        format: { ...plan.format, copy: () => `copy (select 1 / (3 - n) from generate_series(1, 5) n) to stdout` },
      };

      await expect(exportToFile(databases(), failing, file, { actorId: reporting.actorId })).rejects.toThrow(
        'division by zero',
      );
      expect(await readdir(folder)).toEqual(['projects.csv']);
      expect(await readFile(file, 'utf8')).toBe('of last year');
      expect(await findRun(t.db, plan.id)).toBeNull();
    });
  });
});
