import { relationKinds, type RelateProjectsInput, type RelationView } from '@grants/registry';
import { DateOnly, ListOf, OneOf, Part, Reference, YesNo } from '../input/fields.js';
import { TitledAnswer } from '../input/links.js';

const KIND = {
  about:
    'How the first belongs to the second: it disseminates or implements it, covers it, follows it, is a phase of it',
  example: 'vimp_of',
};

/** A relation, which reads from one project to the other. */
export class RelationAnswer implements RelationView {
  @Reference({ about: 'Its reference', example: 'REL-000001' })
  reference!: string;
  @OneOf(relationKinds, KIND)
  kind!: string;
  @Part(() => TitledAnswer, { about: 'The first project' })
  from!: TitledAnswer;
  @Part(() => TitledAnswer, { about: 'The second project' })
  to!: TitledAnswer;
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
  @ListOf(() => TitledAnswer, { about: 'The projects; none where the project has no relations', max: 1000 })
  projects!: TitledAnswer[];
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
