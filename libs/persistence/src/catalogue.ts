import { readFile } from 'node:fs/promises';
import type { ClientBase } from 'pg';
import { withClient } from './with-client.js';

/**
 * Every object of the database that guards or grants something, as two readable texts: what it is, and how it is. What
 * differs between servers that are the same to us is left out: oids, passwords, the order of columns, and the partitions
 * that are made as years go by, of which only what does not come from their table is told.
 */
const catalogueSql = `
  with relation as (
    select pg_class.*, case relkind when 'S' then 'sequence ' when 'v' then 'view ' when 'm' then 'view ' else 'table ' end || relname as said
      from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
  ), function as (
    select pg_proc.*, format('function %s(%s)', proname, pg_get_function_identity_arguments(oid)) as said
      from pg_proc where pronamespace = 'public'::regnamespace
       and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e')
  ), ours as (
    select * from pg_roles where rolname in ('registry_owner', 'registry_app', 'registry_reader', 'registry_importer')
  ), given as (
    select said, relowner as owner, acl.* from relation, lateral aclexplode(relacl) acl
    union all
    select format('column %s of %s', attname, said), relowner, acl.*
      from relation join pg_attribute on attrelid = relation.oid, lateral aclexplode(attacl) acl
    union all
    select said, proowner, acl.* from function, lateral aclexplode(coalesce(proacl, acldefault('f', proowner))) acl
    union all
    select 'schema ' || nspname, nspowner, acl.*
      from pg_namespace, lateral aclexplode(coalesce(nspacl, acldefault('n', nspowner))) acl where nspname = 'public'
    union all
    select 'the database', datdba, acl.*
      from pg_database, lateral aclexplode(coalesce(datacl, acldefault('d', datdba))) acl where datname = current_database()
  )
  select said as object, concat_ws(', ', 'owned by ' || pg_get_userbyid(relowner),
         case relpersistence when 'u' then 'unlogged' end,
         case when relrowsecurity then 'with row security' end, case when relforcerowsecurity then 'for its owner too' end,
         case when relkind in ('v', 'm') then pg_get_viewdef(oid) end) as definition
    from relation where not relispartition
  union all
  select format('column %s of %s', attname, said), concat_ws(' ', format_type(atttypid, atttypmod),
         case when attnotnull then 'not null' end,
         case when attgenerated <> '' then 'generated' when attidentity <> '' then 'identity' when atthasdef then 'default' end,
         pg_get_expr(adbin, adrelid))
    from relation join pg_attribute on attrelid = relation.oid and attnum > 0 and not attisdropped
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
   where relkind <> 'S' and not relispartition
  union all
  -- Not null stands with the column: only from version 18 on is it a constraint of its own.
  select format('constraint %s of %s', conname, said),
         pg_get_constraintdef(pg_constraint.oid) || case when convalidated then '' else ', not validated' end
    from relation join pg_constraint on conrelid = relation.oid where contype not in ('n', 't') and conparentid = 0
     and not (relispartition and coninhcount > 0)
  union all
  select format('index %s of %s', index.relname, said),
         pg_get_indexdef(indexrelid) || case when indisvalid then '' else ', not valid' end
    from relation join pg_index on indrelid = relation.oid join pg_class index on index.oid = indexrelid
   where not index.relispartition
     and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
  union all
  select format('trigger %s of %s', tgname, said),
         pg_get_triggerdef(pg_trigger.oid) || case tgenabled when 'O' then '' when 'D' then ', switched off' else ', for replicas' end
    from relation join pg_trigger on tgrelid = relation.oid
   where not tgisinternal and (tgparentid = 0 and not (relispartition and tgname = 'refuse_truncate') or tgenabled <> 'O')
  union all
  -- Each partition has this trigger of its own, whenever it was made: so its want is told.
  select 'truncation of ' || said, 'not refused' from relation
   where relispartition and not exists (
     select from pg_trigger where tgrelid = relation.oid and tgname = 'refuse_truncate' and tgenabled = 'O'
        and tgfoid = to_regprocedure('refuse_change()'))
  union all
  select format('enforcement of constraint %s of %s by %s', conname, said, tgfoid::regproc), 'switched off'
    from relation join pg_trigger on tgrelid = relation.oid join pg_constraint on pg_constraint.oid = tgconstraint
   where tgisinternal and tgenabled <> 'O'
  union all
  select format('rule %s of %s', rulename, said), pg_get_ruledef(pg_rewrite.oid)
    from relation join pg_rewrite on ev_class = relation.oid where rulename <> '_RETURN'
  union all
  select format('row policy %s of table %s', policyname, tablename), concat_ws(' ', permissive, 'for', cmd, 'to', roles::text,
         'using ' || qual, 'with check ' || with_check)
    from pg_policies where schemaname = 'public'
  union all
  select said, concat_ws(', ', 'owned by ' || pg_get_userbyid(proowner), format('kind %s, volatility %s', prokind, provolatile),
         format('parallel %s', proparallel), 'language ' || lanname, 'returns ' || pg_get_function_result(function.oid),
         case when prosecdef then 'with the rights of its owner' end, case when proisstrict then 'strict' end,
         'set ' || array_to_string(proconfig, ' '), 'step ' || aggtransfn::text,
         'body ' || encode(sha256(convert_to(coalesce(pg_get_function_sqlbody(function.oid), prosrc), 'UTF8')), 'hex'))
    from function join pg_language on pg_language.oid = prolang left join pg_aggregate on aggfnoid = function.oid
  union all
  -- An owner can give itself what it has not: its own rights are not told.
  select format('right of %s to %s %s', case when grantee = 0 then 'everybody' else pg_get_userbyid(grantee)::text end,
         lower(privilege_type), said), case when bool_or(is_grantable) then 'may pass it on' else 'given' end
    from given where grantee <> owner group by grantee, privilege_type, said
  union all
  select 'role ' || rolname, concat_ws(', ', case when rolcanlogin then 'may sign in' else 'may not sign in' end,
         case when rolsuper then 'superuser' end, case when rolbypassrls then 'passes row security' end,
         case when rolcreaterole then 'creates roles' end, case when rolcreatedb then 'creates databases' end,
         case when rolreplication then 'replicates' end, case when not rolinherit then 'does not inherit' end)
    from ours
  union all
  select format('membership of role %s in %s', ours.rolname, pg_get_userbyid(roleid)),
         concat_ws(', ', 'given', case when bool_or(admin_option) then 'may pass it on' end,
         case when bool_or(inherit_option) then 'has its rights' end, case when bool_or(set_option) then 'may become it' end)
    from ours join pg_auth_members on member = ours.oid group by ours.rolname, roleid
  union all
  -- Settings by which a session would pass the guards, or read other names and moments than we wrote.
  select format('setting %s of %s', split_part(said, '=', 1), case when setrole = 0 then 'the database' else 'role ' || pg_get_userbyid(setrole) end),
         substr(said, strpos(said, '=') + 1)
    from pg_db_role_setting, unnest(setconfig) as said
   where (setdatabase = 0 or setdatabase = (select oid from pg_database where datname = current_database()))
     and (setrole = 0 or setrole in (select oid from ours))
     and lower(split_part(said, '=', 1)) in ('session_replication_role', 'search_path', 'row_security', 'timezone')
  union all
  select 'owner of ' || said, pg_get_userbyid(owner) from (
    select 'the database', datdba from pg_database where datname = current_database()
    union all select 'schema public', nspowner from pg_namespace where nspname = 'public'
  ) as owned (said, owner)
  union all
  select 'type ' || typname, concat_ws(' ', typtype::text, 'owned by ' || pg_get_userbyid(typowner))
    from pg_type where typnamespace = 'public'::regnamespace and typtype in ('d', 'e', 'r')
     and not exists (select from pg_depend where classid = 'pg_type'::regclass and objid = pg_type.oid and deptype = 'e')
  union all
  select 'extension ' || extname, 'installed' from pg_extension
  union all
  select 'event trigger ' || evtname, format('%s %s %s', evtevent, evtfoid::regproc, evtenabled) from pg_event_trigger
  union all
  select format('default right on %s of %s', defaclobjtype, pg_get_userbyid(defaclrole)), defaclacl::text
    from pg_default_acl where defaclrole in (select oid from ours)`;

