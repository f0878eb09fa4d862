import { termParameterKinds, type TermParameterKind } from '@grants/domain';
import { DateOnly, Formed, ListOf, OneOf, Reference, Text, Version } from '../input/fields.js';

const length = {
  about: 'How long it is: an ISO 8601 duration in one unit',
  form: /^P[1-9]\d{0,3}[DWMY]$/,
  says: 'must be an ISO 8601 duration in one unit, such as P6W',
  example: 'P2W',
};
const kind = { about: 'Which term', example: 'rebuttal' };

/** How long a term is, by which rule, and where that was set. */
export class TermParameterAnswer {
  @OneOf(termParameterKinds, kind)
  kind!: string;
  @Text({ about: 'What it is for, in Dutch', example: 'wederhoor' })
  nl!: string;
  @Text({ about: 'What it is for, in English', example: 'replying to the reviews' })
  en!: string;
  @Formed(length)
  length!: string;
  @Text({ about: 'By which article or rule', example: 'ZonMw: rebuttal; registry: two weeks' })
  basis!: string;
  @OneOf(['default', 'funder', 'programme', 'call'], { about: 'Where it was set', example: 'funder' })
  setBy!: string;
  @DateOnly({ about: 'From when that holds', nullable: true, example: '2027-01-01' })
  validFrom!: string | null;
}

/** How long the terms are that may be set. */
export class TermParametersAnswer {
  @Reference({ about: 'Of what', example: 'ZONMW' })
  reference!: string;
  @Version()
  version!: number;
  @ListOf(() => TermParameterAnswer, { about: 'Every term whose length is not in the law' })
  items!: TermParameterAnswer[];
}

/** A length to set. */
export class TermParameterBody {
  @OneOf(termParameterKinds, kind)
  kind!: TermParameterKind;
  @Formed(length)
  length!: string;
  @Text({
    about:
      'By which article or rule: "Awb 4:13(1)" for a term for deciding that is set by or under the law, which naming another term does not make longer',
    max: 200,
    example: 'ZonMw: rebuttal',
  })
  basis!: string;
}

/** All lengths that a funder, a programme or a call sets: what is not among them is taken back. */
export class TermsBody {
  @ListOf(() => TermParameterBody, { about: 'What is set', max: 50 })
  terms!: TermParameterBody[];
  @DateOnly({
    about:
      'From when it holds, for calls that are published on that day or later; left out, today. Not for a call: what it sets holds with it',
    optional: true,
    example: '2027-01-01',
  })
  validFrom?: string;
}
