import { statement, type Queryable } from '@grants/persistence';
import { equals, listPage, wordsOf, type ListDefinition, type Page, type PageRequest } from '../shared/list-queries.js';
import { waysOf, type Viewer } from '../shared/reach-queries.js';

/** A programme as anybody sees it. */
export interface ProgrammeView {
  readonly reference: string;
  /** The funder's code. */
  readonly funder: string;
  readonly title: string;
  readonly titleEn: string | null;
  readonly commissioner: string | null;
  readonly budget: string | null;
  readonly currency: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly version: number;
}

/** A line of a programme. */
export interface LineView {
  readonly reference: string;
  readonly code: string;
  readonly title: string;
  /** The reference of the line that it is part of. */
  readonly parent: string | null;
  /** References of what it contributes to by itself. */
  readonly policyObjectives: readonly string[];
  readonly version: number;
}

/** A programme with its lines, and what and whom it is for. */
export interface WholeProgramme extends ProgrammeView {
  readonly lines: readonly LineView[];
  readonly policyObjectives: readonly { readonly reference: string; readonly description: string }[];
  readonly targetGroups: readonly { readonly code: string; readonly nameNl: string; readonly nameEn: string }[];
}

/** What programmes are looked for by. */
export interface ProgrammeFilters {
  readonly funder?: string | undefined;
  readonly policyObjective?: string | undefined;
  readonly targetGroup?: string | undefined;
  readonly q?: string | undefined;
}

const columns = `programme.reference, funder.code as funder, programme.title, programme.title_en as "titleEn", programme.commissioner,
  round(programme.budget, 2)::text as budget, programme.currency, programme.starts_on as "startsOn", programme.ends_on as "endsOn",
  programme.version`;

const programmes: ListDefinition = {
  from: 'programme join funder on funder.id = programme.funder_id',
  key: 'programme.id',
  where: {
    funder: equals('funder.code'),
    policyObjective: (
      reference,
    ) => `exists (select from programme_policy_objective aim join policy_objective objective on objective.id = aim.policy_objective_id
        where aim.programme_id = programme.id and objective.reference = ${reference}
         union all select from programme_line line join programme_line_policy_objective aim on aim.programme_line_id = line.id
          join policy_objective objective on objective.id = aim.policy_objective_id
         where line.programme_id = programme.id and objective.reference = ${reference})`,
    targetGroup: (
      code,
    ) => `exists (select from programme_target_group aim join target_group target on target.id = aim.target_group_id
        where aim.programme_id = programme.id and target.code = ${code})`,
    q: (words) =>
      `to_tsvector('simple', programme.title || ' ' || coalesce(programme.title_en, '')) @@ to_tsquery('simple', ${words})`,
  },
  sorts: {
    reference: { by: 'programme.reference', type: 'text' },
    title: { by: 'programme.title', type: 'text' },
    startsOn: { by: `coalesce(programme.starts_on, 'infinity'::date)`, type: 'date' },
  },
  columns,
  details: 'programme on programme.id = page.id join funder on funder.id = programme.funder_id',
};

/** The programmes. */
export function listProgrammes(
  on: Queryable,
  viewer: Viewer,
  { q, ...filters }: ProgrammeFilters,
  page: PageRequest,
): Promise<Page<ProgrammeView>> {
  const reach = waysOf(viewer, 'programme.read', { all: 'true', covered: () => 'true' });
  return listPage(on, programmes, reach, { ...filters, q: wordsOf(q) }, page);
}

const objectivesOfLine = `array(
  select objective.reference from programme_line_policy_objective aim
    join policy_objective objective on objective.id = aim.policy_objective_id
   where aim.programme_line_id = line.id order by objective.reference)`;
const lineJson = `jsonb_build_object('reference', line.reference, 'code', line.code, 'title', line.title,
  'parent', parent.reference, 'policyObjectives', ${objectivesOfLine}, 'version', line.version)`;

const one = statement(
  'programme_view',
  `select ${columns},
          coalesce((select jsonb_agg(${lineJson} order by line.code) from programme_line line
            left join programme_line parent on parent.id = line.parent_id where line.programme_id = programme.id), '[]') as lines,
          coalesce((select jsonb_agg(jsonb_build_object('reference', objective.reference, 'description', objective.description)
            order by objective.reference) from programme_policy_objective aim
            join policy_objective objective on objective.id = aim.policy_objective_id where aim.programme_id = programme.id), '[]') as "policyObjectives",
          coalesce((select jsonb_agg(jsonb_build_object('code', target.code, 'nameNl', target.name_nl, 'nameEn', target.name_en)
            order by target.code) from programme_target_group aim
            join target_group target on target.id = aim.target_group_id where aim.programme_id = programme.id), '[]') as "targetGroups"
     from programme join funder on funder.id = programme.funder_id where programme.reference = $1`,
);

/** One programme; null where there is none. */
export async function programmeView(on: Queryable, reference: string): Promise<WholeProgramme | null> {
  const [programme] = await on.query<WholeProgramme>(one(reference));
  return programme ?? null;
}

const oneLine = statement(
  'programme_line_view',
  `select line.reference, line.code, line.title, parent.reference as parent, ${objectivesOfLine} as "policyObjectives",
          line.version, programme.reference as programme
     from programme_line line join programme on programme.id = line.programme_id
     left join programme_line parent on parent.id = line.parent_id where line.reference = $1`,
);

/** One line; null where there is none. */
export async function lineView(on: Queryable, reference: string): Promise<(LineView & { programme: string }) | null> {
  const [line] = await on.query<LineView & { programme: string }>(oneLine(reference));
  return line ?? null;
}

/** An aim of the government. */
export interface PolicyObjectiveView {
  readonly reference: string;
  readonly funder: string;
  readonly description: string;
}

const objectives: ListDefinition = {
  from: 'policy_objective objective join funder on funder.id = objective.funder_id',
  key: 'objective.id',
  where: { funder: equals('funder.code') },
  sorts: { reference: { by: 'objective.reference', type: 'text' } },
  columns: 'objective.reference, funder.code as funder, objective.description',
  details: 'policy_objective objective on objective.id = page.id join funder on funder.id = objective.funder_id',
};

/** The aims of the government that programmes contribute to. */
export function listPolicyObjectives(
  on: Queryable,
  viewer: Viewer,
  filters: { readonly funder?: string | undefined },
  page: PageRequest,
): Promise<Page<PolicyObjectiveView>> {
  return listPage(
    on,
    objectives,
    waysOf(viewer, 'programme.read', { all: 'true', covered: () => 'true' }),
    filters,
    page,
  );
}

/** A group that results can be for. */
export interface TargetGroupView {
  readonly code: string;
  readonly funder: string;
  readonly nameNl: string;
  readonly nameEn: string;
}

const targetGroups: ListDefinition = {
  from: 'target_group target join funder on funder.id = target.funder_id',
  key: 'target.id',
  where: { funder: equals('funder.code') },
  sorts: { code: { by: 'target.code', type: 'text' } },
  columns: 'target.code, funder.code as funder, target.name_nl as "nameNl", target.name_en as "nameEn"',
  details: 'target_group target on target.id = page.id join funder on funder.id = target.funder_id',
};

/** The groups that results can be for. */
export function listTargetGroups(
  on: Queryable,
  viewer: Viewer,
  filters: { readonly funder?: string | undefined },
  page: PageRequest,
): Promise<Page<TargetGroupView>> {
  return listPage(
    on,
    targetGroups,
    waysOf(viewer, 'programme.read', { all: 'true', covered: () => 'true' }),
    filters,
    page,
  );
}
