import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { buildCli, LocalRegistry, type RunningService } from '../support/cli.js';

const root = join(import.meta.dirname, '../..');
let registry: LocalRegistry;
let service: RunningService;
/** The shell blocks of the tour, in order, as they are printed. */
let blocks: string[];

beforeAll(async () => {
  await buildCli();
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const tour = readme.slice(readme.indexOf('## A five-minute tour'), readme.indexOf('## Further'));
  blocks = [...tour.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
  registry = await LocalRegistry.make();
  service = await registry.start();
}, 180_000);
afterAll(async () => {
  await service.end('SIGINT');
  await registry.remove();
  await Promise.all(
    ['honouring.csv', 'honouring.csv.manifest.json', 'projects.xlsx', 'projects.xlsx.manifest.json'].map((file) =>
      rm(join(root, file), { force: true }),
    ),
  );
});

describe('the tour of the README', () => {
  it('does what it says, command by command, as printed', async () => {
    expect(blocks).toHaveLength(6);
    const here = blocks.map((block) => block.replaceAll('http://localhost:3000', service.url));
    const printed = await registry.shell(here.join('\necho; echo "=== next"\n'));
    const [me, call, application, decision, refused, report] = printed.split('=== next');

    expect(me).toContain('"programme_officer"');
    expect(call).toContain('"status":"open"');
    expect(application).toContain('Uw aanvraag is ontvangen en wordt beoordeeld.');
    expect(decision).toContain('"projectReference":"ZONMW-2027-TOUR-0001-P"');
    expect(decision).toContain('Uw aanvraag is gehonoreerd; het project is nog niet gestart.');
    expect(refused).toContain('"status":409');
    expect(refused).toContain('"confirm_start"');
    expect(report).toContain('"command":"honour"');
    const rows = parse<Record<string, string>>(await readFile(join(root, 'honouring.csv'), 'utf8'), {
      columns: true,
      bom: true,
    });
    expect(rows.length).toBeGreaterThan(3);
  }, 120_000);
});
