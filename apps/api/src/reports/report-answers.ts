import { formats, reports } from '@grants/exports';
import { DateOnly, Formed, ListOf, ListOfCodes, Moment, OneOf, Part, Text } from '../input/fields.js';
import { BilingualAnswer } from '../applications/application-answers.js';

const formatNames = formats.map(({ name }) => name);

/** Which report is asked for. */
export class ReportQuery {
  @OneOf(formatNames, { about: 'The form of the answer; json where it is left out', optional: true, example: 'csv' })
  format?: string;
  @DateOnly({
    about: 'The day that is reported on; the day of `knownAt` where it is left out',
    optional: true,
    example: '2017-12-31',
  })
  asOf?: string;
  @Formed({
    about: 'As it was known at this moment, or at the end of this date; now where it is left out',
    form: /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2}))?$/,
    says: 'must be a moment with its offset, or a date',
    optional: true,
    example: '2026-11-22T13:00:00Z',
  })
  knownAt?: string;
  @OneOf(['nl', 'en'], { about: 'The language of the headers, where the form has them', optional: true, example: 'nl' })
  language?: string;
}

class ColumnAnswer {
  @Text({ about: 'Its name for machines', example: 'honoured' })
  key!: string;
  @Text({ about: 'What it holds', example: 'integer' })
  type!: string;
  @Part(() => BilingualAnswer, { about: 'Its header' })
  header!: BilingualAnswer;
  @Part(() => BilingualAnswer, { about: 'What it means' })
  definition!: BilingualAnswer;
  @Part(() => BilingualAnswer, { about: 'What a number counts or is measured in', nullable: true })
  unit!: BilingualAnswer | null;
}

class ReportAnswer {
  @OneOf(reports.map(({ name }) => name), { about: 'Its name', example: 'honouring' })
  name!: string;
  @Part(() => BilingualAnswer, { about: 'Its title' })
  title!: BilingualAnswer;
  @Part(() => BilingualAnswer, { about: 'The law or contract that asks for it' })
  source!: BilingualAnswer;
  @ListOfCodes(formatNames, { about: 'The forms that it can be given in', example: ['csv'] })
  formats!: string[];
  @ListOf(() => ColumnAnswer, { about: 'Its columns' })
  columns!: ColumnAnswer[];
}

/** The reports. */
export class ReportsAnswer {
  @ListOf(() => ReportAnswer, { about: 'The reports' })
  items!: ReportAnswer[];
}

/** A run of a report, as it is recorded. */
export class ReportRunAnswer {
  @Formed({
    about: 'The id of the run',
    form: /^[0-9a-f-]{36}$/,
    says: '',
    example: '01900000-0000-7000-8000-000000000002',
  })
  id!: string;
  @Text({ about: 'The report', example: 'honouring' })
  report!: string;
  @OneOf(formatNames, { about: 'The form', example: 'csv' })
  format!: string;
  @DateOnly({ about: 'The day that was reported on', example: '2017-12-31' })
  asOf!: string;
  @Moment({ about: 'As it was known at this moment', example: '2026-11-22T13:00:00Z' })
  knownAt!: string;
  @Text({ about: 'The seal that says what was known', example: '42' })
  sealNumber!: string;
  @Text({ about: 'How many rows', example: '17' })
  rowCount!: string;
  @Formed({
    about: 'The checksum of its bytes',
    form: /^[0-9a-f]{64}$/,
    says: '',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  sha256!: string;
  @Text({ about: 'The version of the software', example: 'grant-registry 0.1.0' })
  software!: string;
  @Moment({ about: 'When it ran', example: '2026-11-22T13:00:01Z' })
  createdAt!: string;
}
