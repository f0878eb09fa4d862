import { statement, type Queryable } from '@grants/persistence';
import { among, listPage, wordsOf, type ListDefinition, type Page, type PageRequest } from '../shared/list-queries.js';
import { waysOf, type Viewer } from '../shared/reach-queries.js';

/** A funder as anybody sees it. */
export interface FunderView {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly ror: string | null;
  readonly version: number;
}

/** What funders are looked for by. */
export interface FunderFilters {
  readonly kind?: readonly string[] | undefined;
  readonly q?: string | undefined;
}

const columns = `funder.code, funder.name, funder.kind, funder.ror, funder.version`;

const funders: ListDefinition = {
  from: 'funder',
  key: 'funder.id',
  where: {
    kind: among('funder.kind'),
    q: (words) => `to_tsvector('simple', funder.name) @@ to_tsquery('simple', ${words})`,
  },
  sorts: { code: { by: 'funder.code', type: 'text' }, name: { by: 'funder.name', type: 'text' } },
  columns,
  details: 'funder on funder.id = page.id',
};

/** The funders, by their code. */
export function listFunders(
  on: Queryable,
  viewer: Viewer,
  { kind, q }: FunderFilters,
  page: PageRequest,
): Promise<Page<FunderView>> {
  const reach = waysOf(viewer, 'funder.read', { all: 'true', covered: () => 'true' });
  return listPage(on, funders, reach, { kind, q: wordsOf(q) }, page);
}

const one = statement('funder_view', `select ${columns} from funder where funder.code = $1`);

/** One funder; null where there is none. */
export async function funderView(on: Queryable, code: string): Promise<FunderView | null> {
  const [funder] = await on.query<FunderView>(one(code));
  return funder ?? null;
}
