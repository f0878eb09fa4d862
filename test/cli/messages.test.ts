import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { addImportCommand } from '../../apps/cli/src/commands/import.js';
import { addSeedCommand } from '../../apps/cli/src/commands/seed.js';
import { addSyntheticSeed } from '../../apps/cli/src/commands/seed-synthetic.js';
import { HEADER } from '../imports/importer.js';
import { testRegistry, type TestRegistry } from '../support/registry.js';

const settings = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'REGISTRY_DATA_DIR', 'LOG_LEVEL'];

describe('what commands say', () => {
  let on: TestRegistry;
  let folder: string;
  const before = settings.map((name) => [name, process.env[name]] as const);
  beforeAll(async () => {
    on = await testRegistry();
    folder = await mkdtemp(join(tmpdir(), 'grants-messages-'));
    Object.assign(process.env, {
      DATABASE_URL: on.database.appUrl,
      DATABASE_OWNER_URL: on.database.ownerUrl,
      REGISTRY_DATA_DIR: folder,
      LOG_LEVEL: 'silent',
    });
  });
  afterAll(async () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await rm(folder, { recursive: true });
    await on.close();
  });
  afterEach(() => {
    process.exitCode = undefined;
  });

  /** What a command printed; what it throws is what the shell is told with an exit code. */
  const registry = async (...words: string[]): Promise<string> => {
    const printed: string[] = [];
    const keep = (line: unknown) => void printed.push(String(line).trimEnd());
    const spies = [jest.spyOn(console, 'log'), jest.spyOn(console, 'error')];
    for (const spy of spies) spy.mockImplementation(keep);
    const program = new Command('registry').exitOverride().configureOutput({ writeOut: keep, writeErr: keep });
    addImportCommand(program);
    addSyntheticSeed(addSeedCommand(program));
    const quiet = (command: Command): void => {
      command.exitOverride().configureOutput({ writeOut: keep, writeErr: keep });
      for (const each of command.commands) quiet(each);
    };
    quiet(program);
    try {
      await program.parseAsync(['node', 'registry', ...words]);
    } catch (error) {
      if ((error as { code?: string }).code !== 'commander.helpDisplayed') throw error;
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    return printed.join('\n');
  };

  it('names the option that is out of bounds', async () => {
    await expect(registry('seed', 'synthetic', '--projects', '0')).rejects.toThrow(
      '--projects must be a whole number from 1 to 100000000',
    );
    await expect(registry('seed', 'synthetic', '--projects', '1', '--seed', '4294967296')).rejects.toThrow(
      '--seed must be',
    );
  });

  it('tells in its help what a reason for voiding is', async () => {
    expect((await registry('import', 'void', '--help')).replaceAll(/\s+/g, ' ')).toContain(
      '--reason <text> why the import does not count; required, kept encrypted, and shown in no list',
    );
  });

  it('does not let the totals of a refused import be taken for what came in', async () => {
    const file = join(folder, 'payments.csv');
    await writeFile(file, `${HEADER}\nVWS,Regeling,Stichting,1,10.005,2015\nVWS,Regeling,Stichting,1,tien,2015\n`);
    const said = await registry('import', 'ministry-subsidies', file, '--all-or-nothing');

    expect(process.exitCode).toBe(1);
    expect(said).toContain('Refused: it was to be all or nothing, and nothing came in.');
    expect(said).toMatch(/What its good rows would have added up to:\nVWS: 1 rows, exactly 10\.005/);
    expect(await registry('import', 'ministry-subsidies', file)).not.toContain('would have added up');
  });
});
