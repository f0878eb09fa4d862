import { AnyOf, ListQuery, PageOf, Search, SortBy } from '../input/lists.js';
import { EffectiveOn, Formed, OneOf, Ror, Text, Version } from '../input/fields.js';

const kinds = ['funder', 'ministry'] as const;
type Kind = (typeof kinds)[number];

/** A funder. NL: subsidieverstrekker. */
export class FunderAnswer {
  @Text({ about: 'Its code, which is its reference and the beginning of all of its references', example: 'ZONMW' })
  code!: string;
  @Text({ about: 'Its name', example: 'ZonMw' })
  name!: string;
  @OneOf(kinds, { about: 'A funder, or a ministry', example: 'funder' })
  kind!: string;
  @Ror({ nullable: true })
  ror!: string | null;
  @Version()
  version!: number;
}

export class FunderPage extends PageOf(FunderAnswer) {}

/** What funders are looked for by. */
export class FunderQuery extends ListQuery {
  @AnyOf(kinds, { about: 'Of one of these kinds', example: ['ministry'] })
  kind?: Kind[];
  @Search('The name')
  q?: string;
  @SortBy('code', 'name')
  sort?: string;
}

/** A new funder. */
export class CreateFunderBody {
  @Formed({
    about: 'Its code: every reference of the funder begins with it',
    form: /^[A-Z][A-Z0-9]{1,19}$/,
    says: 'must be 2 to 20 capital letters and digits, a letter first',
    example: 'ZONMW',
  })
  code!: string;
  @Text({ about: 'Its name', example: 'ZonMw' })
  name!: string;
  @OneOf(kinds, { about: 'A funder, or a ministry', example: 'funder' })
  kind!: Kind;
  @Ror({ optional: true })
  ror?: string;
  @EffectiveOn()
  effectiveOn?: string;
}

/** What changes of a funder; what is left out stays as it is. */
export class ChangeFunderBody {
  @Text({ about: 'Its name', optional: true, example: 'ZonMw' })
  name?: string;
  @Ror({ optional: true, nullable: true })
  ror?: string | null;
  @EffectiveOn()
  effectiveOn?: string;
}
