import type { Principal } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';

const principal = statement(
  'principal_of',
  `select account.id as "accountId", account.person_id as "personId",
          coalesce(jsonb_agg(jsonb_build_object('role', given.role, 'funderId', given.funder_id, 'programmeId', given.programme_id,
            'validFrom', given.valid_from, 'validTo', given.valid_to)) filter (where given.id is not null), '[]') as assignments
     from account left join role_assignment given on given.account_id = account.id
    where account.issuer = $1 and account.subject = $2
    group by account.id`,
);

/** Who a subject of an issuer is here, with the roles given to them; null where nobody is. */
export async function principalOf(on: Queryable, issuer: string, subject: string): Promise<Principal | null> {
  const [row] = await on.query<Principal>(principal(issuer, subject));
  return row ?? null;
}

/** An account as its administrators see it. */
export interface AccountView {
  /** Opaque: the actor of its events. */
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly person: { readonly reference: string; readonly name: string } | null;
  readonly roles: readonly {
    readonly id: string;
    readonly role: string;
    readonly funder: string | null;
    readonly programme: string | null;
    readonly validFrom: string;
    readonly validTo: string | null;
  }[];
  readonly createdAt: string;
}

const account = statement(
  'account_by_id',
  `select account.id, account.issuer, account.subject, account.created_at as "createdAt",
          case when person.id is not null then jsonb_build_object('reference', person.reference,
            'name', concat_ws(' ', person.given_name, person.prefix, person.family_name)) end as person,
          coalesce((select jsonb_agg(jsonb_build_object('id', given.id, 'role', given.role, 'funder', funder.code,
              'programme', programme.reference, 'validFrom', given.valid_from, 'validTo', given.valid_to)
              order by given.valid_from, given.id)
            from role_assignment given left join funder on funder.id = given.funder_id
            left join programme on programme.id = given.programme_id where given.account_id = account.id), '[]') as roles
     from account left join person on person.id = account.person_id where account.id = $1::uuid`,
);

/** An account with its roles, past ones included; null where there is none. */
export async function accountView(on: Queryable, id: string): Promise<AccountView | null> {
  const [row] = await on.query<AccountView>(account(id));
  return row ?? null;
}
