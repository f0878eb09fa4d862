import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyStatement, planRun, runSettings } from '@grants/exports';
import { startChild } from './child.mjs';
import { alternate } from './rounds.mjs';
import { clientVersion, runClient } from './tools.mjs';

/**
 * The report of the projects to a file, from its plan to its manifest and its recorded run, beside psql that copies the
 * same query to a file under the same settings.
 * @param {import('./ground.mjs').Ground} ground
 * @param {number} rounds
 */
export async function benchExportCsv({ db, urls, dataDir }, rounds) {
  const hasPsql = (await clientVersion('psql')) !== null;
  const copy = copyStatement(await planRun(db, { report: 'projects', format: 'csv' }));
  const script = join(dataDir, 'export.sql');
  const target = join(dataDir, 'psql.csv');
  await writeFile(script, `begin;\n${runSettings};\n\\o ${target}\n${copy};\n\\o\ncommit;\n`);
  const psql = async () => {
    const began = performance.now();
    await runClient('psql', urls.reader, ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', script]);
    return performance.now() - began;
  };
  /** @typedef {{ milliseconds: number, rows: number, megabytes: number }} Exported */
  const last = { rows: 0, megabytes: 0 };
  const exported = async () => {
    const input = { appUrl: urls.app, readerUrl: urls.reader, file: join(dataDir, 'ours.csv') };
    const child = await startChild('export-child.mjs', input);
    try {
      const { milliseconds, rows, megabytes } = /** @type {Exported} */ (await child.ask());
      last.rows = rows;
      last.megabytes = Math.max(last.megabytes, megabytes);
      return milliseconds;
    } finally {
      await child.stop();
    }
  };
  await exported();
  const what = { name: 'export-csv', unit: 'ms', moreIsBetter: false, mark: 1 };
  const measured = await alternate(what, rounds, { ours: exported, limit: hasPsql ? psql : null });
  return { ...measured, notes: [`${last.rows} rows`, `at most ${Math.ceil(last.megabytes)} MB of memory`] };
}
