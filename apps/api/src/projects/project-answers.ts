import { projectLifecycle } from '@grants/domain';
import { Amount, DateOnly, ListOf, Moment, OneOf, Part, Reference, Text, Version } from '../input/fields.js';
import { CalledAnswer, TitledAnswer } from '../input/links.js';
import { AnyOf, ListQuery, PageOf, Search, SortBy } from '../input/lists.js';

const states = Object.keys(projectLifecycle.states);

/** A project in a list. */
export class ProjectAnswer {
  @Reference({ about: 'The reference of the project', example: 'ZONMW-2017-VIMP-0001-P' })
  reference!: string;
  @Text({ about: 'Its number as issued by the funder', nullable: true, example: '50-53000-98-156' })
  number!: string | null;
  @Text({ about: 'Its file number as issued', nullable: true, example: '2017/00123/ZONMW' })
  fileNumber!: string | null;
  @Text({
    about: 'Its title; null where its source does not tell it',
    nullable: true,
    example: 'Samen in de wijk (verzonnen)',
  })
  title!: string | null;
  @OneOf(states, { about: 'Its state', example: 'started' })
  status!: string;
  @Moment({ about: 'Since when it is in that state', example: '2018-01-08T08:00:00Z' })
  statusSince!: string;
  @Version()
  version!: number;
  @Reference({ about: 'The application that it came of', example: 'ZONMW-2017-VIMP-0001' })
  application!: string;
  @Part(() => TitledAnswer, { about: 'The call of that application' })
  call!: TitledAnswer;
  @Part(() => TitledAnswer, { about: 'The programme of that call', nullable: true })
  programme!: TitledAnswer | null;
  @Part(() => CalledAnswer, { about: 'Who receives the grant today', nullable: true })
  recipient!: CalledAnswer | null;
  @Part(() => CalledAnswer, { about: 'Who leads it today; null where nobody does', nullable: true })
  leader!: CalledAnswer | null;
  @Amount({ about: 'What was granted', example: '50000.00' })
  granted!: string;
  @Text({ about: 'The currency of its amounts', example: 'EUR' })
  currency!: string;
  @DateOnly({ about: 'When it is to start', nullable: true, example: '2018-01-08' })
  startsOn!: string | null;
  @DateOnly({ about: 'When it is to end', nullable: true, example: '2019-01-07' })
  endsOn!: string | null;
  @DateOnly({ about: 'When it started', nullable: true, example: '2018-01-08' })
  startedOn!: string | null;
  @DateOnly({ about: 'When it ended', nullable: true, example: '2019-01-07' })
  endedOn!: string | null;
}

/** A page of projects. */
export class ProjectPage extends PageOf(ProjectAnswer) {}

class DatedAnswer {
  @DateOnly({ about: 'The first day', example: '2017-11-22' })
  validFrom!: string;
  @DateOnly({
    about: 'The first day on which it no longer holds; null while it does',
    nullable: true,
    example: '2019-06-01',
  })
  validTo!: string | null;
}

class LeadershipAnswer extends DatedAnswer {
  @Part(() => CalledAnswer, { about: 'Who leads it' })
  person!: CalledAnswer;
  @Part(() => CalledAnswer, { about: 'The leader’s organisation' })
  organisation!: CalledAnswer;
}

class ReceiptAnswer extends DatedAnswer {
  @Part(() => CalledAnswer, { about: 'Who receives the grant' })
  organisation!: CalledAnswer;
}

/** A project with its leaders and recipients. */
export class WholeProjectAnswer extends ProjectAnswer {
  @Reference({ about: 'The decision that granted it', example: 'ZONMW-2017-VIMP-0001-D1' })
  decision!: string;
  @DateOnly({ about: 'When its final report was approved', nullable: true, example: '2019-04-15' })
  finalReportApprovedOn!: string | null;
  @ListOf(() => LeadershipAnswer, { about: 'Everybody who led it' })
  leaders!: LeadershipAnswer[];
  @ListOf(() => ReceiptAnswer, { about: 'Everybody who received the grant' })
  recipients!: ReceiptAnswer[];
}

/** What projects are looked for by. */
export class ProjectQuery extends ListQuery {
  @AnyOf(states, { about: 'The state', example: ['started'] })
  status?: string[];
  @Text({ about: 'The code of the funder', optional: true, max: 50, example: 'ZONMW' })
  funder?: string;
  @Reference({ about: 'The programme', optional: true, example: 'ZONMW-WWJ' })
  programme?: string;
  @Reference({ about: 'The call', optional: true, example: 'ZONMW-2019-2B' })
  call?: string;
  @Reference({ about: 'Who receives the grant, now or formerly', optional: true, example: 'ORG-000001' })
  recipient?: string;
  @Reference({ about: 'Who leads it, now or formerly', optional: true, example: 'PER-000002' })
  leader?: string;
  @Text({
    about: 'The number or file number in any spelling, or its beginning',
    optional: true,
    max: 100,
    example: '50-53000',
  })
  number?: string;
  @DateOnly({ about: 'Started on or after', optional: true })
  startedFrom?: string;
  @DateOnly({ about: 'Started on or before', optional: true })
  startedUntil?: string;
  @Search('Words of the title, in Dutch')
  q?: string;
  @SortBy('reference', 'statusSince', 'startsOn')
  sort?: string;
}
