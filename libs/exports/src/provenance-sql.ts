import { known, type View } from './as-known.js';

/**
 * Where what a row shows comes from, the least trustworthy first: made up, deduced, missing from its source (and shown
 * as empty), told by its source. What came in by the registry's own procedure has no provenance.
 */
const originsByTrust = ['invented', 'inferred', 'unknown', 'source'] as const;

/** What a row says of itself where nothing has a provenance. */
const ownProcedure = 'procedure';

const list = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/** Select: what was last known of the origin of each field; the field `*` is the record as a whole. */
export function lastOrigins(view: View, where: string): string {
  return `select distinct on (subject_id, field) subject_id, subject_kind, field, origin from provenance said
    where ${known('said', view.seal)} and ${where} order by subject_id, field, id desc`;
}

const distrust = `max(case said.origin ${originsByTrust.map((origin, at) => `when '${origin}' then ${originsByTrust.length - at}`).join(' ')} end)`;

/** The fields that are not simply told by a source, in a fixed order. */
const fieldsTold = (addition = '') => `string_agg(
  said.subject_kind || case said.field when '*' then '' else '.' || said.field end || ' ' || said.origin${addition}, '; '
  order by said.subject_kind collate "C", said.field collate "C", said.origin collate "C") filter (where said.origin <> 'source')`;

/** CTE `shared_origin`: a row a funder, programme, line, call or organisation, of the fields that rows of others show. */
export function sharedOrigins(view: View): string {
  const shown = `subject_kind in (${list(['funder', 'programme', 'programme_line', 'call', 'organisation'])})
    and field in (${list(['*', 'name', 'code', 'title'])})`;
  return `shared_origin as materialized (
    select said.subject_id as id, ${distrust} as distrust, ${fieldsTold()} as fields
      from (${lastOrigins(view, shown)}) said group by said.subject_id
  )`;
}

/**
 * CTE `application_origin`: every field of applications, their decisions and their projects, by application. With
 * `withProject` of those alone that have a project: most have none, and to gather what no row shows takes time.
 */
export function applicationOrigins(view: View, { withProject = false } = {}): string {
  const ofKind = (kind: string, keys: string) => {
    const shown = withProject ? ` and subject_id in (${keys})` : '';
    return `(${lastOrigins(view, `subject_kind = '${kind}'${shown}`)}) said`;
  };
  return `application_origin as not materialized (
    select said.subject_id as application_id, said.subject_kind, said.field, said.origin
      from ${ofKind('application', 'select application_id from project')}
    union all
    select project.application_id, said.subject_kind, said.field, said.origin
      from ${ofKind('project', 'select id from project')} join project on project.id = said.subject_id
    union all
    select decision.application_id, said.subject_kind, said.field, said.origin
      from ${ofKind('decision', 'select id from decision where application_id in (select application_id from project)')}
      join decision on decision.id = said.subject_id
  )`;
}

/** Select over `application_origin`: the origins of each application together. */
export const originsByApplication = `select said.application_id, ${distrust} as distrust, ${fieldsTold()} as fields
  from application_origin said group by said.application_id`;

/**
 * Select over `application_origin`: the origins of each group of applications together, with how many of them have it.
 * `members` is a select of the group's columns and `application_id`, without doubles.
 */
export function originsByGroup(members: string, group: readonly string[]): string {
  const columns = group.join(', ');
  return `select ${columns}, ${distrust} as distrust, ${fieldsTold(` || ' (' || said.times || ')'`)} as fields
    from (
      select ${columns}, subject_kind, field, origin, count(*) as times
        from (${members}) member join application_origin using (application_id)
       group by ${columns}, subject_kind, field, origin
    ) said group by ${columns}`;
}

/** The columns `provenance` and `provenanceFields`, of all the parts that a row shows, each with its origins. */
export function originColumns(parts: readonly string[]): string {
  const ranked = list(originsByTrust.toReversed());
  return `coalesce((array[${ranked}])[greatest(${parts.map((part) => `${part}.distrust`).join(', ')})], '${ownProcedure}') as "provenance",
    nullif(concat_ws('; ', ${parts.map((part) => `nullif(${part}.fields, '')`).join(', ')}), '') as "provenanceFields"`;
}
