import { Reference, Text } from './fields.js';

/** Another record, by its title. */
export class TitledAnswer {
  @Reference({ about: 'The reference of the record', example: 'ZONMW-2017-VIMP' })
  reference!: string;
  @Text({
    about: 'Its title; null where its source does not tell it',
    nullable: true,
    example: 'Verspreidings- en Implementatie Impuls',
  })
  title!: string | null;
}

/** Somebody whom not everybody may see who sees the record. */
export class CalledPersonAnswer {
  @Reference({ about: 'The reference of the person', example: 'PER-000001' })
  reference!: string;
  @Text({ about: 'The name; null for those who may not see this person', nullable: true, example: 'Anna Verzonnen' })
  name!: string | null;
}

/** Somebody, or an organisation, by name. */
export class CalledAnswer {
  @Reference({ about: 'The reference of the record', example: 'ORG-000001' })
  reference!: string;
  @Text({ about: 'The name', example: 'Verzonnen Universiteit' })
  name!: string;
}