/** Reads the objects of the database within the transaction of `client`, whose search path it sets. */
export async function readCatalogue(client: ClientBase): Promise<ReadonlyMap<string, string>> {
  // The server names objects by the path: with a schema where it is not in it.
  await client.query('set local search_path = public');
  const { rows } = await client.query<{ object: string; definition: string }>(catalogueSql);
  return new Map(rows.map(({ object, definition }) => [oneLine(object), oneLine(definition)]));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** What a migrated database holds, as prisma/catalogue.txt keeps it: a line an object, in the order of their names. */
export async function catalogueText(ownerUrl: string): Promise<string> {
  const catalogue = await withClient(ownerUrl, async (client) => {
    await client.query('begin read only');
    return readCatalogue(client);
  });
  const lines = [...catalogue].map(([object, definition]) => `${object}${separator}${definition}\n`);
  return lines.toSorted((one, other) => (one < other ? -1 : 1)).join('');
}

const separator = ' :: ';

/** What is missing, extra or changed against the release, in plain words; nothing if the database is as it made it. */
export async function catalogueDrift(
  ownerUrl: string,
  { catalogueFile }: { readonly catalogueFile: string },
): Promise<string[]> {
  return withClient(ownerUrl, async (client) => {
    await client.query('begin read only');
    return catalogueFaults(client, catalogueFile);
  });
}

/** The same, within the transaction of `client`. */
export async function catalogueFaults(client: ClientBase, catalogueFile: string): Promise<string[]> {
  const lines = (await readFile(catalogueFile, 'utf8')).split('\n').filter((line) => line !== '');
  const expected = new Map(
    lines.map((line) => {
      const [object = '', ...definition] = line.split(separator);
      return [object, definition.join(separator)];
    }),
  );
  const actual = await readCatalogue(client);
  const faults = [...new Set([...expected.keys(), ...actual.keys()])].flatMap((object) => {
    const [wanted, found] = [expected.get(object), actual.get(object)];
    if (wanted === found) return [];
    if (found === undefined) return `missing: ${object} (${wanted})`;
    if (wanted === undefined) return `extra: ${object} (${found})`;
    return `changed: ${object} is (${found}), should be (${wanted})`;
  });
  return faults.toSorted();
}
