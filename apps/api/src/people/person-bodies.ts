import { ListQuery, PageOf, Search, SortBy } from '../input/lists.js';
import { Formed, Reference, Text, Version, type FieldOptions } from '../input/fields.js';

function Orcid(options: Omit<FieldOptions, 'about'> = {}): PropertyDecorator {
  const form = { form: /^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/, says: 'must be an ORCID iD such as 0000-0002-1825-0097' };
  return Formed({ about: 'Their ORCID iD', example: '0000-0002-1825-0097', ...form, ...options });
}

/** A person, without how to reach them. */
export class PersonAnswer {
  @Reference({ about: 'Their reference', example: 'PER-000001' })
  reference!: string;
  @Text({ about: 'Given name; null where it is not known', nullable: true, example: 'Vera' })
  givenName!: string | null;
  @Text({ about: 'What comes between given and family name (tussenvoegsel)', nullable: true, example: 'van' })
  prefix!: string | null;
  @Text({ about: 'Family name', example: 'Verzonnen' })
  familyName!: string;
  @Orcid({ nullable: true })
  orcid!: string | null;
  @Version()
  version!: number;
}

export class PersonPage extends PageOf(PersonAnswer) {}

/** What people are looked for by. */
export class PersonQuery extends ListQuery {
  @Orcid({ optional: true })
  orcid?: string;
  @Search('The name')
  q?: string;
  @SortBy('reference', 'familyName')
  sort?: string;
}

/** A new person. */
export class CreatePersonBody {
  @Text({ about: 'Given name', optional: true, example: 'Vera' })
  givenName?: string;
  @Text({ about: 'What comes between given and family name (tussenvoegsel)', optional: true, example: 'van' })
  prefix?: string;
  @Text({ about: 'Family name', example: 'Verzonnen' })
  familyName!: string;
  @Orcid({ optional: true })
  orcid?: string;
}

/** What changes of a person; what is left out stays as it is, null empties a field. */
export class ChangePersonBody {
  @Text({ about: 'Given name', optional: true, nullable: true, example: 'Vera' })
  givenName?: string | null;
  @Text({
    about: 'What comes between given and family name (tussenvoegsel)',
    optional: true,
    nullable: true,
    example: 'van',
  })
  prefix?: string | null;
  @Text({ about: 'Family name', optional: true, example: 'Verzonnen' })
  familyName?: string;
  @Orcid({ optional: true, nullable: true })
  orcid?: string | null;
}

function Email(options: Omit<FieldOptions, 'about'> = {}): PropertyDecorator {
  const form = { form: /^[^\s@]{1,64}@[^\s@]{1,185}$/, says: 'must be an e-mail address' };
  return Formed({ about: 'E-mail address', example: 'vera@verzonnen.example', ...form, ...options });
}
function Phone(options: Omit<FieldOptions, 'about'> = {}): PropertyDecorator {
  const form = { form: /^\+?[\d ()-]{6,30}$/, says: 'must be a telephone number' };
  return Formed({ about: 'Telephone number', example: '+31 20 555 0100', ...form, ...options });
}

/** How to reach a person. NL: contactgegevens. */
export class ContactAnswer {
  @Reference({ about: 'The person', example: 'PER-000001' })
  reference!: string;
  @Version()
  version!: number;
  @Email({ nullable: true })
  email!: string | null;
  @Phone({ nullable: true })
  phone!: string | null;
  @Text({ about: 'Postal address', nullable: true, example: 'Verzonnenstraat 1, Nergenshuizen' })
  address!: string | null;
}

/** How to reach a person from now on, all of it: what is left out is emptied. */
export class ContactBody {
  @Email({ optional: true, nullable: true })
  email?: string | null;
  @Phone({ optional: true, nullable: true })
  phone?: string | null;
  @Text({ about: 'Postal address', optional: true, nullable: true, example: 'Verzonnenstraat 1, Nergenshuizen' })
  address?: string | null;
}
