import { UNBORN } from '../lifecycle/lifecycle.js';
import { lifecycles } from '../lifecycle/lifecycles.js';
import { roles, type Role } from './roles.js';

/**
 * How far a role reaches for an action: everything; what lies in the funder or programme that the role was assigned
 * for; what lies in its funder, unless it is for one programme; everything, but not for a role that is limited to a
 * place; or the cases in which the person behind the account is named.
 */
export type Reach = 'all' | 'all_if_unlimited' | 'own_programmes' | 'own_funders' | 'own_cases';

/** Roles that everybody has who is signed in as a person, for their own cases. */
export const implicitRoles = ['applicant', 'project_leader'] as const satisfies readonly Role[];

const everyone: Partial<Record<Role, Reach>> = Object.fromEntries(roles.map((role) => [role, 'all']));
const staff = {
  programme_officer: 'own_programmes',
  decision_authority: 'own_programmes',
  finance_officer: 'own_programmes',
  legal_officer: 'own_programmes',
} as const;
const watchers = { ...staff, ministry_reporter: 'own_programmes', auditor: 'all' } as const;
const parties = { applicant: 'own_cases', project_leader: 'own_cases' } as const;
const officer = { programme_officer: 'own_programmes' } as const;

/** How far a role reaches when it gives a command of a lifecycle. */
const commandReach: Partial<Record<Role, Reach>> = {
  ...parties,
  ...staff,
  administrator: 'all',
  system: 'all',
};

/** A case that somebody begins is their own, so anybody may begin one. */
function reachOf(role: Role, isBirth: boolean): Reach {
  return isBirth && role in parties ? 'all' : (commandReach[role] ?? 'own_programmes');
}

/** What may be done apart from the commands of the lifecycles, and by whom; what is not listed is refused. */
const recordPolicy = {
  'me.read': everyone,
  'lifecycle.read': everyone,
  'funder.read': everyone,
  'funder.create': { administrator: 'all' },
  'funder.change': { administrator: 'all' },
  'programme.read': everyone,
  // What is begun lies outside each programme that there is.
  'programme.create': { programme_officer: 'own_funders', administrator: 'all' },
  'programme.change': { programme_officer: 'own_programmes', administrator: 'all' },
  'activity.read': watchers,
  'activity.create': officer,
  'activity.change': officer,
  'organisation.read': everyone,
  'organisation.create': { applicant: 'all', programme_officer: 'all', administrator: 'all' },
  'organisation.change': { programme_officer: 'all', administrator: 'all' },
  'person.read': {
    ...watchers,
    programme_officer: 'all',
    privacy_officer: 'all',
    applicant: 'own_cases',
    project_leader: 'own_cases',
  },
  'person.create': { applicant: 'all', programme_officer: 'all', administrator: 'all' },
  'person.change': { applicant: 'own_cases', programme_officer: 'all', administrator: 'all' },
  'person_contact.read': {
    applicant: 'own_cases',
    programme_officer: 'all',
    legal_officer: 'all',
    privacy_officer: 'all',
  },
  'person_contact.change': { applicant: 'own_cases', programme_officer: 'all' },
  // Whether somebody consents to be mailed is theirs to say; an officer records what came on paper.
  'electronic_consent.read': {
    applicant: 'own_cases',
    programme_officer: 'all',
    legal_officer: 'all',
    privacy_officer: 'all',
    auditor: 'all',
  },
  'electronic_consent.change': { applicant: 'own_cases', programme_officer: 'all' },
  'account.read': { administrator: 'all', auditor: 'all', privacy_officer: 'all' },
  'account.create': { administrator: 'all' },
  'account.change': { administrator: 'all' },
  'call.read': everyone,
  'call_draft.read': watchers,
  'call.change': officer,
  'call_ceiling.read': watchers,
  'funder_terms.set': { administrator: 'all' },
  'programme_terms.set': officer,
  'call_terms.set': officer,
  'invitation.read': { ...watchers, applicant: 'own_cases' },
  'invitation.create': officer,
  'invitation.revoke': officer,
  'application.read': { ...watchers, ...parties },
  'application.check': officer,
  'application.change': { applicant: 'own_cases', programme_officer: 'own_cases' },
  // What others were told, and whether it reached them; what was told to oneself is `me.read`.
  'message.read': { programme_officer: 'own_programmes', legal_officer: 'own_programmes', auditor: 'all' },
  'decision.read': { ...watchers, ...parties },
  'project.read': { ...watchers, ...parties },
  'project.change': officer,
  'relation.create': officer,
  'relation.end': officer,
  'legacy_award.read': { ...watchers, administrator: 'all' },
  'import.read': { administrator: 'all', auditor: 'all' },
  // A report is over the whole registry.
  'report.read': {
    ministry_reporter: 'all_if_unlimited',
    programme_officer: 'all_if_unlimited',
    decision_authority: 'all_if_unlimited',
    finance_officer: 'all_if_unlimited',
    auditor: 'all',
    administrator: 'all',
  },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>;

type Lifecycles = typeof lifecycles;
type CommandAction = {
  [Name in keyof Lifecycles]: `${Lifecycles[Name]['machine']}.${Lifecycles[Name]['transitions'][number]['command']}`;
}[keyof Lifecycles];
/** Everything that somebody can ask of the registry. */
export type Action = keyof typeof recordPolicy | CommandAction;

/** The commands of the lifecycles, with the roles that their rows name: the rule stands there. */
const commandPolicy = Object.fromEntries(
  Object.values(lifecycles).flatMap(({ machine, transitions }) =>
    transitions.map(({ command, by, from }) => [
      `${machine}.${command}`,
      Object.fromEntries(
        (by as readonly Role[]).map((role) => [role, reachOf(role, (from as readonly string[]).includes(UNBORN))]),
      ),
    ]),
  ),
);

/** Role by action: who may do what, and how far it reaches. Deny is the default. */
export const policy: Readonly<Record<Action, Partial<Record<Role, Reach>>>> = {
  ...(commandPolicy as Record<CommandAction, Partial<Record<Role, Reach>>>),
  ...recordPolicy,
};
