import { rowFaults, type ImportRun, type ImportSummary, type KeptFault, type MinistryTotal } from '@grants/registry';
import { Formed, ListOf, Moment, OneOf, Part, Reference, Text, WholeNumber } from '../input/fields.js';
import { PageOf } from '../input/lists.js';

const EXACT = { form: /^-?\d+(\.\d+)?$/, says: 'must be a decimal text', example: '12500.004' };
const CENTS = { form: /^-?\d+\.\d{2}$/, says: 'must be a decimal text', example: '12500.00' };
const count = (about: string, example = 1) => WholeNumber({ about, min: 0, max: 2_147_483_647, example });

/** What rows add up to. */
class TotalsAnswer {
  @Formed({ about: 'The total in euro, before any rounding', ...EXACT })
  exactTotal!: string;
  @Formed({ about: 'The total of the rows, each rounded to cents', ...CENTS })
  roundedTotal!: string;
  @Formed({ about: 'Rounded minus exact', ...EXACT, example: '-0.004' })
  roundingDifference!: string;
}

class MinistryTotalAnswer extends TotalsAnswer implements MinistryTotal {
  @Text({ about: 'The ministry', example: 'VWS' })
  ministry!: string;
  @count('Its good rows')
  rows!: number;
}

/** What became of a file. */
export class ImportSummaryAnswer extends TotalsAnswer implements ImportSummary {
  @OneOf(['imported', 'refused', 'dry_run'], {
    about: 'Whether it came in; `refused`: it had bad rows, and it was to be all or nothing',
    example: 'imported',
  })
  outcome!: ImportSummary['outcome'];
  @count('Rows of the file, without its header and its empty lines', 25_163)
  rowsRead!: number;
  @count('Good rows', 25_000)
  good!: number;
  @count('Bad rows', 163)
  bad!: number;
  @count('Payments that came in, or in a dry run would', 25_000)
  new!: number;
  @count('Good rows that an earlier import brought', 0)
  alreadyKnown!: number;
  @count('New funders', 12)
  fundersNew!: number;
  @count('New calls, one a scheme', 300)
  callsNew!: number;
  @count('New organisations', 9000)
  organisationsNew!: number;
  @count('New awards', 12_000)
  awardsNew!: number;
  @ListOf(() => MinistryTotalAnswer, { about: 'The totals of each ministry' })
  ministries!: readonly MinistryTotalAnswer[];
}

/** One reading of one file. */
export class ImportRunAnswer implements ImportRun {
  @Reference({ about: 'Its reference', example: 'IMP-000001' })
  reference!: string;
  @Text({ about: 'What kind of file it read', example: 'ministry_subsidies' })
  kind!: string;
  @Text({ about: 'The name of the file', example: 'subsidies-2015.csv' })
  fileName!: string;
  @Text({
    about: 'The SHA-256 of the file',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  checksum!: string;
  @Text({ about: 'The account that ran it', example: '0199b3c2-6f0e-7c51-9a53-2a6c1d0f4e11' })
  actor!: string;
  @Moment({ about: 'When it was run' })
  startedAt!: string;
  @Moment({ about: 'When it was voided; null while it stands', nullable: true })
  voidedAt!: string | null;
  @Part(() => ImportSummaryAnswer, { about: 'What became of it' })
  summary!: ImportSummaryAnswer;
}

export class ImportRunPage extends PageOf(ImportRunAnswer) {}

/** Something wrong with a row of a file. */
class ImportErrorAnswer implements KeptFault {
  @count('The line of the file', 17)
  line!: number;
  @count('Which fault of that row')
  number!: number;
  @Text({ about: 'The column, or `row` where it is about the whole row', example: 'amount' })
  column!: KeptFault['column'];
  @OneOf(Object.keys(rowFaults), { about: 'What is wrong', example: Object.keys(rowFaults)[0] })
  reason!: KeptFault['reason'];
  @Text({ about: 'What stands there', max: 10_000, example: 'n.v.t.' })
  value!: KeptFault['value'];
}

export class ImportErrorPage extends PageOf(ImportErrorAnswer) {}
