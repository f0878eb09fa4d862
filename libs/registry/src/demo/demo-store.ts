import { roles } from '@grants/domain';
import { newId, statement, type Tx } from '@grants/persistence';

const addPerson = statement(
  'demo_add_person',
  `insert into person (id, given_name, family_name) values ($1, $2, $3) returning id`,
);
const addAccount = statement(
  'demo_add_account',
  `insert into account (id, issuer, subject, person_id) values ($1, $2, $3, $4) on conflict (issuer, subject) do nothing returning id`,
);
const addRole = statement(
  'demo_add_role',
  `insert into role_assignment (id, account_id, role, valid_from) values ($1, $2, $3, '2015-01-01')`,
);
const accountOf = statement(
  'demo_account',
  `select id, person_id as "personId" from account where issuer = $1 and subject = $2`,
);

/** Roles whose holder is a person with cases, rather than with an assignment. */
const people: Readonly<Record<string, readonly [given: string, family: string]>> = {
  applicant: ['Anna', 'Verzonnen-Aanvrager'],
  project_leader: ['Peter', 'Verzonnen-Projectleider'],
};

/** Makes an account for each role of the demo, each somebody else; the people are invented. */
export async function addDemoAccounts(tx: Tx, issuer: string): Promise<void> {
  for (const role of roles) {
    if (role === 'system') continue;
    const name = people[role];
    const [known] = await tx.query(accountOf(issuer, `demo-${role}`));
    if (known) continue;
    const personId = name ? newId() : null;
    if (name) await tx.query(addPerson(personId, ...name));
    const accountId = newId();
    await tx.query(addAccount(accountId, issuer, `demo-${role}`, personId));
    if (!name) await tx.query(addRole(newId(), accountId, role));
  }
}

/** The demo's account for a role. */
export async function demoAccount(
  tx: Tx,
  issuer: string,
  role: string,
): Promise<{ id: string; personId: string | null }> {
  const [account] = await tx.query<{ id: string; personId: string | null }>(accountOf(issuer, `demo-${role}`));
  if (!account) throw new Error(`The demo has no account for ${role}`);
  return account;
}
