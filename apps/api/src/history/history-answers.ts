import { roles, type TermStep } from '@grants/domain';
import {
  DateOnly,
  Formed,
  ListOf,
  ListOfCodes,
  Moment,
  OneOf,
  Reference,
  Text,
  TextList,
  WholeNumber,
  YesNo,
} from '../input/fields.js';
import { ListQuery, PageOf } from '../input/lists.js';

/** Which events are asked for. */
export class EventQuery extends ListQuery {}

/** What happened to a record. */
export class EventAnswer {
  @WholeNumber({ about: 'Its place in the order of recording', min: 1, max: 2_147_483_647, example: 3 })
  seq!: number;
  @Text({ about: 'The command that was given', example: 'honour' })
  command!: string;
  @Text({ about: 'The state before; null at its birth', nullable: true, example: 'submitted' })
  from!: string | null;
  @Text({ about: 'The state after', example: 'honoured' })
  to!: string;
  @Formed({
    about: 'Who gave it, by the opaque id of the account',
    form: /^[0-9a-f-]{36}$/,
    says: '',
    example: '01900000-0000-7000-8000-000000000001',
  })
  actor!: string;
  @OneOf([...roles], { about: 'In which role', example: 'programme_officer' })
  role!: string;
  @Text({ about: 'On what ground', example: 'Awb 4:29' })
  basis!: string;
  @Reference({ about: 'The decision that brought it about', nullable: true, example: 'ZONMW-2017-VIMP-0001-D1' })
  decision!: string | null;
  @Moment({ about: 'When it took effect', example: '2017-11-22T09:00:00Z' })
  occurredAt!: string;
  @Moment({ about: 'When it was booked', example: '2026-11-22T10:00:00.123456Z' })
  recordedAt!: string;
  @YesNo({ about: 'Whether it was booked late', example: true })
  isLate!: boolean;
  @YesNo({ about: 'Whether a reason is kept with it', example: true })
  hasReason!: boolean;
  @WholeNumber({ about: 'The version of the lifecycle by which it was judged', min: 1, max: 10_000, example: 1 })
  machineVersion!: number;
  @Formed({
    about: 'The hash of the chain up to here',
    form: /^[0-9a-f]{64}$/,
    says: '',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  hash!: string;
}

/** A page of events. */
export class EventPage extends PageOf(EventAnswer) {}

const steps = [
  'counted',
  'set',
  'counted_back',
  'suspended',
  'standing_still',
  'extended',
  'named',
  'not_extended',
  'moved',
] as const satisfies TermStep['step'][];

/** What happened to the end of a term. */
export class DeadlineStepAnswer {
  @OneOf(steps, { about: 'What happened', example: 'suspended' })
  step!: string;
  @Text({
    about: 'The same in words',
    max: 2_000,
    example:
      'suspended for 10 days from 2026-11-21 through 2026-11-30: the applicant was asked to complete the application',
  })
  inWords!: string;
  @Text({ about: 'By which article or rule', example: 'Awb 4:15(1)(a)' })
  basis!: string;
  @DateOnly({ about: 'The last day of the term after this step', example: '2027-01-17' })
  until!: string;
  @Text({ about: 'On what ground it was suspended or extended', optional: true, example: 'repair' })
  ground?: string;
  @DateOnly({ about: 'The day after which it begins', optional: true, example: '2026-11-12' })
  after?: string;
  @DateOnly({ about: 'The day before which it ends', optional: true, example: '2027-01-20' })
  before?: string;
  @Text({ about: 'How long it is, or by how much longer (ISO 8601)', optional: true, example: 'P8W' })
  length?: string;
  @DateOnly({
    about: 'The first day that does not count, or the end that moves',
    optional: true,
    example: '2026-11-21',
  })
  from?: string;
  @DateOnly({ about: 'The last day that does not count', optional: true, example: '2026-11-30' })
  through?: string;
  @WholeNumber({ about: 'By how many days the end moves', optional: true, min: 0, max: 1_000_000, example: 10 })
  days?: number;
  @DateOnly({ about: 'The day on which it was extended', optional: true, example: '2027-01-04' })
  on?: string;
  @DateOnly({ about: 'The last day that was named', optional: true, example: '2027-03-01' })
  named?: string;
  @OneOf(['too_late', 'used_before', 'term_of_law'], {
    about: 'Why it was not extended',
    optional: true,
    example: 'too_late',
  })
  because?: string;
  @TextList({ about: 'The days that the end passes over', optional: true, max: 40, example: ['Sunday 2027-01-17'] })
  over?: string[];
}

/** A term on a record. */
export class DeadlineAnswer {
  @Text({ about: 'What it is for', example: 'objection' })
  kind!: string;
  @Text({ about: 'By which article or rule', example: 'Awb 6:7, 6:8' })
  basis!: string;
  @DateOnly({ about: 'Its first day', example: '2017-11-23' })
  startsOn!: string;
  @DateOnly({ about: 'Its last day', example: '2018-01-03' })
  endsOn!: string;
  @Text({ about: 'How long it is (ISO 8601)', example: 'P6W' })
  term!: string;
  @DateOnly({
    about: 'Since when it stands still, until nobody knows when: it then ends on its last day at the earliest',
    nullable: true,
    example: '2017-12-01',
  })
  suspendedSince!: string | null;
  @Text({ about: 'Why its end lies where it lies, in one line', max: 10_000, example: 'P6W after 2017-11-22' })
  ground!: string;
  @ListOf(() => DeadlineStepAnswer, {
    about: 'The same step by step; none for a term that was counted before there were steps',
  })
  steps!: DeadlineStepAnswer[];
  @DateOnly({ about: 'When it was met', nullable: true, example: '2017-12-01' })
  metOn!: string | null;
  @DateOnly({ about: 'When it ceased to run', nullable: true, example: '2017-12-01' })
  cancelledOn!: string | null;
}

/** The terms on a record. */
export class DeadlinesAnswer {
  @ListOf(() => DeadlineAnswer, { about: 'The terms, the next one first' })
  items!: DeadlineAnswer[];
}

class GuardAnswer {
  @Text({ about: 'The name of the rule', example: 'ceiling_exceeded' })
  code!: string;
  @Text({ about: 'What has to hold', example: 'the amount fits under what is left of the ceiling of the call' })
  rule!: string;
  @Text({ about: 'By which article or rule', example: 'Awb 4:25(2)' })
  basis!: string;
}

class AvailableTransitionAnswer {
  @Text({ about: 'The command', example: 'confirm_start' })
  command!: string;
  @Text({ about: 'The state that it leads to', example: 'started' })
  to!: string;
  @Text({ about: 'On what ground', example: 'Awb 4:37' })
  basis!: string;
  @ListOfCodes(roles, { about: 'Who may give it', example: ['programme_officer'] })
  roles!: string[];
  @OneOf([...roles], {
    about: 'In which of them you may; null where you may not',
    nullable: true,
    example: 'programme_officer',
  })
  role!: string | null;
  @OneOf(['command', 'decision'], {
    about: 'Given by itself, or brought about by announcing a decision',
    example: 'command',
  })
  through!: string;
  @TextList({ about: 'What is given with it, the required fields first', max: 20, example: ['startedOn'] })
  asks!: string[];
  @YesNo({ about: 'Whether it needs a reason', example: false })
  needsReason!: boolean;
  @ListOf(() => GuardAnswer, { about: 'The rules that stand in its way now' })
  barredBy!: GuardAnswer[];
  @ListOf(() => GuardAnswer, { about: 'The rules that look at what is given with it' })
  judgedThen!: GuardAnswer[];
  @YesNo({ about: 'Whether you can give it now', example: true })
  isOpen!: boolean;
}

/** What may be done with a record from where it stands. */
export class AvailableTransitionsAnswer {
  @Text({ about: 'The lifecycle', example: 'project' })
  machine!: string;
  @Reference({ about: 'The reference of the record', example: 'ZONMW-2017-VIMP-0001-P' })
  reference!: string;
  @Text({ about: 'Its state', example: 'awaiting_start' })
  state!: string;
  @WholeNumber({ about: 'Its version', min: 1, max: 2_147_483_647, example: 1 })
  version!: number;
  @ListOf(() => AvailableTransitionAnswer, { about: 'The commands that lead on from there' })
  transitions!: AvailableTransitionAnswer[];
}
