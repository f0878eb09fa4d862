import {
  conditionKinds,
  decisionKinds,
  obligationBlocks,
  reasonsOf,
  type ConditionKind,
  type DecisionKind,
  type ObligationBlock,
} from '@grants/domain';
import { Amount, DateOnly, ListOf, OneOf, Reference, Text, WholeNumber } from '../input/fields.js';
import { StepBody } from '../input/answers.js';

/** A condition of an award. */
export class ConditionBody {
  @OneOf(Object.keys(conditionKinds), { about: 'The kind; the law allows these alone (Awb 4:33)', example: 'event' })
  kind!: ConditionKind;
  @Text({ about: 'What has to happen', max: 5_000, example: 'Een positief oordeel van de METC.' })
  description!: string;
  @DateOnly({ about: 'By when', optional: true, example: '2027-06-01' })
  dueOn?: string | undefined;
}

/** An obligation that comes with an award. */
export class ObligationBody {
  @Text({
    about: 'What the recipient has to do (Awb 4:37)',
    max: 5_000,
    example: 'Lever een aangepast datamanagementplan in.',
  })
  description!: string;
  @DateOnly({ about: 'By when', optional: true, example: '2027-06-01' })
  dueOn?: string | undefined;
  @OneOf(obligationBlocks, { about: 'What waits until it is met', optional: true, example: 'first_advance' })
  blocks?: ObligationBlock | undefined;
}

/** What a decision is to say. */
export class PrepareDecisionBody extends StepBody {
  @OneOf(Object.keys(decisionKinds), { about: 'What is decided', example: 'honour' })
  kind!: DecisionKind;
  @Amount({ about: 'What is granted, in euro; only for honouring', optional: true, example: '50000.00' })
  granted?: string;
  @Text({
    about: 'The activities that are granted (Awb 4:30)',
    optional: true,
    max: 20_000,
    example: 'De activiteiten uit de aanvraag.',
  })
  activities?: string;
  @Text({ about: 'The version of the grant provisions that governs the grant', optional: true, example: 'ZonMw 2022' })
  provisionsVersion?: string;
  @OneOf([...new Set(Object.values(reasonsOf).flat())], {
    about: 'The ground on which it rejects, withdraws or leaves aside',
    optional: true,
    example: 'quality',
  })
  reasonCode?: string;
  @Text({
    about: 'The grounds in words, for the letter; confidential',
    optional: true,
    max: 50_000,
    example: 'De kwaliteit is onvoldoende.',
  })
  reasons?: string;
  @DateOnly({
    about: 'When the project is to start, where that is not as asked',
    optional: true,
    example: '2027-03-01',
  })
  startsOn?: string;
  @DateOnly({ about: 'When the project is to end, where that is not as asked', optional: true, example: '2028-02-29' })
  endsOn?: string;
  @DateOnly({
    about: 'From when it has legal effect, where that is not its announcement',
    optional: true,
    example: '2027-02-15',
  })
  legalEffectFrom?: string;
  @Text({
    about: 'The mandate under which it is signed (Awb 10:3)',
    optional: true,
    example: 'Mandaatbesluit 2026, art. 3',
  })
  mandate?: string;
  @Amount({ about: 'The penalty that a decision on one sets (Awb 4:18), in euro', optional: true, example: '1442.00' })
  penalty?: string;
  @ListOf(() => ConditionBody, { about: 'The conditions of an award on conditions', optional: true, max: 50 })
  conditions?: ConditionBody[];
  @ListOf(() => ObligationBody, { about: 'The obligations that come with an award', optional: true, max: 50 })
  obligations?: ObligationBody[];
  @Reference({
    about: 'The announced decision that this one corrects',
    optional: true,
    example: 'ZONMW-2027-VIMP-0001-D1',
  })
  supersedes?: string;
}

export const decisionCommands = [
  'sign',
  'announce',
  'discard',
  'note_budget',
  'invoke_reservation',
  'meet_condition',
  'fulfil_obligation',
] as const;

/** A command on a decision. */
export class DecisionTransitionBody extends StepBody {
  @OneOf(decisionCommands, { about: 'What to do', example: 'sign' })
  command!: (typeof decisionCommands)[number];
  @WholeNumber({ about: 'The number of the condition in the decision', optional: true, min: 1, max: 50, example: 1 })
  condition?: number;
  @WholeNumber({ about: 'The number of the obligation in the decision', optional: true, min: 1, max: 50, example: 1 })
  obligation?: number;
  @DateOnly({ about: 'note_budget: the day on which the budget was adopted', optional: true, example: '2027-01-05' })
  adoptedOn?: string;
}

/** A decision that waits for its signature. */
export class PreparedDecisionAnswer {
  @Reference({ about: 'The reference of the decision', example: 'ZONMW-2027-VIMP-0001-D1' })
  reference!: string;
  @WholeNumber({ about: 'Its version', min: 1, max: 2_147_483_647, example: 1 })
  version!: number;
}

/** Where a decision stands after a command; an announcement says what it brought about. */
export class DecisionStanding {
  @Reference({ about: 'The reference of the decision', example: 'ZONMW-2027-VIMP-0001-D1' })
  reference!: string;
  @WholeNumber({ about: 'Its version; also the ETag', min: 1, max: 2_147_483_647, example: 3 })
  version!: number;
  @Text({ about: 'Its state, but for an announcement', optional: true, example: 'signed' })
  status?: string;
  @Reference({ about: 'The application that an announcement moved', optional: true, example: 'ZONMW-2027-VIMP-0001' })
  applicationReference?: string;
  @WholeNumber({ about: 'The version of that application', optional: true, min: 1, max: 2_147_483_647, example: 3 })
  applicationVersion?: number;
  @Text({ about: 'The state of that application', optional: true, example: 'honoured' })
  applicationStatus?: string;
  @Reference({
    about: 'The project that came of it, or that it ended',
    optional: true,
    nullable: true,
    example: 'ZONMW-2027-VIMP-0001-P',
  })
  projectReference?: string | null;
}
