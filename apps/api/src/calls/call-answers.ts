import { callLifecycle } from '@grants/domain';
import {
  Amount,
  DateOnly,
  ListOf,
  Moment,
  OneOf,
  Part,
  Reference,
  Text,
  Version,
  WholeNumber,
  YesNo,
} from '../input/fields.js';
import { TitledAnswer } from '../input/links.js';
import { AnyOf, ListQuery, PageOf, Search, SortBy } from '../input/lists.js';

const states = Object.keys(callLifecycle.states);

class LineOfCallAnswer {
  @Reference({ about: 'The reference of the line', example: 'ZONMW-WWJ-2B' })
  reference!: string;
  @Text({ about: 'Its code within the programme', example: '2b' })
  code!: string;
  @Text({ about: 'Its title', example: 'Versterken en verbeteren van wijkgericht werken' })
  title!: string;
}

/** A call in a list. */
export class CallAnswer {
  @Reference({ about: 'The reference of the call', example: 'ZONMW-2017-VIMP' })
  reference!: string;
  @Text({ about: 'The code of the funder', example: 'ZONMW' })
  funder!: string;
  @Part(() => TitledAnswer, { about: 'Its programme; null where that is not known', nullable: true })
  programme!: TitledAnswer | null;
  @Part(() => LineOfCallAnswer, { about: 'Its line in the programme', nullable: true })
  programmeLine!: LineOfCallAnswer | null;
  @Text({ about: 'Its title', example: 'Verspreidings- en Implementatie Impuls' })
  title!: string;
  @OneOf(['regular', 'vimp'], {
    about: 'A regular call, or a VIMP; null where that is not known',
    nullable: true,
    example: 'vimp',
  })
  type!: string | null;
  @OneOf(['open', 'invitation'], {
    about: 'Whether everybody may apply, or those who are invited; null where that is not known',
    nullable: true,
    example: 'invitation',
  })
  accessMode!: string | null;
  @OneOf(states, { about: 'Its state', example: 'closed' })
  status!: string;
  @Moment({ about: 'Since when it is in that state', example: '2017-10-31T13:00:00Z' })
  statusSince!: string;
  @Moment({ about: 'When it opens; null where that is not set', nullable: true, example: '2017-09-18T07:00:00Z' })
  opensAt!: string | null;
  @Moment({ about: 'When it closes', nullable: true, example: '2017-10-31T13:00:00Z' })
  closesAt!: string | null;
  @Amount({ about: 'The most that can be granted in all', nullable: true, example: '100000.00' })
  ceiling!: string | null;
  @Text({ about: 'The currency of its amounts', example: 'EUR' })
  currency!: string;
  @Version()
  version!: number;
}

/** A page of calls. */
export class CallPage extends PageOf(CallAnswer) {}

/** A call with all that it says. */
export class WholeCallAnswer extends CallAnswer {
  @OneOf(['simple', 'full'], {
    about: 'Which procedure applications go through; null where that is not known',
    nullable: true,
    example: 'simple',
  })
  procedure!: string | null;
  @OneOf(['ranking', 'order_of_receipt'], { about: 'How the ceiling is divided', nullable: true, example: 'ranking' })
  allocationMethod!: string | null;
  @YesNo({ about: 'Whether a project idea comes first; null where that is not known', nullable: true, example: false })
  hasProjectIdeaStage!: boolean | null;
  @YesNo({
    about: 'Whether referees review applications; null where that is not known',
    nullable: true,
    example: false,
  })
  usesReferees!: boolean | null;
  @Text({ about: 'By what applications are judged', nullable: true, max: 20_000, example: 'Relevantie en kwaliteit.' })
  criteria!: string | null;
  @DateOnly({ about: 'The first day of the period of the ceiling', nullable: true, example: '2018-01-01' })
  ceilingFrom!: string | null;
  @Amount({ about: 'The most that one application can ask for', nullable: true, example: '50000.00' })
  maxAmount!: string | null;
  @WholeNumber({ about: 'How long a project can last, in months', nullable: true, min: 1, max: 600, example: 12 })
  maxDurationMonths!: number | null;
  @WholeNumber({
    about: 'How many applications one organisation can have',
    nullable: true,
    min: 1,
    max: 10_000,
    example: 1,
  })
  maxApplicationsPerOrganisation!: number | null;
  @WholeNumber({
    about: 'How many applications it can take in order of receipt',
    nullable: true,
    min: 1,
    max: 100_000,
    example: 40,
  })
  maxApplications!: number | null;
  @WholeNumber({
    about: 'How many referees review each application; null where that is not known',
    min: 1,
    max: 20,
    nullable: true,
    example: 2,
  })
  refereesNeeded!: number | null;
  @WholeNumber({ about: 'Within how many weeks is decided', nullable: true, min: 1, max: 260, example: 13 })
  decisionTermWeeks!: number | null;
  @WholeNumber({
    about: 'Within how many months after honouring a project starts; null where that is not known',
    min: 1,
    max: 120,
    nullable: true,
    example: 6,
  })
  startTermMonths!: number | null;
  @OneOf(['none', 'de_minimis', 'agvv', 'daeb'], {
    about: 'The basis on which state aid is lawful',
    nullable: true,
    example: 'none',
  })
  stateAidBasis!: string | null;
  @Text({ about: 'The version of the grant provisions that applies', nullable: true, example: 'ZonMw 2022' })
  provisionsVersion!: string | null;
  @Text({ about: 'The legal basis of the subsidy', nullable: true, example: 'Wet ZON art. 9' })
  legalBasis!: string | null;
  @Amount({
    about: 'What of the ceiling is committed; for those who watch over it',
    nullable: true,
    example: '98500.00',
  })
  committed!: string | null;
  @Amount({ about: 'What of the ceiling is left; for those who watch over it', nullable: true, example: '1500.00' })
  left!: string | null;
}

