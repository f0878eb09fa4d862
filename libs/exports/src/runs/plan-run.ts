import { InvalidInput, isCalendarDate, NotFound, type InputError } from '@grants/domain';
import { newId, type Queryable } from '@grants/persistence';
import type { FileHead, Format } from '../formats/format.js';
import { formats } from '../formats/formats.js';
import { languages } from '../report.js';
import { reports } from '../reports.js';
import { momentMeant, resolveTimes, sealNumbered } from './known-at.js';
import { findRun, type ReportRun } from './run-store.js';

/** What is asked: which report, in which format, of which day, as it was known when. */
export interface ReportRequest {
  readonly report: string;
  readonly format: string;
  /** A date; the day of `knownAt` where it is left out. */
  readonly asOf?: string | undefined;
  /** A moment, or a date for its end; now where it is left out. */
  readonly knownAt?: string | undefined;
  /** Of the headers, where the format has them; Dutch where it is left out. */
  readonly language?: string | undefined;
}

/** A run that may begin: everything is judged and resolved. */
export interface PlannedRun extends FileHead {
  /** The key of the run to be. */
  readonly id: string;
  readonly format: Format;
  /** The run that it repeats, byte for byte. */
  readonly repeats: ReportRun | null;
}

const among = <Known extends { readonly name: string }>(list: readonly Known[], name: string) =>
  list.find((known) => known.name === name) ?? null;

/**
 * Judges a request, so that what is refused is refused before the first byte, and resolves its two times.
 * @throws NotFound for an unknown report, InvalidInput with all that is wrong, RuleBroken: see `resolveTimes`.
 */
export async function planRun(db: Queryable, request: ReportRequest): Promise<PlannedRun> {
  const report = among(reports, request.report);
  if (!report) throw new NotFound('report', request.report);
  const format = among(formats, request.format);
  const language = languages.find((known) => known === (request.language ?? 'nl')) ?? null;
  const knownAt = request.knownAt === undefined ? undefined : momentMeant(request.knownAt);
  const errors: InputError[] = [];
  if (!format)
    errors.push({ pointer: '/format', detail: `must be one of ${formats.map(({ name }) => name).join(', ')}` });
  if (!language) errors.push({ pointer: '/language', detail: `must be one of ${languages.join(', ')}` });
  if (request.asOf !== undefined && !isCalendarDate(request.asOf)) {
    errors.push({ pointer: '/asOf', detail: 'must be a date, such as 2017-12-31' });
  }
  if (knownAt === null) {
    errors.push({
      pointer: '/knownAt',
      detail: 'must be a moment with its zone, such as 2017-12-31T23:59:59+01:00, or a date',
    });
  }
  if (!format || !language || knownAt === null || errors.length > 0) throw new InvalidInput(errors);
  const times = await resolveTimes(db, { asOf: request.asOf, knownAt });
  return { id: newId(), report, format, language, ...times, repeats: null };
}

/** Plans to do a run again. @throws NotFound if there was no such run, or its report or format is no more. */
export async function planRerun(db: Queryable, id: string): Promise<PlannedRun> {
  const run = await findRun(db, id);
  if (!run) throw new NotFound('report run', id);
  const report = among(reports, run.report);
  const format = among(formats, run.format);
  if (!report || !format) throw new NotFound('report', `${run.report} as ${run.format}`);
  const seal = await sealNumbered(db, run.sealNumber);
  if (!seal) throw new Error(`The seal of run ${id} is not there`);
  const { asOf, knownAt, parameters } = run;
  return { id: newId(), report, format, language: parameters.language, asOf, knownAt, seal, repeats: run };
}
