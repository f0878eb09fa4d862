import { decisionKinds, decisionLifecycle } from '@grants/domain';
import { ConditionBody, ObligationBody } from './decision-bodies.js';
import {
  Amount,
  DateOnly,
  Formed,
  ListOf,
  Moment,
  OneOf,
  Part,
  Reference,
  Text,
  Version,
  WholeNumber,
} from '../input/fields.js';

const account = (about: string, nullable = false) =>
  Formed({ about, nullable, form: /^[0-9a-f-]{36}$/, says: '', example: '01900000-0000-7000-8000-000000000001' });

/** A decision, but for its grounds in words. */
export class DecisionAnswer {
  @Reference({ about: 'The reference of the decision', example: 'ZONMW-2017-VIMP-0001-D1' })
  reference!: string;
  @Reference({ about: 'The application that it is on', example: 'ZONMW-2017-VIMP-0001' })
  application!: string;
  @Reference({
    about: 'The project that it is about, or that came of it',
    nullable: true,
    example: 'ZONMW-2017-VIMP-0001-P',
  })
  project!: string | null;
  @WholeNumber({ about: 'Its number among the decisions on the application', min: 1, max: 10_000, example: 1 })
  number!: number;
  @OneOf(Object.keys(decisionKinds), { about: 'What is decided', example: 'honour' })
  kind!: string;
  @OneOf(Object.keys(decisionLifecycle.states), { about: 'Its state', example: 'announced' })
  status!: string;
  @Moment({ about: 'Since when it is in that state', example: '2017-11-22T09:00:00Z' })
  statusSince!: string;
  @Version()
  version!: number;
  @Amount({ about: 'What is granted', nullable: true, example: '50000.00' })
  granted!: string | null;
  @Amount({ about: 'The penalty that it sets, where it is one on a late decision', nullable: true, example: '1442.00' })
  penalty!: string | null;
  @Text({ about: 'The currency of its amounts', example: 'EUR' })
  currency!: string;
  @Text({
    about: 'The activities that are granted',
    nullable: true,
    max: 20_000,
    example: 'De activiteiten uit de aanvraag.',
  })
  activities!: string | null;
  @Text({ about: 'The version of the grant provisions that governs the grant', nullable: true, example: 'ZonMw 2022' })
  provisionsVersion!: string | null;
  @Text({ about: 'The ground on which it rejects or withdraws', nullable: true, example: 'quality' })
  reasonCode!: string | null;
  @DateOnly({ about: 'When the project is to start', nullable: true, example: '2018-01-08' })
  startsOn!: string | null;
  @DateOnly({ about: 'When the project is to end', nullable: true, example: '2019-01-07' })
  endsOn!: string | null;
  @DateOnly({
    about: 'From when it has legal effect, where that is not its announcement',
    nullable: true,
    example: '2017-11-22',
  })
  legalEffectFrom!: string | null;
  @Text({ about: 'The mandate under which it was signed', nullable: true, example: 'Mandaatbesluit 2017, art. 3' })
  mandate!: string | null;
  @Reference({ about: 'The decision that it corrects', nullable: true, example: 'ZONMW-2017-VIMP-0001-D1' })
  supersedes!: string | null;
  @Reference({ about: 'The decision that corrected it', nullable: true, example: 'ZONMW-2017-VIMP-0001-D2' })
  supersededBy!: string | null;
  @account('Who prepared it, by the opaque id of the account')
  preparedBy!: string;
  @account('Who signed it, by the opaque id of the account', true)
  signedBy!: string | null;
  @DateOnly({ about: 'When it was signed', nullable: true, example: '2017-11-20' })
  signedOn!: string | null;
  @DateOnly({ about: 'When it was announced', nullable: true, example: '2017-11-22' })
  announcedOn!: string | null;
  @DateOnly({ about: 'When it became irrevocable', nullable: true, example: '2018-01-10' })
  irrevocableOn!: string | null;
}

class BecameAnswer {
  @DateOnly({ about: 'When the budget was adopted', optional: true, example: '2027-01-05' })
  budget_adopted?: string;
  @DateOnly({ about: 'When the reservation was invoked', optional: true, example: '2027-01-20' })
  invoked?: string;
  @DateOnly({ about: 'When it lapsed', optional: true, example: '2027-02-03' })
  lapsed?: string;
  @DateOnly({ about: 'When it was met', optional: true, example: '2027-02-03' })
  met?: string;
}

class ConditionAnswer extends ConditionBody {
  @WholeNumber({ about: 'Its number in the decision', min: 1, max: 50, example: 1 })
  number!: number;
  @Part(() => BecameAnswer, { about: 'What became of it', optional: true })
  became?: BecameAnswer;
}

class ObligationAnswer extends ObligationBody {
  @WholeNumber({ about: 'Its number in the decision', min: 1, max: 50, example: 1 })
  number!: number;
  @DateOnly({ about: 'When it was fulfilled', optional: true, example: '2027-02-03' })
  fulfilledOn?: string;
}

/** A decision with its grounds, conditions and obligations. */
export class WholeDecisionAnswer extends DecisionAnswer {
  @Text({
    about: 'The grounds in words; null where it gives none, or they were erased',
    nullable: true,
    max: 50_000,
    example: 'De kwaliteit is onvoldoende.',
  })
  reasons!: string | null;
  @ListOf(() => ConditionAnswer, { about: 'The conditions under which it awards' })
  conditions!: ConditionAnswer[];
  @ListOf(() => ObligationAnswer, { about: 'The obligations that come with it' })
  obligations!: ObligationAnswer[];
}

/** The decisions on an application, in the order of their numbers. */
export class DecisionsAnswer {
  @ListOf(() => DecisionAnswer, { about: 'The decisions' })
  items!: DecisionAnswer[];
}
