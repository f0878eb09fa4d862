import { dirname, resolve } from 'node:path';
import { InvalidInput } from '@grants/domain';
import {
  exportToFile,
  formats,
  planRerun,
  planRun,
  reports,
  type Databases,
  type PlannedRun,
  type WrittenRun,
} from '@grants/exports';
import { SYSTEM_ACTOR } from '@grants/registry';
import { InvalidArgumentError, type Command } from 'commander';
import { inOptions } from '../in-options.js';
import { withRegistry } from '../with-registry.js';

interface ExportOptions {
  readonly format?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly language?: string;
  readonly output?: string;
  readonly rerun?: string;
  readonly list?: true;
  readonly json?: true;
}

/** `registry export`: writes a report to a file, with its manifest beside it. */
export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .description('write a report to a file, with a manifest beside it; the run is recorded and can be repeated')
    .argument('[report]', `one of ${reports.map(({ name }) => name).join(', ')}`)
    .option('--format <format>', `one of ${formats.map(({ name }) => name).join(', ')}`)
    .option('--as-of <date>', 'the day that is reported on; left out, the day of --known-at')
    .option('--known-at <moment>', 'as it was known at this moment, or at the end of this date; left out, now')
    .option('--language <language>', 'of the headers: nl or en; left out, nl')
    .option('--output <file>', 'where to write it', aFile)
    .option('--rerun <id>', 'repeat a recorded run, and demand the same bytes')
    .option('--list', 'show the reports and their columns')
    .option('--json', 'for machines');
  command.action(async (report: string | undefined, options: ExportOptions) => {
    if (options.list) {
      list(options.json);
      return;
    }
    const { output, rerun } = options;
    const asked = report === undefined ? 0 : 1;
    if (asked + (rerun === undefined ? 0 : 1) !== 1) command.error('Name a report, or a run to repeat with --rerun.');
    if (output === undefined) return command.error('Say where to write it, with --output.');
    if (rerun === undefined && options.format === undefined) command.error('Say in which format, with --format.');
    const request = { ...options, report: report ?? '', format: options.format ?? '' };
    await withRegistry(async ({ db, reader }) => {
      const databases = { db, reader: reader() };
      const planned = rerun === undefined ? planRun(db, request) : planRerun(db, rerun);
      const inTerms = planned.catch((error: unknown) => {
        throw error instanceof InvalidInput ? new Error(inOptions(error)) : error;
      });
      const [plan] = await Promise.all([inTerms, databases.reader.connect()]);
      const written = await write(databases, plan, output);
      tell(plan, written, output, options.json);
    });
  });
}

function aFile(file: string): string {
  if (file === '') throw new InvalidArgumentError('It is empty.');
  if (file === '-') throw new InvalidArgumentError('A manifest belongs beside it, so that it has to be a file.');
  return file;
}

async function write(databases: Databases, plan: PlannedRun, output: string): Promise<WrittenRun> {
  // Stopped halfway it takes back what it wrote.
  const stop = new AbortController();
  const onStop = () => stop.abort();
  process.once('SIGINT', onStop).once('SIGTERM', onStop);
  const progress = process.stderr.isTTY ? progressOn(process.stderr) : null;
  try {
    const options = { actorId: SYSTEM_ACTOR.id, onProgress: progress?.show, signal: stop.signal };
    return await exportToFile(databases, plan, output, options);
  } catch (error) {
    const isMissing = (error as { code?: unknown }).code === 'ENOENT';
    throw isMissing ? new Error(`There is no folder ${dirname(resolve(output))} to write to.`) : error;
  } finally {
    process.off('SIGINT', onStop).off('SIGTERM', onStop);
    progress?.end();
  }
}

/** Tells how far it is, on one line that goes away. */
function progressOn(terminal: NodeJS.WriteStream) {
  let shown = 0;
  terminal.write('Asking the database …');
  return {
    show: (bytes: number) => {
      const megabytes = Math.floor(bytes / 1_000_000);
      if (megabytes > shown) terminal.write(`\r${megabytes} MB written      `);
      shown = megabytes;
    },
    end: () => terminal.write('\r\u001b[K'),
  };
}

function tell(plan: PlannedRun, { run, bytes }: WrittenRun, output: string, json = false): void {
  if (json) {
    const manifest = `${output}.manifest.json`;
    console.log(
      JSON.stringify({ ...run, bytes, file: output, manifest, identical: plan.repeats ? true : null }, null, 2),
    );
    return;
  }
  console.log(`${output}: ${run.rowCount} rows, ${bytes} bytes, SHA-256 ${run.sha256}`);
  console.log(`${run.report} as of ${run.asOf}, known at ${run.knownAt} (seal ${run.sealNumber}).`);
  console.log(
    plan.repeats
      ? `The same bytes as run ${plan.repeats.id}. This run is ${run.id}.`
      : `Repeat it with: registry export --rerun ${run.id} --output FILE`,
  );
}

function list(json = false): void {
  if (json) {
    const shown = reports.map(({ name, title, source, columns }) => ({
      name,
      title,
      source,
      formats: formats.map((format) => format.name),
      columns: columns.map(({ reads: _reads, ...column }) => column),
    }));
    console.log(JSON.stringify(shown, null, 2));
    return;
  }
  for (const { name, title, source, columns } of reports) {
    console.log(`\n${name}: ${title.nl} / ${title.en}\n  ${source.en}`);
    for (const { key, type, header } of columns) console.log(`  ${key} (${type}): ${header.nl} / ${header.en}`);
  }
}
