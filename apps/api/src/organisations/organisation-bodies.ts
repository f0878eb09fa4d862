import { organisationKinds, type CreateOrganisationInput } from '@grants/registry';
import { AnyOf, ListQuery, PageOf, Search, SortBy } from '../input/lists.js';
import {
  DateOnly,
  EffectiveOn,
  Formed,
  ListOf,
  Moment,
  OneOf,
  Reference,
  Ror,
  Text,
  Version,
  type FieldOptions,
} from '../input/fields.js';

type Kind = CreateOrganisationInput['kind'];

function Kvk(options: Omit<FieldOptions, 'about'> = {}): PropertyDecorator {
  const form = { form: /^\d{8}$/, says: 'must be a number of the trade register: eight digits' };
  return Formed({ about: 'Its number in the trade register (KvK-nummer)', example: '90000001', ...form, ...options });
}

function Country(options: Omit<FieldOptions, 'about'> = {}): PropertyDecorator {
  const form = { form: /^[A-Z]{2}$/, says: 'must be two capital letters, such as NL' };
  return Formed({ about: 'Its country (ISO 3166-1 alpha-2)', example: 'NL', ...form, ...options });
}

/** An organisation that applies, receives or takes part. */
export class OrganisationAnswer {
  @Reference({ about: 'Its reference', example: 'ORG-000001' })
  reference!: string;
  @Text({ about: 'Its name today', example: 'Verzonnen Hogeschool' })
  name!: string;
  @OneOf(organisationKinds, { about: 'What it is', example: 'university' })
  kind!: string;
  @Ror({ nullable: true })
  ror!: string | null;
  @Kvk({ nullable: true })
  kvk!: string | null;
  @Country({ nullable: true })
  country!: string | null;
  @Version()
  version!: number;
}

export class OrganisationPage extends PageOf(OrganisationAnswer) {}

/** A name with its dates. */
export class DatedNameAnswer {
  @Text({ about: 'The name', example: 'Verzonnen Hogeschool' })
  name!: string;
  @DateOnly({ about: 'The first day of it; null for the first that is known', nullable: true, example: '2020-01-01' })
  from!: string | null;
  @DateOnly({ about: 'The first day of the next name; null for the last one', nullable: true, example: '2024-01-01' })
  until!: string | null;
  @Moment({ about: 'When it was recorded' })
  recordedAt!: string;
}

/** All names of an organisation. */
export class DatedNamesAnswer {
  @ListOf(() => DatedNameAnswer, { about: 'The names, the first one first' })
  items!: DatedNameAnswer[];
}

/** What organisations are looked for by. */
export class OrganisationQuery extends ListQuery {
  @AnyOf(organisationKinds, { about: 'Of one of these kinds', example: ['university'] })
  kind?: Kind[];
  @Country({ optional: true })
  country?: string;
  @Ror({ optional: true })
  ror?: string;
  @Kvk({ optional: true })
  kvk?: string;
  @Search('The name')
  q?: string;
  @SortBy('reference', 'name')
  sort?: string;
}

/** A new organisation. */
export class CreateOrganisationBody {
  @Text({ about: 'Its name', example: 'Verzonnen Hogeschool' })
  name!: string;
  @OneOf(organisationKinds, { about: 'What it is', example: 'university' })
  kind!: Kind;
  @Ror({ optional: true })
  ror?: string;
  @Kvk({ optional: true })
  kvk?: string;
  @Country({ optional: true })
  country?: string;
  @EffectiveOn()
  effectiveOn?: string;
}

/** What changes of an organisation; what is left out stays as it is, null empties an identifier. */
export class ChangeOrganisationBody {
  @Text({ about: 'Its name; earlier names stay known', optional: true, example: 'Verzonnen Universiteit' })
  name?: string;
  @OneOf(organisationKinds, { about: 'What it is', optional: true, example: 'university' })
  kind?: Kind;
  @Ror({ optional: true, nullable: true })
  ror?: string | null;
  @Kvk({ optional: true, nullable: true })
  kvk?: string | null;
  @Country({ optional: true })
  country?: string;
  @EffectiveOn()
  effectiveOn?: string;
}
