import type { Queryable } from './database.js';
import { statement } from './statement.js';

const whoAmI = statement(
  'service_role',
  `select current_user as name, rolsuper or rolbypassrls as "tooPowerful",
          exists (select from pg_class where relowner = role.oid and relnamespace = 'public'::regnamespace) as owns,
          (select shift <> interval '0' from clock_shift) as "clockMoved"
     from pg_roles role where rolname = current_user`,
);

/** The role that serves may not be one that the guards do not bind. */
export class UnfitRole extends Error {}

/**
 * Refuses to serve as a superuser, as the owner of a table, past row security, or in production with a moved clock.
 * @throws UnfitRole
 */
export async function requireServiceRole(on: Queryable, { production }: { production: boolean }): Promise<void> {
  const [role] = await on.query<{ name: string; tooPowerful: boolean; owns: boolean; clockMoved: boolean }>(whoAmI());
  if (!role) throw new UnfitRole('The role that serves is not known to the database.');
  const advice = 'DATABASE_URL has to name registry_app; see docs/operators.md.';
  if (role.tooPowerful) throw new UnfitRole(`${role.name} is above the guards of the database. ${advice}`);
  if (role.owns) throw new UnfitRole(`${role.name} owns tables, so that the guards do not bind it. ${advice}`);
  if (production && role.clockMoved)
    throw new UnfitRole('The clock of this registry is moved; that is for tests and scripted rounds.');
}
