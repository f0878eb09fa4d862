import { activityKinds, type ActivityView, type RecordActivityInput } from '@grants/registry';
import { Code, DateOnly, ListOfReferences, OneOf, Reference, Text, Version } from '../input/fields.js';
import { AnyOf, ListQuery, PageOf, SortBy } from '../input/lists.js';

type Kind = RecordActivityInput['kind'];

/** What a programme did besides granting. NL: programma-activiteit. */
export class ActivityAnswer implements ActivityView {
  @Reference({ about: 'Its reference', example: 'ZONMW-EWJ-IB-2017' })
  reference!: string;
  @Reference({ about: 'Its programme', example: 'ZONMW-EWJ' })
  programme!: string;
  @OneOf(activityKinds, { about: 'What it was', example: 'implementation_meeting' })
  kind!: string;
  @Text({ about: 'Its title', example: 'Implementatiebijeenkomst' })
  title!: string;
  @DateOnly({ about: 'When it was held', example: '2017-09-07' })
  heldOn!: string;
  @Text({ about: 'What came of it', nullable: true, max: 10_000, example: 'Twee verzonnen voorstellen.' })
  outcome!: string | null;
  @Version()
  version!: number;
  @ListOfReferences({ about: 'The projects that took part', example: ['ZONMW-2014-EK-0001-P'] })
  projects!: readonly string[];
  @ListOfReferences({ about: 'The applications that came of it, drafts apart', example: ['ZONMW-2017-VIMP-0001'] })
  applications!: readonly string[];
}

export class ActivityPage extends PageOf(ActivityAnswer) {}

/** What activities are looked for by. */
export class ActivityQuery extends ListQuery {
  @AnyOf(activityKinds, { about: 'Of one of these kinds', example: ['implementation_meeting'] })
  kind?: Kind[];
  @DateOnly({ about: 'Held on this day or later', optional: true, example: '2017-01-01' })
  heldFrom?: string;
  @DateOnly({ about: 'Held on this day or earlier', optional: true, example: '2017-12-31' })
  heldUntil?: string;
  @SortBy('heldOn', 'reference')
  sort?: string;
}

/** An activity of a programme. */
export class RecordActivityBody {
  @Code({ about: 'Its code, which follows the programme’s reference in its own', example: 'IB-2017' })
  code!: string;
  @OneOf(activityKinds, { about: 'What it was', example: 'implementation_meeting' })
  kind!: Kind;
  @Text({ about: 'Its title', example: 'Implementatiebijeenkomst' })
  title!: string;
  @DateOnly({ about: 'When it was held', example: '2017-09-07' })
  heldOn!: string;
  @Text({ about: 'What came of it', optional: true, max: 10_000, example: 'Twee verzonnen voorstellen.' })
  outcome?: string;
  @ListOfReferences({ about: 'The projects that took part', optional: true, example: ['ZONMW-2014-EK-0001-P'] })
  projects?: string[];
  @ListOfReferences({
    about: 'The applications that came of it',
    optional: true,
    example: ['ZONMW-2017-VIMP-0001'],
  })
  applications?: string[];
}

/** What changes of an activity; what is left out stays as it is. */
export class ChangeActivityBody {
  @OneOf(activityKinds, { about: 'What it was', optional: true, example: 'implementation_meeting' })
  kind?: Kind;
  @Text({ about: 'Its title', optional: true, example: 'Implementatiebijeenkomst' })
  title?: string;
  @DateOnly({ about: 'When it was held', optional: true, example: '2017-09-07' })
  heldOn?: string;
  @Text({
    about: 'What came of it',
    optional: true,
    nullable: true,
    max: 10_000,
    example: 'Twee verzonnen voorstellen.',
  })
  outcome?: string | null;
  @ListOfReferences({
    about: 'Projects that took part too, besides those that are there',
    optional: true,
    example: ['ZONMW-2014-EK-0001-P'],
  })
  projects?: string[];
  @ListOfReferences({
    about: 'Applications that came of it too, besides those that are there',
    optional: true,
    example: ['ZONMW-2017-VIMP-0001'],
  })
  applications?: string[];
}
