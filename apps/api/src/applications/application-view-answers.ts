import { applicationLifecycle } from '@grants/domain';
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
} from '../input/fields.js';
import { CalledAnswer, CalledPersonAnswer, TitledAnswer } from '../input/links.js';
import { AnyOf, ListQuery, PageOf, Search, SortBy } from '../input/lists.js';

const states = Object.keys(applicationLifecycle.states);

/** An application in a list. */
export class ApplicationAnswer {
  @Reference({ about: 'The reference of the application', example: 'ZONMW-2017-VIMP-0002' })
  reference!: string;
  @OneOf(states, { about: 'Its state', example: 'honoured' })
  status!: string;
  @Moment({ about: 'Since when it is in that state', example: '2017-11-22T09:00:00Z' })
  statusSince!: string;
  @Version()
  version!: number;
  @Text({
    about: 'Its title; null where its source does not tell it',
    nullable: true,
    example: 'Samen in de wijk (verzonnen)',
  })
  title!: string | null;
  @Part(() => TitledAnswer, { about: 'The call that it answers' })
  call!: TitledAnswer;
  @Part(() => TitledAnswer, { about: 'The programme of that call', nullable: true })
  programme!: TitledAnswer | null;
  @Part(() => CalledAnswer, { about: 'The organisation that applies', nullable: true })
  organisation!: CalledAnswer | null;
  @Part(() => CalledPersonAnswer, { about: 'The main applicant', nullable: true })
  mainApplicant!: CalledPersonAnswer | null;
  @Part(() => CalledPersonAnswer, { about: 'Who is to lead the project', nullable: true })
  projectLeader!: CalledPersonAnswer | null;
  @Amount({ about: 'What is asked for', nullable: true, example: '50000.00' })
  requested!: string | null;
  @Text({ about: 'The currency of its amounts', example: 'EUR' })
  currency!: string;
  @Moment({ about: 'When it was received; null for a draft', nullable: true, example: '2017-10-23T08:00:00Z' })
  receivedAt!: string | null;
  @Reference({ about: 'The project that came of it', nullable: true, example: 'ZONMW-2017-VIMP-0002-P' })
  project!: string | null;
}

/** A page of applications. */
export class ApplicationPage extends PageOf(ApplicationAnswer) {}

class PartnerAnswer {
  @Part(() => CalledAnswer, { about: 'The organisation that takes part' })
  organisation!: CalledAnswer;
  @Amount({ about: 'What it contributes itself', nullable: true, example: '5000.00' })
  contribution!: string | null;
}

class BudgetLineAnswer {
  @Text({ about: 'The group of costs', example: 'personnel' })
  group!: string;
  @Text({ about: 'What it is for', example: 'Projectmedewerker, 0,4 fte' })
  description!: string;
  @Amount({ about: 'The amount', example: '30000.00' })
  amount!: string;
}

/** An application with all that it says. */
export class WholeApplicationAnswer extends ApplicationAnswer {
  @Text({ about: 'What it is about', nullable: true, max: 20_000, example: 'Een verzonnen samenvatting.' })
  summary!: string | null;
  @DateOnly({ about: 'When the project is to start', nullable: true, example: '2018-01-08' })
  startsOn!: string | null;
  @WholeNumber({ about: 'How long it is to last, in months', nullable: true, min: 1, max: 600, example: 12 })
  durationMonths!: number | null;
  @Part(() => CalledPersonAnswer, { about: 'Who bears administrative responsibility', nullable: true })
  administrativelyResponsible!: CalledPersonAnswer | null;
  @Part(() => CalledAnswer, { about: 'The leader’s own organisation', nullable: true })
  leaderOrganisation!: CalledAnswer | null;
  @ListOf(() => PartnerAnswer, { about: 'The organisations that take part' })
  partners!: PartnerAnswer[];
  @ListOf(() => BudgetLineAnswer, { about: 'The budget' })
  budgetLines!: BudgetLineAnswer[];
  @ListOf(() => TitledAnswer, {
    about: 'The projects that it follows up; without the titles of those that you may not see',
  })
  parents!: TitledAnswer[];
  @Reference({ about: 'The invitation that it stands on', nullable: true, example: 'ZONMW-2017-VIMP-I1' })
  invitation!: string | null;
  @Moment({ about: 'When it was begun here', example: '2026-11-22T10:00:00Z' })
  createdAt!: string;
}

/** What applications are looked for by. */
export class ApplicationQuery extends ListQuery {
  @AnyOf(states, { about: 'The state', example: ['submitted'] })
  status?: string[];
  @Reference({ about: 'The call', optional: true, example: 'ZONMW-2017-VIMP' })
  call?: string;
  @Reference({ about: 'The programme', optional: true, example: 'ZONMW-EWJ' })
  programme?: string;
  @Reference({ about: 'The organisation that applies', optional: true, example: 'ORG-000001' })
  organisation?: string;
  @Search('Words of the title, in Dutch')
  q?: string;
  @SortBy('reference', 'receivedAt')
  sort?: string;
}