/** What a call allowed, from a moment on. */
export class CallTermsAnswer {
  @WholeNumber({ about: 'Its number: 1 as published, one more for each amendment', min: 0, max: 10_000, example: 1 })
  number!: number;
  @Moment({ about: 'From when', example: '2017-09-18T07:00:00Z' })
  since!: string;
  @Amount({ about: 'The most that can be granted in all', nullable: true, example: '100000.00' })
  ceiling!: string | null;
  @DateOnly({ about: 'The first day of the period of the ceiling', nullable: true, example: '2018-01-01' })
  ceilingFrom!: string | null;
  @Amount({ about: 'The most that one application can ask for', nullable: true, example: '50000.00' })
  maxAmount!: string | null;
  @WholeNumber({ about: 'How long a project can last, in months', nullable: true, min: 1, max: 600, example: 12 })
  maxDurationMonths!: number | null;
  @WholeNumber({
    about: 'How many applications one organisation can have',
    nullable: true,
    min: 1,
    max: 10_000,
    example: 1,
  })
  maxApplicationsPerOrganisation!: number | null;
  @WholeNumber({ about: 'How many applications it can take', nullable: true, min: 1, max: 100_000, example: 40 })
  maxApplications!: number | null;
  @WholeNumber({ about: 'How many referees review each application', min: 1, max: 20, example: 2 })
  refereesNeeded!: number;
  @WholeNumber({ about: 'Within how many weeks is decided', nullable: true, min: 1, max: 260, example: 13 })
  decisionTermWeeks!: number | null;
  @WholeNumber({ about: 'Within how many months after honouring a project starts', min: 1, max: 120, example: 6 })
  startTermMonths!: number;
  @Text({ about: 'The version of the grant provisions', nullable: true, example: 'ZonMw 2022' })
  provisionsVersion!: string | null;
  @Text({ about: 'By what applications are judged', nullable: true, max: 20_000, example: 'Relevantie en kwaliteit.' })
  criteria!: string | null;
  @Moment({ about: 'When it closes', nullable: true, example: '2017-10-31T13:00:00Z' })
  closesAt!: string | null;
}

/** What a call allowed: as published, and after each amendment. */
export class CallTermsList {
  @ListOf(() => CallTermsAnswer, { about: 'The terms, the oldest first' })
  items!: CallTermsAnswer[];
}

/** What calls are looked for by. */
export class CallQuery extends ListQuery {
  @Text({ about: 'The code of the funder', optional: true, max: 50, example: 'ZONMW' })
  funder?: string;
  @Reference({ about: 'The programme', optional: true, example: 'ZONMW-WWJ' })
  programme?: string;
  @Reference({ about: 'The line of the programme', optional: true, example: 'ZONMW-WWJ-2B' })
  programmeLine?: string;
  @AnyOf(states, { about: 'The state', example: ['open'] })
  status?: string[];
  @AnyOf(['regular', 'vimp'], { about: 'The type', example: ['vimp'] })
  type?: string[];
  @OneOf(['open', 'invitation'], { about: 'Who may apply', optional: true, example: 'open' })
  accessMode?: string;
  @Moment({ about: 'Opens at or after', optional: true })
  opensFrom?: string;
  @Moment({ about: 'Opens at or before', optional: true })
  opensUntil?: string;
  @Moment({ about: 'Closes at or after', optional: true })
  closesFrom?: string;
  @Moment({ about: 'Closes at or before', optional: true })
  closesUntil?: string;
  @Search('Words of the title')
  q?: string;
  @SortBy('reference', 'title', 'opensAt', 'closesAt')
  sort?: string;
}
