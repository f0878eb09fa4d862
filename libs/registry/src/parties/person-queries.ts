import { statement, type Queryable } from '@grants/persistence';
import { equals, listPage, wordsOf, type ListDefinition, type Page, type PageRequest } from '../shared/list-queries.js';
import { waysOf, type Viewer } from '../shared/reach-queries.js';

/** A person, without how to reach them. */
export interface PersonView {
  readonly reference: string;
  readonly givenName: string | null;
  readonly prefix: string | null;
  readonly familyName: string;
  readonly orcid: string | null;
  readonly version: number;
}

/** What people are looked for by. */
export interface PersonFilters {
  readonly orcid?: string | undefined;
  /** Words of the name, or beginnings of them. */
  readonly q?: string | undefined;
}

const columns = `person.reference, person.given_name as "givenName", person.prefix, person.family_name as "familyName",
  person.orcid, person.version`;

const people: ListDefinition = {
  from: 'person',
  key: 'person.id',
  where: {
    orcid: equals('person.orcid'),
    q: (
      words,
    ) => `to_tsvector('simple', coalesce(person.given_name, '') || ' ' || coalesce(person.prefix, '') || ' ' || person.family_name)
           @@ to_tsquery('simple', ${words})`,
  },
  sorts: {
    reference: { by: 'person.reference', type: 'text' },
    familyName: { by: 'person.family_name', type: 'text' },
  },
  columns,
  details: 'person on person.id = page.id',
};

/** The people whom a viewer may see: for an applicant, themselves. */
export function listPeople(
  on: Queryable,
  viewer: Viewer,
  { q, ...filters }: PersonFilters,
  page: PageRequest,
): Promise<Page<PersonView>> {
  const reach = waysOf(viewer, 'person.read', { all: 'true', covered: () => 'true', own: 'person.id = $6::uuid' });
  return listPage(on, people, reach, { ...filters, q: wordsOf(q) }, page);
}

const one = statement('person_view', `select ${columns} from person where person.reference = $1`);

/** One person; null where there is none. The caller has judged who may see them. */
export async function personView(on: Queryable, reference: string): Promise<PersonView | null> {
  const [person] = await on.query<PersonView>(one(reference));
  return person ?? null;
}

/** How to reach a person. */
export interface ContactView {
  readonly reference: string;
  /** The person's. */
  readonly version: number;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

const contact = statement(
  'person_contact_view',
  `with its_person as materialized (
     select person.id, person.reference, person.version, set_config('registry.person', person.id::text, true) as seen
       from person where person.reference = $1
   )
   select its_person.reference, its_person.version, contact.email, contact.phone, contact.address
     from its_person left join lateral (
       select * from person_contact where person_id = its_person.id and its_person.seen is not null offset 0
     ) contact on true`,
);

/**
 * How to reach a person; null where there is none. The caller has judged who may read it: row level security shows
 * the statement the data of that person alone.
 */
export async function personContact(on: Queryable, reference: string): Promise<ContactView | null> {
  const [row] = await on.query<ContactView>(contact(reference));
  return row ?? null;
}
