import { CalledAnswer } from '../input/links.js';
import { DateOnly, EffectiveOn, ListOf, Part, Reference, Text } from '../input/fields.js';

/** Who leads a project, between dates. NL: projectleider, penvoerder. */
export class LeadershipAnswer {
  @Part(() => CalledAnswer, { about: 'Who leads it' })
  person!: CalledAnswer;
  @Part(() => CalledAnswer, { about: 'The leader’s own organisation, which need not be the recipient' })
  organisation!: CalledAnswer;
  @DateOnly({ about: 'The first day', example: '2018-01-15' })
  validFrom!: string;
  @DateOnly({ about: 'The first day without them', nullable: true, example: '2019-06-01' })
  validTo!: string | null;
}

export class LeadershipsAnswer {
  @ListOf(() => LeadershipAnswer, { about: 'Who led it, the first one first', max: 10_000 })
  items!: LeadershipAnswer[];
}

/** Who leads a project from a day on. */
export class AppointLeaderBody {
  @Reference({ about: 'Who is to lead it', example: 'PER-000001' })
  person!: string;
  @Reference({ about: 'The leader’s own organisation, which need not be the recipient', example: 'ORG-000001' })
  organisation!: string;
  @DateOnly({ about: 'The first day; whoever leads it until then no longer does', example: '2018-01-15' })
  validFrom!: string;
}

/** The end of a leadership. */
export class EndLeadershipBody {
  @DateOnly({ about: 'The first day without them', example: '2019-06-01' })
  validTo!: string;
}

/** What changes of a project apart from its state; what is left out stays as it is. */
export class ChangeProjectBody {
  @Text({ about: 'Its title', optional: true, example: 'Eigen kracht in de wijk (verzonnen)' })
  title?: string;
  @Text({
    about: 'Its number as issued (projectnummer)',
    optional: true,
    nullable: true,
    max: 100,
    example: '729300999',
  })
  number?: string | null;
  @Text({
    about: 'Its file number as issued (dossiernummer)',
    optional: true,
    nullable: true,
    max: 100,
    example: '72-93009-99-001',
  })
  fileNumber?: string | null;
  @EffectiveOn()
  effectiveOn?: string;
}
