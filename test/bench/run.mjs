import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { benchDecide } from './decide.mjs';
import { benchExportCsv } from './export-csv.mjs';
import { prepareGround } from './ground.mjs';
import { benchImport } from './import.mjs';
import { benchStatus } from './status.mjs';
import { clientVersion } from './tools.mjs';

const sizes = new Map([
  ['1k', 1000],
  ['10k', 10_000],
  ['100k', 100_000],
]);

/** @type {ReadonlyMap<string, (ground: import('./ground.mjs').Ground, rounds: number) => Promise<import('./rounds.mjs').Measured>>} */
const benches = new Map([
  ['status', benchStatus],
  ['export-csv', benchExportCsv],
  // After the export: it adds projects.
  ['decide', benchDecide],
  ['import', benchImport],
]);

/**
 * Measures, prints a table and writes JSON; the exit code. A mark that is missed is told, and is no failure.
 * @param {{ size: string, rounds: string, only?: string | undefined, json?: string | undefined }} options
 */
export async function runBench({ size, rounds, only, json }) {
  const projects = sizes.get(size);
  const names = only?.split(',') ?? [...benches.keys()];
  const chosen = names.map((name) => benches.get(name));
  const count = Number(rounds);
  if (projects === undefined || chosen.includes(undefined) || !(Number.isInteger(count) && count > 0)) {
    console.error(`Usage: npm run bench -- --size ${[...sizes.keys()].join('|')} [--rounds 5]`);
    console.error(`       [--only ${[...benches.keys()].join(',')}] [--json FILE]`);
    return 2;
  }
  console.error(`Making a registry of ${projects} projects …`);
  const ground = await prepareGround({ projects });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void ground.close().finally(() => process.exit(1)));
  }
  try {
    const { sown, sownPerSecond, version, fsync } = ground;
    console.error(`Made ${sownPerSecond} projects a second.`);
    const { length: cores } = cpus();
    const about = {
      size,
      projects,
      applications: sown.applications,
      events: sown.events,
      sownPerSecond,
      rounds: count,
      cores,
      processor: cpus()[0]?.model ?? 'unknown',
      node: process.version,
      postgresql: version,
      fsync,
      psql: await clientVersion('psql'),
      pgbench: await clientVersion('pgbench'),
    };
    const results = [];
    // What was measured is kept, whatever becomes of the rest.
    for (const bench of chosen) {
      if (!bench) continue;
      const measured = await bench(ground, count);
      if (results.length === 0) console.log(heading.join('\n'));
      console.log(lineOf(measured));
      results.push(measured);
      if (json !== undefined) await writeFile(json, `${JSON.stringify({ about, results }, null, 2)}\n`);
    }
    return 0;
  } finally {
    await ground.close();
  }
}

const heading = [
  '| What | Ours | Limit | Unit | Ratio | Mark | Notes |',
  '| --- | --- | --- | --- | --- | --- | --- |',
];

/** @param {import('./rounds.mjs').Measured} measured */
const lineOf = ({ name, unit, ours, limit, ratio, mark, notes }) =>
  `| ${name} | ${number(ours)} | ${number(limit)} | ${unit} | ${ratio?.toFixed(2) ?? 'not measured'} | ${mark ?? ''} | ${notes.join('; ')} |`;

/** @param {number | null} value */
const number = (value) => (value === null ? 'left out' : value.toLocaleString('en', { maximumFractionDigits: 1 }));
