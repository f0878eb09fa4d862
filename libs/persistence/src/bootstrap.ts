import { type Client, DatabaseError, escapeIdentifier, escapeLiteral } from 'pg';
import { BootstrapError } from './bootstrap-error.js';
import { databaseUrls, loginRoles, type DatabaseUrls, type Passwords } from './database-urls.js';
import { scramVerifier } from './scram-verifier.js';
import { urlWith, withClient } from './with-client.js';

const owner = loginRoles.owner;
const importer = 'registry_importer';
const roles = [...Object.values(loginRoles), importer];

/** Roles are shared by all databases of a cluster, so bootstraps of different databases take turns on this lock. */
const bootstrapLock = 7_240_001;

export interface BootstrapOptions {
  readonly database: string;
  /** Set on the login roles, also where they exist already. Without one a role keeps the password it has, or none. */
  readonly passwords?: Passwords;
}

export interface BootstrapResult extends DatabaseUrls {
  readonly createdRoles: readonly string[];
  readonly createdDatabase: boolean;
}

/**
 * Makes the roles and the database of the registry, with the rights that migrations build on. It can be repeated at
 * any time and changes only what differs. The administrator is a superuser, or may create roles and databases.
 *
 * @throws {BootstrapError} if the administrator may not do this, or if a role or database that exists does not fit.
 */
export async function bootstrap(adminUrl: string, options: BootstrapOptions): Promise<BootstrapResult> {
  const { database, passwords = {} } = options;
  try {
    return await withLock(adminUrl, async (admin) => {
      await requireSupportedServer(admin);
      const createdRoles = await createRoles(admin);
      await setPasswords(admin, passwords);
      await grantMemberships(admin);
      const createdDatabase = await createDatabase(admin, database);
      await restrictDatabase(admin, database);
      await withClient(urlWith(adminUrl, { database }), prepareSchema);
      return { createdRoles, createdDatabase, ...databaseUrls(adminUrl, database, passwords) };
    });
  } catch (error) {
    if (error instanceof DatabaseError && error.code === '42501') {
      throw new BootstrapError(
        'not_permitted',
        `The administrator's role may not prepare the database: ${error.message}.`,
        'Use a superuser, or a role with CREATEROLE and CREATEDB that also made the roles registry_* that exist.',
        error,
      );
    }
    throw error;
  }
}

/** Advisory locks count within one database, so all bootstraps meet in `postgres`, whatever their URL names. */
async function withLock<T>(adminUrl: string, work: (admin: Client) => Promise<T>): Promise<T> {
  const locked = async (client: Client): Promise<T> => {
    await client.query('select pg_advisory_lock($1)', [bootstrapLock]); // ends with the connection
    return work(client);
  };
  return withClient(
    (await hasDatabasePostgres(adminUrl)) ? urlWith(adminUrl, { database: 'postgres' }) : adminUrl,
    locked,
  );
}

/** Some hosted servers have none, or keep the administrator out of it; then the URL's own database has to do. */
async function hasDatabasePostgres(adminUrl: string): Promise<boolean> {
  return withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query(
      "select from pg_database where datname = 'postgres' and has_database_privilege(oid, 'connect')",
    );
    return rowCount === 1;
  });
}

async function requireSupportedServer(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ number: number; version: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
  );
  if (rows[0] && rows[0].number < 170_000) {
    throw new BootstrapError(
      'old_server',
      `The server is PostgreSQL ${rows[0].version}.`,
      'Use PostgreSQL 17 or later.',
    );
  }
}

interface RoleRow {
  readonly name: string;
  readonly login: boolean;
  readonly tooPowerful: boolean;
}

async function createRoles(admin: Client): Promise<string[]> {
  const { rows } = await admin.query<RoleRow>(
    `select rolname as name, rolcanlogin as login,
            rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as "tooPowerful"
       from pg_roles where rolname = any($1)`,
    [roles],
  );
  const created: string[] = [];
  for (const name of roles) {
    const wanted = name === importer ? 'nologin' : 'login';
    const existing = rows.find((row) => row.name === name);
    if (existing?.tooPowerful)
      throw tooPowerful(name, 'is a superuser, or may bypass row security or create roles or databases');
    if (!existing) {
      await admin.query(`create role ${name} ${wanted}`);
      created.push(name);
    } else if (existing.login !== (wanted === 'login')) {
      await admin.query(`alter role ${name} ${wanted}`);
    }
  }
  return created;
}

async function setPasswords(admin: Client, passwords: Passwords): Promise<void> {
  for (const [user, role] of Object.entries(loginRoles) as [keyof typeof loginRoles, string][]) {
    const password = passwords[user];
    if (password === undefined) continue;
    await admin.query(`alter role ${role} password ${escapeLiteral(await scramVerifier(password))}`);
  }
}

async function grantMemberships(admin: Client): Promise<void> {
  // A superuser has all of this; another administrator has to be the owner to make and prepare the owner's database.
  await admin.query(
    `do $$ begin
       if not pg_has_role('${owner}', 'usage') or not pg_has_role('${owner}', 'set') then
         grant ${owner} to current_user with inherit true, set true;
       end if;
     end $$`,
  );
  // The owner can give a function to the importer, but has none of its rights by itself.
  await admin.query(`grant ${importer} to ${owner} with inherit false, set true`);
  const { rows } = await admin.query<{ name: string }>(
    `select name from unnest(array['${loginRoles.app}', '${loginRoles.reader}']) as name
      where pg_has_role(name, '${owner}', 'member') or pg_has_role(name, '${importer}', 'member')`,
  );
  for (const { name } of rows) throw tooPowerful(name, `is a member of ${owner} or ${importer}`);
}

async function createDatabase(admin: Client, database: string): Promise<boolean> {
  const { rows } = await admin.query<{ encoding: string; owner: string }>(
    'select pg_encoding_to_char(encoding) as encoding, pg_get_userbyid(datdba) as owner from pg_database where datname = $1',
    [database],
  );
  const existing = rows[0];
  if (!existing) {
    // Built-in code point order: the same on every machine, so that reports stay equal to the byte after a restore.
    await admin.query(
      `create database ${escapeIdentifier(database)} owner ${owner} template template0
         encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8'`,
    );
    return true;
  }
  if (existing.encoding !== 'UTF8') {
    throw new BootstrapError(
      'wrong_encoding',
      `The database ${database} has the encoding ${existing.encoding}.`,
      'Use a database with UTF8, or a name that does not exist yet.',
    );
  }
  if (existing.owner !== owner) await admin.query(`alter database ${escapeIdentifier(database)} owner to ${owner}`);
  return false;
}

async function restrictDatabase(admin: Client, database: string): Promise<void> {
  const name = escapeIdentifier(database);
  await asOwner(admin, [
    `revoke all on database ${name} from public`,
    `grant connect on database ${name} to ${loginRoles.app}, ${loginRoles.reader}`,
    `alter database ${name} set timezone = 'UTC'`, // migrations and reports write moments without a zone
  ]);
}

async function prepareSchema(admin: Client): Promise<void> {
  await asOwner(admin, [
    `alter schema public owner to ${owner}`,
    'revoke create on schema public from public',
    'create extension if not exists btree_gist with schema public',
  ]);
}

async function asOwner(admin: Client, statements: readonly string[]): Promise<void> {
  await admin.query(`set role ${owner}`);
  for (const statement of statements) await admin.query(statement);
  await admin.query('reset role');
}

function tooPowerful(role: string, why: string): BootstrapError {
  return new BootstrapError(
    'role_too_powerful',
    `The role ${role} exists and ${why}.`,
    'Take that away from it, or drop it.',
  );
}
