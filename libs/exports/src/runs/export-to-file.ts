import { open, rename, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { circumstances } from '../formats/format.js';
import type { PlannedRun } from './plan-run.js';
import { writeRun, type Databases, type WriteOptions, type WrittenRun } from './write-run.js';

/** What stands beside a file: what it is, how it was taken, and how to check it and do it again. */
function manifestOf(plan: PlannedRun, { run, bytes }: WrittenRun, file: string): string {
  const { id, format, rowCount, sha256, software, rerunOf, createdAt } = run;
  const { report, title, source, parameters, seal, columns } = circumstances(plan);
  const manifest = {
    run: id,
    report,
    title,
    source,
    parameters,
    seal,
    file: basename(file),
    format,
    mediaType: plan.format.mediaType,
    rowCount: Number(rowCount),
    bytes,
    sha256,
    software,
    createdAt,
    rerunOf,
    columns,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Where the manifest of a file stands. */
export const manifestFile = (file: string): string => `${file}.manifest.json`;

/**
 * Writes a planned run to a file, with its manifest beside it. Both get their names when all is done, the file last:
 * a file of that name is whole, and what was there before stays until then.
 */
export async function exportToFile(
  databases: Databases,
  plan: PlannedRun,
  file: string,
  options: WriteOptions,
): Promise<WrittenRun> {
  const part = `${file}.${plan.id}.part`;
  const manifestPart = `${part}.manifest.json`;
  const sink = (await open(part, 'wx')).createWriteStream({ flush: true });
  try {
    const written = await writeRun(databases, plan, sink, options);
    await writeFile(manifestPart, manifestOf(plan, written, file), { flag: 'wx', flush: true });
    await rename(manifestPart, manifestFile(file));
    await rename(part, file);
    return written;
  } catch (error) {
    sink.destroy();
    await Promise.all([part, manifestPart].map((path) => rm(path, { force: true })));
    throw error;
  }
}
