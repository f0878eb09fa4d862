import { legacyAwardLifecycle } from '@grants/domain';
import type { LegacyAwardView, RealisationView } from '@grants/registry';
import { Type } from 'class-transformer';
import { CalledAnswer } from '../input/links.js';
import { Formed, OneOf, Part, Reference, Text, Version, WholeNumber, YesNo } from '../input/fields.js';
import { AnyOf, ListQuery, PageOf, SortBy } from '../input/lists.js';

const statuses = Object.keys(legacyAwardLifecycle.states);

/** Below zero where money was taken back. */
const SIGNED_AMOUNT = { form: /^-?\d{1,12}\.\d{2}$/, says: 'must be a decimal text', example: '12500.00' };

/** An award that is known from payments alone: what was granted, and when, is unknown. */
export class LegacyAwardAnswer implements LegacyAwardView {
  @Reference({ about: 'Its reference', example: 'MINVWS-LEGACY-000001' })
  reference!: string;
  @Reference({ about: 'The code of its funder', example: 'MINVWS' })
  funder!: string;
  @Reference({ about: 'The call that stands for the scheme', example: 'MINVWS-SCHEME-0001' })
  call!: string;
  @Text({ about: 'The scheme as its source writes it', max: 2000, example: 'Verzonnen regeling' })
  scheme!: string;
  @Part(() => CalledAnswer, { about: 'The recipient' })
  recipient!: CalledAnswer;
  @Text({ about: 'The recipient as its source writes it', max: 2000, example: 'ST. VERZONNEN' })
  recipientText!: string;
  @OneOf(statuses, { about: 'Its state', example: 'imported' })
  status!: string;
  @Version()
  version!: number;
  @Formed({ about: 'What was paid in all, voided imports apart', ...SIGNED_AMOUNT })
  paid!: string;
  @WholeNumber({ about: 'In how many payments', min: 0, max: 2_147_483_647, example: 3 })
  payments!: number;
  @WholeNumber({ about: 'The year of the first one', nullable: true, min: 1900, max: 2200, example: 2015 })
  firstYear!: number | null;
  @WholeNumber({ about: 'The year of the last one', nullable: true, min: 1900, max: 2200, example: 2015 })
  lastYear!: number | null;
}

export class LegacyAwardPage extends PageOf(LegacyAwardAnswer) {}

/** What legacy awards are looked for by. */
export class LegacyAwardQuery extends ListQuery {
  @Reference({ about: 'Of this funder', optional: true, example: 'MINVWS' })
  funder?: string;
  @Reference({ about: 'Of the scheme that this call stands for', optional: true, example: 'MINVWS-SCHEME-0001' })
  call?: string;
  @Reference({ about: 'To this organisation', optional: true, example: 'ORG-000001' })
  recipient?: string;
  @AnyOf(statuses, { about: 'In one of these states', example: ['imported'] })
  status?: string[];
  @SortBy('reference')
  sort?: string;
}

/** Cash paid, or taken back, in a year. NL: realisatie. */
class RealisationAnswer implements RealisationView {
  @Reference({ about: 'The award', example: 'MINVWS-LEGACY-000001' })
  legacyAward!: string;
  @WholeNumber({ about: 'The year', min: 1900, max: 2200, example: 2015 })
  year!: number;
  @Formed({ about: 'What was paid, in whole cents; below zero where it was taken back', ...SIGNED_AMOUNT })
  amount!: string;
  @Text({ about: 'The amount as its source writes it', example: '12500' })
  amountText!: string;
  @Text({ about: 'The currency (ISO 4217)', example: 'EUR' })
  currency!: string;
  @Text({ about: 'The article of the budget', nullable: true, example: '4' })
  policyArticle!: string | null;
  @Reference({ about: 'The import that read it', example: 'IMP-000001' })
  importRun!: string;
  @WholeNumber({ about: 'The line of the file', min: 1, max: 2_147_483_647, example: 2 })
  line!: number;
  @YesNo({ about: 'Whether that import was voided', example: false })
  isVoided!: boolean;
}

export class RealisationPage extends PageOf(RealisationAnswer) {}

/** What realisations are looked for by. */
export class RealisationQuery extends ListQuery {
  @Type(() => Number)
  @WholeNumber({ about: 'In this year', optional: true, min: 1900, max: 2200, example: 2015 })
  year?: number;
  @Reference({ about: 'Read by this import', optional: true, example: 'IMP-000001' })
  importRun?: string;
  @SortBy('year')
  sort?: string;
}
