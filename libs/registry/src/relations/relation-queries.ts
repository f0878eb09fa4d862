import { statement, type Queryable } from '@grants/persistence';

/** A project at an end of a relation. Its reference and title are public once it is honoured (Woo 3.3a). */
interface RelatedProject {
  readonly reference: string;
  readonly title: string | null;
}

/** A relation, which reads from one project to the other. */
export interface RelationView {
  readonly reference: string;
  readonly kind: string;
  readonly from: RelatedProject;
  readonly to: RelatedProject;
  readonly validFrom: string | null;
  /** The first day on which it no longer held. */
  readonly validTo: string | null;
}

const projectJson = (table: string) => `jsonb_build_object('reference', ${table}.reference, 'title', ${table}.title)`;
const columns = `relation.reference, relation.kind, ${projectJson('origin')} as "from", ${projectJson('target')} as "to",
  relation.valid_from as "validFrom", relation.valid_to as "validTo"`;
const joins = `join project origin on origin.id = relation.from_project_id join project target on target.id = relation.to_project_id`;

const ofProject = statement(
  'relations_of_project',
  `with its_project as (select id from project where reference = $1)
   select ${columns} from (
     select relation.* from project_relation relation where from_project_id = (select id from its_project)
     union all
     select relation.* from project_relation relation where to_project_id = (select id from its_project)
   ) relation ${joins} order by relation.kind, relation.reference`,
);

/** The relations of a project in both directions, ended ones included. The caller has judged who may see the project. */
export function relationsOf(on: Queryable, project: string): Promise<RelationView[]> {
  return on.query<RelationView>(ofProject(project));
}

const one = statement(
  'relation_view',
  `select ${columns} from project_relation relation ${joins} where relation.reference = $1`,
);

/** One relation; null where there is none. */
export async function relationView(on: Queryable, reference: string): Promise<RelationView | null> {
  const [relation] = await on.query<RelationView>(one(reference));
  return relation ?? null;
}

/** How far a graph goes from where it begins, and how many projects and relations it has at most. */
export const GRAPH_DEPTH = 6;
export const GRAPH_SIZE = 500;

/** All that is related to a project, directly or through others. */
export interface RelationGraph {
  readonly projects: readonly RelatedProject[];
  readonly relations: readonly RelationView[];
  /** Whether there is more than a graph holds. */
  readonly isCut: boolean;
}

// Depth by depth in both directions; `union` meets each project once a depth, the limit bounds what is walked.
const graph = statement(
  'relation_graph',
  `with recursive reached (id, depth) as (
     select id, 0 from project where reference = $1
     union
     select next.id, reached.depth + 1
       from reached cross join lateral (
         select to_project_id as id from project_relation where from_project_id = reached.id
         union all select from_project_id from project_relation where to_project_id = reached.id
       ) next where reached.depth < ${GRAPH_DEPTH}
   ), nearest as (
     select id, row_number() over (order by depth, id) as place
       from (select id, min(depth) as depth from (select id, depth from reached limit ${GRAPH_SIZE * 20}) walked group by id) once
      order by place limit ${GRAPH_SIZE + 1}
   ), within as (
     select id from nearest where place <= ${GRAPH_SIZE}
   )
   select ${columns}, (select count(*) from nearest) > ${GRAPH_SIZE} as "isCut" from project_relation relation ${joins}
    where relation.from_project_id in (select id from within) and relation.to_project_id in (select id from within)
    order by relation.reference limit ${GRAPH_SIZE + 1}`,
);

/** The graph around a project. The caller has judged who may see it; the others are shown by what is public of them. */
export async function relationGraph(on: Queryable, project: string): Promise<RelationGraph> {
  const found = await on.query<RelationView & { isCut: boolean }>(graph(project));
  const relations = found.slice(0, GRAPH_SIZE).map(({ isCut: _isCut, ...relation }): RelationView => relation);
  const projects = new Map(relations.flatMap(({ from, to }) => [from, to]).map((each) => [each.reference, each]));
  return {
    projects: [...projects.values()],
    relations,
    isCut: found.length > GRAPH_SIZE || (found[0]?.isCut ?? false),
  };
}
