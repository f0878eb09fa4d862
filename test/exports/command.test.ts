import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { addExportCommand } from '../../apps/cli/src/commands/export.js';
import { testRegistry } from '../support/registry.js';
import { recordsOf, Reporting } from './reporting.js';

const settings = ['DATABASE_URL', 'DATABASE_READER_URL', 'REGISTRY_DATA_DIR', 'LOG_LEVEL'];

describe('registry export', () => {
  let reporting: Reporting;
  let folder: string;
  const before = settings.map((name) => [name, process.env[name]] as const);

  beforeAll(async () => {
    reporting = new Reporting(await testRegistry());
    await reporting.on.aProject();
  });
  afterAll(async () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await reporting.close();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'grants-export-'));
    const { appUrl, readerUrl } = reporting.on.database;
    Object.assign(process.env, {
      DATABASE_URL: appUrl,
      DATABASE_READER_URL: readerUrl,
      REGISTRY_DATA_DIR: folder,
      LOG_LEVEL: 'silent',
    });
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** What the command printed; what it throws is what the shell is told with an exit code. */
  const registry = async (...words: string[]): Promise<string> => {
    const printed: string[] = [];
    const log = jest.spyOn(console, 'log').mockImplementation((line: unknown) => void printed.push(String(line)));
    const program = new Command('registry').exitOverride().configureOutput({ writeErr: () => undefined });
    addExportCommand(program);
    try {
      await program.parseAsync(['node', 'registry', 'export', ...words]);
    } finally {
      log.mockRestore();
    }
    return printed.join('\n');
  };
  const output = (name: string) => join(folder, name);
  const files = async () => (await readdir(folder)).filter((name) => name !== 'text-key').toSorted();

  it('writes a report, says what it wrote, and writes the same again', async () => {
    const said = await registry('projects', '--format', 'csv', '--language', 'en', '--output', output('projects.csv'));
    const { run, sha256 } = JSON.parse(await readFile(output('projects.csv.manifest.json'), 'utf8')) as Record<
      string,
      string
    >;
    const again = await registry('--rerun', run ?? '', '--output', output('again.csv'), '--json');

    expect(recordsOf(await readFile(output('projects.csv')))).toHaveLength(2);
    expect(said).toContain(`1 rows`);
    expect(said).toContain(`registry export --rerun ${run} --output FILE`);
    expect(JSON.parse(again)).toMatchObject({ identical: true, rerunOf: run, sha256 });
    expect(await readFile(output('again.csv'))).toEqual(await readFile(output('projects.csv')));
    expect(await files()).toEqual([
      'again.csv',
      'again.csv.manifest.json',
      'projects.csv',
      'projects.csv.manifest.json',
    ]);
  });

  it('takes a day and what was known', async () => {
    const seal = await reporting.seal();
    const asked = ['--as-of', '2020-01-01', '--known-at', seal, '--format', 'xlsx'];
    const said = await registry('honouring', ...asked, '--output', output('honouring.xlsx'), '--json');

    expect(JSON.parse(said)).toMatchObject({ asOf: '2020-01-01', knownAt: seal, rowCount: '0', identical: null });
  });

  it('lists the reports and their columns', async () => {
    const listed = JSON.parse(await registry('--list', '--json')) as {
      name: string;
      formats: string[];
      columns: object[];
    }[];

    expect(listed.map(({ name }) => name)).toEqual(['projects', 'honouring', 'realisations']);
    expect(listed[0]).toMatchObject({ formats: ['csv', 'xlsx', 'json', 'ndjson'] });
    expect(listed[0]?.columns[0]).toMatchObject({
      key: 'reference',
      type: 'text',
      header: { nl: 'Referentie', en: 'Reference' },
    });
    expect(await registry('--list')).toContain('honouring: Honoreringen / Honouring');
  });

  it.each([
    ['an unknown report', ['nothing', '--format', 'csv'], 'There is no report nothing'],
    ['an unknown format', ['projects', '--format', 'pdf'], '--format must be one of csv, xlsx, json, ndjson'],
    ['a date that is none', ['projects', '--format', 'csv', '--as-of', '2021-02-30'], '--as-of must be a date'],
    ['a day after what was known', ['projects', '--format', 'csv', '--as-of', '2999-01-01'], 'was not known yet'],
    ['no format', ['projects'], 'Say in which format'],
    ['nothing', [], 'Name a report'],
    ['a report and a run', ['projects', '--rerun', 'x'], 'Name a report'],
  ])('fails on %s, and writes nothing', async (_what, words, message) => {
    await expect(registry(...words, '--output', output('out'))).rejects.toThrow(message);
    expect(await files()).toEqual([]);
  });

  it('fails without a place to write to', async () => {
    await expect(registry('projects', '--format', 'csv')).rejects.toThrow('Say where to write it');
    await expect(registry('projects', '--format', 'csv', '--output', output('no/such/folder/x.csv'))).rejects.toThrow(
      `There is no folder ${output('no/such/folder')} to write to.`,
    );
  });
});
