import { ListQuery, PageOf, Search, SortBy } from '../input/lists.js';
import {
  Amount,
  Code,
  DateOnly,
  EffectiveOn,
  Formed,
  ListOf,
  ListOfReferences,
  Reference,
  Text,
  Version,
} from '../input/fields.js';
import { ProgrammeTargetGroupAnswer, TargetGroupCodes } from '../target-groups/target-group-bodies.js';
import { ProgrammeObjectiveAnswer } from '../policy-objectives/policy-objective-bodies.js';

/** A line of a programme. NL: programmalijn. */
export class LineAnswer {
  @Reference({ about: 'Its reference', example: 'ZONMW-WWJ-2B' })
  reference!: string;
  @Text({ about: 'What it is called by; unique within the programme only', example: '2b' })
  code!: string;
  @Text({ about: 'Its title today', example: 'Kennis over wat werkt bij verzonnen vragen' })
  title!: string;
  @Reference({ about: 'The line that it is part of', nullable: true, example: 'ZONMW-WWJ-2' })
  parent!: string | null;
  @ListOfReferences({ about: 'The policy objectives that it contributes to by itself', example: ['ZONMW-JEUGD-1'] })
  policyObjectives!: readonly string[];
  @Version()
  version!: number;
}

/** A line by itself. */
export class WholeLineAnswer extends LineAnswer {
  @Reference({ about: 'Its programme', example: 'ZONMW-WWJ' })
  programme!: string;
}

export class LinesAnswer {
  @ListOf(() => LineAnswer, { about: 'The lines and sub-lines, by their code', max: 10_000 })
  items!: LineAnswer[];
}

/** A programme. NL: programma. */
class ProgrammeAnswer {
  @Reference({ about: 'Its reference', example: 'ZONMW-WWJ' })
  reference!: string;
  @Reference({ about: 'The code of its funder', example: 'ZONMW' })
  funder!: string;
  @Text({ about: 'Its title today', example: 'Wat werkt voor de jeugd' })
  title!: string;
  @Text({ about: 'Its title in English', nullable: true, example: 'What works for youth' })
  titleEn!: string | null;
  @Text({ about: 'Who pays for it (opdrachtgever)', nullable: true, example: 'Ministerie van VWS' })
  commissioner!: string | null;
  @Amount({ about: 'What there is to spend', nullable: true, example: '12000000.00' })
  budget!: string | null;
  @Text({ about: 'The currency of the budget (ISO 4217)', example: 'EUR' })
  currency!: string;
  @DateOnly({ about: 'Its first day', nullable: true, example: '2019-01-01' })
  startsOn!: string | null;
  @DateOnly({ about: 'Its last day', nullable: true, example: '2027-12-31' })
  endsOn!: string | null;
  @Version()
  version!: number;
}

export class ProgrammePage extends PageOf(ProgrammeAnswer) {}

/** A programme with its lines, and what and whom it is for. */
export class WholeProgrammeAnswer extends ProgrammeAnswer {
  @ListOf(() => LineAnswer, { about: 'Its lines and sub-lines, by their code', max: 10_000 })
  lines!: LineAnswer[];
  @ListOf(() => ProgrammeObjectiveAnswer, { about: 'What it contributes to (beleidsdoelstellingen)' })
  policyObjectives!: ProgrammeObjectiveAnswer[];
  @ListOf(() => ProgrammeTargetGroupAnswer, { about: 'Whom its results are for (doelgroepen)' })
  targetGroups!: ProgrammeTargetGroupAnswer[];
}

/** What programmes are looked for by. */
export class ProgrammeQuery extends ListQuery {
  @Reference({ about: 'Of this funder', optional: true, example: 'ZONMW' })
  funder?: string;
  @Reference({
    about: 'That contribute to this policy objective, by themselves or by a line',
    optional: true,
    example: 'ZONMW-JEUGD-1',
  })
  policyObjective?: string;
  @Text({ about: 'For the target group with this code', optional: true, max: 100, example: 'youth' })
  targetGroup?: string;
  @Search('The title, in Dutch or English')
  q?: string;
  @SortBy('reference', 'title', 'startsOn')
  sort?: string;
}

class ProgrammeFieldsBody {
  @Text({ about: 'Its title in English', optional: true, nullable: true, example: 'What works for youth' })
  titleEn?: string | null;
  @Text({ about: 'Who pays for it (opdrachtgever)', optional: true, nullable: true, example: 'Ministerie van VWS' })
  commissioner?: string | null;
  @Amount({ about: 'What there is to spend, in euro', optional: true, nullable: true, example: '12000000.00' })
  budget?: string | null;
  @DateOnly({ about: 'Its first day', optional: true, nullable: true, example: '2019-01-01' })
  startsOn?: string | null;
  @DateOnly({ about: 'Its last day', optional: true, nullable: true, example: '2027-12-31' })
  endsOn?: string | null;
  @ListOfReferences({
    about: 'All policy objectives that it contributes to, in place of those that are there',
    optional: true,
    example: ['ZONMW-JEUGD-1'],
  })
  policyObjectives?: string[];
  @TargetGroupCodes({
    about: 'The codes of all target groups of its results, in place of those that are there',
    optional: true,
    example: ['youth'],
  })
  targetGroups?: string[];
  @EffectiveOn()
  effectiveOn?: string;
}

/** A new programme. */
export class CreateProgrammeBody extends ProgrammeFieldsBody {
  @Reference({ about: 'The code of its funder', example: 'ZONMW' })
  funder!: string;
  @Code({ about: 'Its code, which follows the funder’s code in its reference', example: 'WWJ' })
  code!: string;
  @Text({ about: 'Its title', example: 'Wat werkt voor de jeugd' })
  title!: string;
}

/** What changes of a programme; what is left out stays as it is, null empties it. */
export class ChangeProgrammeBody extends ProgrammeFieldsBody {
  @Text({ about: 'Its title', optional: true, example: 'Wat werkt voor de jeugd' })
  title?: string;
}

const LINE_CODE = {
  about: 'What it is called by; unique within the programme only',
  form: /^[A-Za-z0-9]([A-Za-z0-9 .-]{0,18}[A-Za-z0-9])?$/,
  says: 'must be at most 20 letters and digits, with spaces, dots or hyphens between, such as 2b',
  example: '2b',
};

/** A new line, or sub-line of another one. */
export class AddLineBody {
  @Formed(LINE_CODE)
  code!: string;
  @Text({ about: 'Its title', example: 'Kennis over wat werkt bij verzonnen vragen' })
  title!: string;
  @Reference({ about: 'The line that it is part of', optional: true, example: 'ZONMW-WWJ-2' })
  parent?: string;
  @ListOfReferences({
    about: 'All policy objectives that it contributes to by itself, in place of those that are there',
    optional: true,
    example: ['ZONMW-JEUGD-1'],
  })
  policyObjectives?: string[];
  @EffectiveOn()
  effectiveOn?: string;
}

/** What changes of a line; its reference stays. */
export class ChangeLineBody {
  @Formed({ ...LINE_CODE, optional: true })
  code?: string;
  @Text({ about: 'Its title', optional: true, example: 'Kennis over wat werkt bij verzonnen vragen' })
  title?: string;
  @Reference({
    about: 'The line that it is part of; null for none',
    optional: true,
    nullable: true,
    example: 'ZONMW-WWJ-2',
  })
  parent?: string | null;
  @ListOfReferences({
    about: 'All policy objectives that it contributes to by itself, in place of those that are there',
    optional: true,
    example: ['ZONMW-JEUGD-1'],
  })
  policyObjectives?: string[];
  @EffectiveOn()
  effectiveOn?: string;
}
