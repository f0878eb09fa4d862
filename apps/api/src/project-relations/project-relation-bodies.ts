import { relationKinds, type RelateProjectsInput, type RelationView } from '@grants/registry';
import { DateOnly, ListOf, OneOf, Part, Reference, Text, YesNo } from '../input/fields.js';

const KIND = {
  about:
    'How the first belongs to the second: it disseminates or implements it, covers it, follows it, is a phase of it',
  example: 'vimp_of',
};

class RelatedProjectAnswer {
  @Reference({ about: 'The reference of the project', example: 'ZONMW-2017-VIMP-0001-P' })
  reference!: string;
  @Text({ about: 'Its title; null where its source does not tell it', nullable: true, example: 'Verzonnen project' })
  title!: string | null;
}

/** A relation, which reads from one project to the other. */
export class RelationAnswer implements RelationView {
  @Reference({ about: 'Its reference', example: 'REL-000001' })
  reference!: string;
  @OneOf(relationKinds, KIND)
  kind!: string;
  @Part(() => RelatedProjectAnswer, { about: 'The first project' })
  from!: RelatedProjectAnswer;
  @Part(() => RelatedProjectAnswer, { about: 'The second project' })
  to!: RelatedProjectAnswer;
  @DateOnly({ about: 'The first day of it; null where that is not known', nullable: true, example: '2018-01-01' })
  validFrom!: string | null;
  @DateOnly({ about: 'The first day on which it no longer held', nullable: true, example: '2019-01-01' })
  validTo!: string | null;
}

export class RelationsAnswer {
  @ListOf(() => RelationAnswer, { about: 'The relations in both directions, ended ones included', max: 10_000 })
  items!: RelationAnswer[];
}

/** All that is related to a project, directly or through others. */
export class RelationGraphAnswer {
  @ListOf(() => RelatedProjectAnswer, { about: 'The projects; none where the project has no relations', max: 1000 })
  projects!: RelatedProjectAnswer[];
  @ListOf(() => RelationAnswer, { about: 'The relations between them', max: 500 })
  relations!: RelationAnswer[];
  @YesNo({ about: 'Whether there are more relations than a graph holds', example: false })
  isCut!: boolean;
}

/** A relation of the project in the path to another one. */
export class RelateBody {
  @OneOf(relationKinds, KIND)
  kind!: RelateProjectsInput['kind'];
  @Reference({ about: 'The second project', example: 'ZONMW-2014-EK-0001-P' })
  to!: string;
  @DateOnly({ about: 'The first day of it', optional: true, example: '2018-01-01' })
  validFrom?: string;
  @DateOnly({ about: 'The first day on which it no longer holds', optional: true, example: '2019-01-01' })
  validTo?: string;
}

/** The end of a relation. */
export class EndRelationBody {
  @DateOnly({ about: 'The first day on which it no longer holds', example: '2019-01-01' })
  validTo!: string;
}
