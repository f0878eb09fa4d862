import { applyDecorators } from '@nestjs/common';
import { Matches } from 'class-validator';
import { Formed, Reference, Text, TextList, type FieldOptions } from '../input/fields.js';
import { ListQuery, PageOf, SortBy } from '../input/lists.js';

const CODE = {
  form: /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/,
  says: 'must be a code in lower snake case, such as youth',
  example: 'youth',
};

/** A list of codes of target groups. */
export function TargetGroupCodes(options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    TextList({ ...options, max: 100 }),
    Matches(CODE.form, { each: true, message: `each ${CODE.says}` }),
  );
}

/** Whom results are for. NL: doelgroep. */
export class ProgrammeTargetGroupAnswer {
  @Formed({ about: 'Its code, unique for the funder', ...CODE })
  code!: string;
  @Text({ about: 'Its name in Dutch', example: 'Jeugdigen' })
  nameNl!: string;
  @Text({ about: 'Its name in English', example: 'Youth' })
  nameEn!: string;
}

/** A target group with its funder. */
class TargetGroupAnswer extends ProgrammeTargetGroupAnswer {
  @Reference({ about: 'The code of its funder', example: 'ZONMW' })
  funder!: string;
}

export class TargetGroupPage extends PageOf(TargetGroupAnswer) {}

/** What target groups are looked for by. */
export class TargetGroupQuery extends ListQuery {
  @Reference({ about: 'Of this funder', optional: true, example: 'ZONMW' })
  funder?: string;
  @SortBy('code')
  sort?: string;
}

/** A new target group. */
export class AddTargetGroupBody {
  @Reference({ about: 'The code of its funder', example: 'ZONMW' })
  funder!: string;
  @Formed({ about: 'Its code, unique for the funder', ...CODE })
  code!: string;
  @Text({ about: 'Its name in Dutch', example: 'Jeugdigen' })
  nameNl!: string;
  @Text({ about: 'Its name in English', example: 'Youth' })
  nameEn!: string;
}

/** A target group that was added. */
export class AddedTargetGroupAnswer {
  @Formed({ about: 'Its code', ...CODE })
  code!: string;
}
