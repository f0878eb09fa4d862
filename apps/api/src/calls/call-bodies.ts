import { Amount, Code, DateOnly, Moment, OneOf, Reference, Text, WholeNumber, YesNo } from '../input/fields.js';
import { amendableFields } from '@grants/registry';
import { PickType } from '@nestjs/swagger';
import { StepBody } from '../input/answers.js';

/** What a call allows, apart from its title. */
class CallTermsBody {
  @OneOf(['regular', 'vimp'], {
    about: 'A regular call, or one for dissemination and implementation (VIMP)',
    optional: true,
    nullable: true,
    example: 'vimp',
  })
  type?: string;
  @OneOf(['simple', 'full'], {
    about: 'Whether a decision follows the receipt (simple), or admission, assessment and advice come between (full)',
    optional: true,
    nullable: true,
    example: 'simple',
  })
  procedure?: string;
  @OneOf(['open', 'invitation'], {
    about: 'Whether everybody may apply, or those who are invited',
    optional: true,
    nullable: true,
    example: 'invitation',
  })
  accessMode?: string;
  @OneOf(['ranking', 'order_of_receipt'], {
    about: 'How the ceiling is divided (Awb 4:26)',
    optional: true,
    nullable: true,
    example: 'ranking',
  })
  allocationMethod?: string;
  @YesNo({ about: 'Whether a project idea comes first', optional: true, nullable: true, example: false })
  hasProjectIdeaStage?: boolean;
  @YesNo({ about: 'Whether referees review applications', optional: true, nullable: true, example: false })
  usesReferees?: boolean;
  @Text({
    about: 'By what applications are judged',
    optional: true,
    nullable: true,
    max: 20_000,
    example: 'Relevantie en kwaliteit.',
  })
  criteria?: string;
  @Amount({
    about: 'The most that can be granted in all, in euro (Awb 4:22)',
    optional: true,
    nullable: true,
    example: '100000.00',
  })
  ceiling?: string;
  @DateOnly({
    about: 'The first day of the period for which the ceiling is set',
    optional: true,
    nullable: true,
    example: '2027-01-01',
  })
  ceilingFrom?: string;
  @Amount({ about: 'The most that one application can ask for', optional: true, nullable: true, example: '50000.00' })
  maxAmount?: string;
  @WholeNumber({
    about: 'How long a project can last, in months',
    optional: true,
    nullable: true,
    min: 1,
    max: 600,
    example: 12,
  })
  maxDurationMonths?: number;
  @WholeNumber({
    about: 'How many applications one organisation can have',
    optional: true,
    nullable: true,
    min: 1,
    max: 10_000,
    example: 1,
  })
  maxApplicationsPerOrganisation?: number;
  @WholeNumber({
    about: 'How many applications it can take in order of receipt; once they are in it may close early',
    optional: true,
    nullable: true,
    min: 1,
    max: 100_000,
    example: 40,
  })
  maxApplications?: number;
  @WholeNumber({
    about: 'How many referees review each application',
    optional: true,
    nullable: true,
    min: 1,
    max: 20,
    example: 2,
  })
  refereesNeeded?: number;
  @WholeNumber({
    about: 'Within how many weeks is decided (Awb 4:13)',
    optional: true,
    nullable: true,
    min: 1,
    max: 260,
    example: 13,
  })
  decisionTermWeeks?: number;
  @WholeNumber({
    about: 'Within how many months after honouring a project starts',
    optional: true,
    nullable: true,
    min: 1,
    max: 120,
    example: 6,
  })
  startTermMonths?: number;
  @OneOf(['none', 'de_minimis', 'agvv', 'daeb'], {
    about: 'The basis on which state aid is lawful',
    optional: true,
    nullable: true,
    example: 'none',
  })
  stateAidBasis?: string;
  @Text({
    about: 'The version of the grant provisions that applies',
    optional: true,
    nullable: true,
    example: 'ZonMw 2022',
  })
  provisionsVersion?: string;
  @Text({ about: 'The legal basis of the subsidy', optional: true, nullable: true, example: 'Wet ZON art. 9' })
  legalBasis?: string;
  @Moment({ about: 'When it opens', optional: true, nullable: true, example: '2026-12-01T14:00:00+01:00' })
  opensAt?: string;
  @Moment({
    about: 'When it closes; that moment itself is still in time',
    optional: true,
    nullable: true,
    example: '2027-02-01T14:00:00+01:00',
  })
  closesAt?: string;
}

/** What a call says and allows. */
export class CallContentBody extends CallTermsBody {
  @Text({ about: 'The title of the call', optional: true, example: 'Verspreidings- en Implementatie Impuls 2017' })
  title?: string;
}

/** A new call. */
export class CreateCallBody extends CallTermsBody {
  @Text({ about: 'The title of the call', example: 'Verspreidings- en Implementatie Impuls 2027' })
  title!: string;
  @Reference({ about: 'The programme that it belongs to', example: 'ZONMW-WWJ' })
  programme!: string;
  @Reference({ about: 'The line of the programme', optional: true, example: 'ZONMW-WWJ-2B' })
  programmeLine?: string;
  @Code({ about: 'Its code, which follows the funder’s code in its reference', example: '2027-VIMP' })
  code!: string;
  @Moment({ about: 'When it was begun, only for a call that is recorded afterwards', optional: true })
  occurred?: string;
  @Text({ about: 'Why it is recorded afterwards', optional: true, max: 10_000 })
  reason?: string;
}

export const callCommands = [
  'publish',
  'open',
  'close',
  'close_early',
  'begin_assessment',
  'conclude',
  'cancel',
  'archive',
] as const;

/** A command on a call. */
export class CallTransitionBody extends StepBody {
  @OneOf(callCommands, { about: 'What to do', example: 'publish' })
  command!: (typeof callCommands)[number];
}

/** What an amendment changes of a published call, and why. */
export class AmendCallBody extends PickType(CallTermsBody, amendableFields) {
  @Text({ about: 'Why, as it is told to whoever applies', max: 10_000, example: 'Het plafond is verhoogd.' })
  reason!: string;
}
