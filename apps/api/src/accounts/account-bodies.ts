import { roles, type Role } from '@grants/domain';
import { CalledAnswer } from '../input/links.js';
import { DateOnly, Formed, ListOf, Moment, OneOf, Part, Reference, Text } from '../input/fields.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ID = { form: UUID, says: 'must be an id', example: '0199b3c2-6f0e-7c51-9a53-2a6c1d0f4e11' };

/** What has an id for its reference. */
export class OpaqueAnswer {
  @Formed({ about: 'Its id', ...ID })
  id!: string;
}

class AccountRoleAnswer {
  @Formed({ about: 'The id of the assignment', ...ID })
  id!: string;
  @OneOf(roles, { about: 'The role', example: 'programme_officer' })
  role!: string;
  @Reference({ about: 'Within this funder alone', nullable: true, example: 'ZONMW' })
  funder!: string | null;
  @Reference({ about: 'Within this programme alone', nullable: true, example: 'ZONMW-WWJ' })
  programme!: string | null;
  @DateOnly({ about: 'The first day of it', example: '2026-01-01' })
  validFrom!: string;
  @DateOnly({ about: 'The first day on which it no longer holds', nullable: true, example: '2027-01-01' })
  validTo!: string | null;
}

/** Somebody who signs in. */
export class AccountAnswer {
  @Formed({ about: 'Its id: the actor of its events', ...ID })
  id!: string;
  @Text({ about: 'Who issues its tokens', example: 'https://sign-in.example' })
  issuer!: string;
  @Text({ about: 'Who it is to that issuer', example: 'a1b2c3' })
  subject!: string;
  @Part(() => CalledAnswer, { about: 'The person behind it; none for a machine', nullable: true })
  person!: CalledAnswer | null;
  @ListOf(() => AccountRoleAnswer, { about: 'Its roles, past ones included' })
  roles!: AccountRoleAnswer[];
  @Moment({ about: 'When it was made' })
  createdAt!: string;
}

/** A new account. */
export class CreateAccountBody {
  @Text({ about: 'Who issues its tokens', example: 'https://sign-in.example' })
  issuer!: string;
  @Text({ about: 'Who it is to that issuer', example: 'a1b2c3' })
  subject!: string;
  @Reference({ about: 'The person behind it; none for a machine', optional: true, example: 'PER-000001' })
  person?: string;
}

/** A role for an account. */
export class AssignRoleBody {
  @OneOf(roles, { about: 'The role', example: 'programme_officer' })
  role!: Role;
  @Reference({ about: 'Within this funder alone', optional: true, example: 'ZONMW' })
  funder?: string;
  @Reference({ about: 'Within this programme alone', optional: true, example: 'ZONMW-WWJ' })
  programme?: string;
  @DateOnly({ about: 'The first day of it', example: '2026-01-01' })
  validFrom!: string;
  @DateOnly({ about: 'The first day on which it no longer holds', optional: true, example: '2027-01-01' })
  validTo?: string;
}

/** The end of a role. */
export class EndRoleBody {
  @DateOnly({ about: 'The first day on which it no longer holds', example: '2027-01-01' })
  validTo!: string;
}
