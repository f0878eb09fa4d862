import { admissibilityItems, penaltyExclusions, type AdmissibilityItem, type PenaltyExclusion } from '@grants/domain';
import { canBeUnknown, type TermSuspension, type UnknownField } from '@grants/registry';
import {
  Amount,
  DateOnly,
  ListOf,
  ListOfCodes,
  ListOfReferences,
  Moment,
  OneOf,
  Part,
  Reference,
  Text,
  WholeNumber,
  YesNo,
} from '../input/fields.js';
import { StepBody } from '../input/answers.js';

class PartnerBody {
  @Reference({ about: 'The organisation that takes part', example: 'ORG-000002' })
  organisation!: string;
  @Amount({ about: 'What it contributes itself, in euro', optional: true, example: '5000.00' })
  contribution?: string;
}

class BudgetLineBody {
  @OneOf(['personnel', 'materials', 'implementation', 'other', 'third_party'], {
    about: 'The group of costs',
    example: 'personnel',
  })
  group!: string;
  @Text({ about: 'What it is for', example: 'Projectmedewerker, 0,4 fte' })
  description!: string;
  @Amount({ about: 'The amount in euro', example: '30000.00' })
  amount!: string;
}

/** What an application says; a draft may leave anything open. */
export class ApplicationContentBody {
  @Text({ about: 'The title of the project', optional: true, example: 'Eigen kracht in de wijk (verzonnen)' })
  title?: string;
  @Text({ about: 'What it is about', optional: true, max: 20_000, example: 'Een verzonnen samenvatting.' })
  summary?: string;
  @Amount({ about: 'What is asked for, in euro', optional: true, example: '50000.00' })
  requested?: string;
  @DateOnly({ about: 'When the project is to start', optional: true, example: '2027-03-01' })
  startsOn?: string;
  @WholeNumber({ about: 'How long it is to last, in months', optional: true, min: 1, max: 600, example: 12 })
  durationMonths?: number;
  @Reference({
    about: 'The organisation that applies and would receive the grant',
    optional: true,
    example: 'ORG-000001',
  })
  organisation?: string;
  @Reference({ about: 'The person who applies for it (hoofdaanvrager)', optional: true, example: 'PER-000001' })
  mainApplicant?: string;
  @Reference({
    about: 'Who bears administrative responsibility (bestuurlijk verantwoordelijke)',
    optional: true,
    example: 'PER-000001',
  })
  administrativelyResponsible?: string;
  @Reference({ about: 'Who is to lead the project (projectleider)', optional: true, example: 'PER-000001' })
  projectLeader?: string;
  @Reference({
    about: 'The leader’s own organisation, where that is another one',
    optional: true,
    example: 'ORG-000001',
  })
  leaderOrganisation?: string;
  @ListOf(() => PartnerBody, { about: 'The organisations that take part', optional: true })
  partners?: PartnerBody[];
  @ListOf(() => BudgetLineBody, { about: 'The budget', optional: true })
  budgetLines?: BudgetLineBody[];
  @ListOfReferences({ about: 'The projects that it follows up', optional: true, example: ['ZONMW-2014-EK-0001-P'] })
  parents?: string[];
}

/** A new draft. */
export class CreateApplicationBody {
  @Reference({ about: 'The call that it answers', example: 'ZONMW-2027-VIMP' })
  call!: string;
  @Part(() => ApplicationContentBody, { about: 'What it says so far', optional: true })
  content?: ApplicationContentBody;
}

/** An application that came in on paper, or before this registry. */
export class RegisterApplicationBody {
  @Part(() => ApplicationContentBody, { about: 'What it says' })
  content!: ApplicationContentBody;
  @ListOfCodes(canBeUnknown, {
    about: 'What its source does not tell: it stays empty',
    optional: true,
    example: ['title'],
  })
  unknown?: UnknownField[];
  @Moment({
    about: 'When it was received, where that is not now',
    optional: true,
    example: '2027-01-11T10:00:00+01:00',
  })
  receivedAt?: string;
  @Text({ about: 'Why it is registered afterwards', optional: true, max: 10_000 })
  reason?: string;
}

export const applicationCommands = [
  'submit',
  'register',
  'agree',
  'request_repair',
  'repair',
  'admit',
  'suspend_term',
  'resume_term',
  'name_another_term',
  'give_notice_of_default',
  'withdraw',
] as const;

/** A command on an application. */
export class ApplicationTransitionBody extends StepBody {
  @OneOf(applicationCommands, { about: 'What to do', example: 'submit' })
  command!: (typeof applicationCommands)[number];
  @OneOf(['foreign_information', 'consent', 'applicant_delay', 'force_majeure'], {
    about: 'suspend_term: why the term for deciding stands still (Awb 4:15)',
    optional: true,
    example: 'consent',
  })
  ground?: TermSuspension;
  @DateOnly({
    about: 'suspend_term: the last day on which it stands still, where that is known',
    optional: true,
    example: '2027-03-31',
  })
  through?: string;
  @DateOnly({ about: 'name_another_term: its last day (Awb 4:14(3))', optional: true, example: '2027-05-01' })
  until?: string;
  @OneOf(Object.keys(penaltyExclusions), {
    about: 'give_notice_of_default: why no penalty becomes due (Awb 4:17(6)); for an officer',
    optional: true,
    example: 'plainly_hopeless',
  })
  exclusion?: PenaltyExclusion;
  @DateOnly({
    about: 'request_repair: the last day on which it can come in; else as long as the term for it is',
    optional: true,
    example: '2027-03-01',
  })
  repairUntil?: string;
}

class CheckBody {
  @OneOf(Object.keys(admissibilityItems), { about: 'The item of the checklist', example: 'complete' })
  item!: AdmissibilityItem;
  @YesNo({ about: 'Whether it was found in order', example: true })
  inOrder!: boolean;
}

/** How items of the admissibility checklist were found. */
export class ChecksBody {
  @ListOf(() => CheckBody, { about: 'The items that were looked at', max: 20 })
  items!: CheckBody[];
}
