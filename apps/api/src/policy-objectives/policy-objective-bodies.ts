import { Code, Reference, Text } from '../input/fields.js';
import { ListQuery, PageOf, SortBy } from '../input/lists.js';

/** What the government aims at. NL: beleidsdoelstelling. */
export class ProgrammeObjectiveAnswer {
  @Reference({ about: 'Its reference', example: 'ZONMW-JEUGD-1' })
  reference!: string;
  @Text({ about: 'What is aimed at', max: 2000, example: 'De effectiviteit van het jeugdstelsel verbeteren.' })
  description!: string;
}

/** A policy objective with its funder. */
class PolicyObjectiveAnswer extends ProgrammeObjectiveAnswer {
  @Reference({ about: 'The code of its funder', example: 'ZONMW' })
  funder!: string;
}

export class PolicyObjectivePage extends PageOf(PolicyObjectiveAnswer) {}

/** What policy objectives are looked for by. */
export class PolicyObjectiveQuery extends ListQuery {
  @Reference({ about: 'Of this funder', optional: true, example: 'ZONMW' })
  funder?: string;
  @SortBy('reference')
  sort?: string;
}

/** A new policy objective. */
export class AddPolicyObjectiveBody {
  @Reference({ about: 'The code of its funder', example: 'ZONMW' })
  funder!: string;
  @Code({ about: 'Its code, which follows the funder’s code in its reference', example: 'JEUGD-1' })
  code!: string;
  @Text({ about: 'What is aimed at', max: 2000, example: 'De effectiviteit van het jeugdstelsel verbeteren.' })
  description!: string;
}
