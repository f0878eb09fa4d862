import { urlWith } from './with-client.js';

/** The roles that log in: the owner migrates, the app serves, the reader exports. */
export const loginRoles = { owner: 'registry_owner', app: 'registry_app', reader: 'registry_reader' } as const;

export type Passwords = Readonly<Partial<Record<keyof typeof loginRoles, string>>>;

export interface DatabaseUrls {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly readerUrl: string;
}

/** The URLs of the three login roles on the administrator's server; where a password is not known, without one. */
export function databaseUrls(adminUrl: string, database: string, passwords: Passwords): DatabaseUrls {
  const url = (user: keyof typeof loginRoles): string =>
    urlWith(adminUrl, { database, user: loginRoles[user], password: passwords[user] });
  return { ownerUrl: url('owner'), appUrl: url('app'), readerUrl: url('reader') };
}
