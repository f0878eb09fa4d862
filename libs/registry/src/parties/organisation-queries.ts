import { statement, type Queryable } from '@grants/persistence';
import {
  among,
  equals,
  listPage,
  wordsOf,
  type ListDefinition,
  type Page,
  type PageRequest,
} from '../shared/list-queries.js';
import { waysOf, type Viewer } from '../shared/reach-queries.js';

/** An organisation as anybody sees it. */
export interface OrganisationView {
  readonly reference: string;
  readonly name: string;
  readonly kind: string;
  readonly ror: string | null;
  readonly kvk: string | null;
  /** Null where the file that it was imported from does not tell. */
  readonly country: string | null;
  readonly version: number;
}

/** What organisations are looked for by. */
export interface OrganisationFilters {
  readonly kind?: readonly string[] | undefined;
  readonly country?: string | undefined;
  readonly ror?: string | undefined;
  readonly kvk?: string | undefined;
  /** Words of the name, or beginnings of them. */
  readonly q?: string | undefined;
}

const columns = `organisation.reference, organisation.name, organisation.kind, organisation.ror, organisation.kvk,
  organisation.country, organisation.version`;

const organisations: ListDefinition = {
  from: 'organisation',
  key: 'organisation.id',
  where: {
    kind: among('organisation.kind'),
    country: equals('organisation.country'),
    ror: equals('organisation.ror'),
    kvk: equals('organisation.kvk'),
    q: (words) => `to_tsvector('simple', organisation.name) @@ to_tsquery('simple', ${words})`,
  },
  sorts: {
    reference: { by: 'organisation.reference', type: 'text' },
    name: { by: 'organisation.name', type: 'text' },
  },
  columns,
  details: 'organisation on organisation.id = page.id',
};

/** The organisations. */
export function listOrganisations(
  on: Queryable,
  viewer: Viewer,
  { q, ...filters }: OrganisationFilters,
  page: PageRequest,
): Promise<Page<OrganisationView>> {
  const reach = waysOf(viewer, 'organisation.read', { all: 'true', covered: () => 'true' });
  return listPage(on, organisations, reach, { ...filters, q: wordsOf(q) }, page);
}

const one = statement('organisation_view', `select ${columns} from organisation where organisation.reference = $1`);

/** One organisation; null where there is none. */
export async function organisationView(on: Queryable, reference: string): Promise<OrganisationView | null> {
  const [organisation] = await on.query<OrganisationView>(one(reference));
  return organisation ?? null;
}

/** A name that an organisation had, as known now. */
export interface DatedName {
  readonly name: string;
  /** The first day of the name; null for the first that is known of it. */
  readonly from: string | null;
  /** The first day of the next name; null for the one that it has. */
  readonly until: string | null;
  readonly recordedAt: string;
}

// A value holds from its day until the first day of whatever was recorded after it; what has no day left is gone. The
// first that was recorded also stands for all days before.
const names = statement(
  'organisation_names',
  `with kept as (
     select history.seq, history.name, history.recorded_at,
            case when lag(history.seq) over in_order is null then '-infinity' else history.occurred_at end as since,
            min(history.occurred_at) over (order by history.seq rows between 1 following and unbounded following) as until
       from organisation_history history join organisation on organisation.id = history.id
      where organisation.reference = $1 window in_order as (order by history.seq)
   ), holding as (
     select name, recorded_at, since, lag(name) over (order by since) as before from kept where until is null or until > since
   ), dated as (
     select name, recorded_at, since, lead(since) over (order by since) as until from holding where name is distinct from before
   )
   select name, case when isfinite(since) then (since at time zone 'Europe/Amsterdam')::date end as "from",
          (until at time zone 'Europe/Amsterdam')::date as until, recorded_at as "recordedAt"
     from dated order by since`,
);

/** The names of an organisation, the first one first: which it had on a day does not change with its next name. */
export function namesOf(on: Queryable, reference: string): Promise<DatedName[]> {
  return on.query<DatedName>(names(reference));
}
