import { InvalidInput, isCalendarDate } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';
import { reachTypes } from './reach-queries.js';

/** Which part of a list is asked for. */
export interface PageRequest {
  /** Where the page before it ended, as it said. */
  readonly cursor?: string | undefined;
  /** At most so many, up to 200. */
  readonly limit?: number | undefined;
  /** One of the orders of the list; with a hyphen before it the other way round. */
  readonly sort?: string | undefined;
}

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of the next page; null where this is the last one. */
  readonly next: string | null;
}

/** What a list is filtered by: texts, or lists of which one has to fit. */
export type Filters = Readonly<Record<string, string | readonly string[] | undefined>>;

type SortType = 'text' | 'integer' | 'date' | 'timestamptz';
interface Sort {
  /** Never null, or the order would not be complete. */
  readonly by: string;
  readonly type: SortType;
}

/** A list: what it goes over, how it is filtered and sorted, and what is shown of each record. */
export interface ListDefinition {
  /** The table of the records, and those that its filters and orders look at. */
  readonly from: string;
  /** The unique key of a record, which completes every order. */
  readonly key: string;
  /** What each filter asks for, by its name. */
  readonly where: Readonly<Record<string, Condition>>;
  /** The first is the order where none is asked for. */
  readonly sorts: Readonly<Record<string, Sort>>;
  /** What is shown, over `details`, which are joined to the page alone. */
  readonly columns: string;
  readonly details: string;
  /** What the details need before them: a CTE. */
  readonly with?: string;
}

const DEFAULT_LIMIT = 50;
export const MOST = 200;

/** The condition of a filter, over the value that it is given. */
export type Condition = (value: string) => string;

/** A record is found by words of its title, in Dutch, or by how its reference begins. */
export const titledOrNamed =
  (record: string): Condition =>
  (words) =>
    `(to_tsvector('dutch', coalesce(${record}.title, '')) @@ websearch_to_tsquery('dutch', ${words})
      or starts_with(${record}.reference, upper(${words})))`;
/** The field equals what is asked for. */
export const equals =
  (expression: string): Condition =>
  (value) =>
    `${expression} = ${value}`;
/** The field is one of those that are asked for. */
export const among =
  (expression: string): Condition =>
  (value) =>
    `${expression} = any (${value}::text[])`;
export const since =
  (expression: string, type: 'date' | 'timestamptz'): Condition =>
  (value) =>
    `${expression} >= ${value}::${type}`;
export const until =
  (expression: string, type: 'date' | 'timestamptz'): Condition =>
  (value) =>
    `${expression} <= ${value}::${type}`;

/**
 * One page of a list, in one statement. Each way in which a record can be within reach has an
 * order and a limit of its own, so that each can go by its index; what two of them find is shown once. The page is
 * found by keys alone, then its details are joined. A list holds the conditions of the filters that are given and is
 * planned anew each time, with its own values: its filters are too different for one plan.
 * @param reach the ways in which a record can be within reach, and the values that they look at: those of `reachValues`.
 * @throws InvalidInput for an unknown order, or a cursor that is none of ours.
 */
export async function listPage<Item>(
  on: Queryable,
  definition: ListDefinition,
  reach: { readonly ways: readonly string[]; readonly values: readonly unknown[] },
  filters: Filters,
  request: PageRequest,
): Promise<Page<Item>> {
  const { name, sort, isDescending } = orderOf(definition, request.sort);
  const limit = limitOf(request.limit);
  const after = request.cursor === undefined ? null : readCursor(request.cursor, name, sort.type);
  const [direction, compare] = isDescending ? ['desc', '<'] : ['asc', '>'];
  if (reach.ways.length === 0) return { items: [], next: null };
  const at = reach.values.length + 2;
  const resumed = after
    ? [`(${sort.by}, ${definition.key}) ${compare} ($${at + 1}::${sort.type}, $${at + 2}::uuid)`]
    : [];
  const conditions = [...conditionsOf(definition, filters), ...resumed];
  const found = reach.ways.map(
    (way) => `(select ${definition.key} as id, ${sort.by} as sort_key from ${definition.from}
      where ${[...conditions, way].join(' and ')}
      order by sort_key ${direction}, id ${direction} limit $${at})`,
  );
  const before = definition.with === undefined ? '' : `${definition.with}, `;
  const text = `with filters_given as (select $1::jsonb), ${reachTypes}, ${before}page as materialized (
      select id, sort_key from (${found.join(' union ')}) found order by sort_key ${direction}, id ${direction} limit $${at}
    )
    select page.id as "pageId", page.sort_key::text as "pageKey", ${definition.columns}
      from page join ${definition.details} order by page.sort_key ${direction}, page.id ${direction}`;
  const rows = await on.query<Item & { pageId: string; pageKey: string }>(
    statement('', text)(filterValue(filters), ...reach.values, limit + 1, ...(after ?? [])),
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map(({ pageId: _id, pageKey: _key, ...item }) => item as Item),
    next: last ? writeCursor(name, last.pageKey, last.pageId) : null,
  };
}

function orderOf({ sorts }: ListDefinition, asked: string | undefined) {
  const name = asked ?? Object.keys(sorts)[0] ?? '';
  const isDescending = name.startsWith('-');
  const sort = Object.entries(sorts).find(([each]) => each === (isDescending ? name.slice(1) : name))?.[1];
  if (!sort) {
    const allowed = Object.keys(sorts).flatMap((each) => [each, `-${each}`]);
    throw new InvalidInput([{ pointer: '/sort', detail: `must be one of ${allowed.join(', ')}` }]);
  }
  return { name, sort, isDescending };
}

function limitOf(asked = DEFAULT_LIMIT): number {
  if (Number.isInteger(asked) && asked >= 1 && asked <= MOST) return asked;
  throw new InvalidInput([{ pointer: '/limit', detail: `must be a whole number from 1 to ${MOST}` }]);
}

/** The conditions of the filters that are given; their values stand in `$1`. */
function conditionsOf({ where }: ListDefinition, filters: Filters): string[] {
  return Object.entries(filters).flatMap(([field, value]) => {
    if (value === undefined) return [];
    const condition = where[field];
    if (!condition) throw new Error(`The list has no filter ${field}`);
    return [condition(`($1::jsonb ->> '${field}')`)];
  });
}

/** The filters as one value; lists in the notation of an array. */
function filterValue(filters: Filters): string {
  const entries = Object.entries(filters).flatMap(([field, value]) => {
    const texts = typeof value === 'string' ? [value] : (value ?? []);
    if (texts.some((text) => text.includes('\0'))) {
      throw new InvalidInput([{ pointer: `/${field}`, detail: 'must be a text without control characters' }]);
    }
    if (value === undefined) return [];
    return [[field, typeof value === 'string' ? value : `{${texts.map(quoted).join(',')}}`]];
  });
  return JSON.stringify(Object.fromEntries(entries));
}

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

function writeCursor(sort: string, key: string, id: string): string {
  return Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** A moment as PostgreSQL writes it in UTC. */
const MOMENT = /^(\d{4,5}-\d{2}-\d{2}) \d{2}:\d{2}:\d{2}(\.\d{1,6})?\+00$/;
const isKeyOf: Readonly<Record<SortType, (key: string) => boolean>> = {
  text: (key) => !key.includes('\0'),
  integer: (key) => /^-?\d{1,9}$/.test(key),
  date: (key) => /^-?infinity$/.test(key) || isCalendarDate(key),
  timestamptz: (key) =>
    /^-?infinity$/.test(key) ||
    (MOMENT.test(key) && !Number.isNaN(Date.parse(key.replace(' ', 'T').replace('+00', 'Z')))),
};

function readCursor(cursor: string, sort: string, type: SortType): readonly [key: string, id: string] {
  const parts = parsed(Buffer.from(cursor, 'base64url').toString());
  if (Array.isArray(parts)) {
    const [itsSort, key, id] = parts as unknown[];
    const isOurs = typeof key === 'string' && typeof id === 'string' && isKeyOf[type](key) && UUID.test(id);
    if (isOurs && itsSort === sort) return [key, id];
  }
  throw new InvalidInput([{ pointer: '/cursor', detail: 'must be the cursor of a page of this list in this order' }]);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/**
 * The words of a search as a text search for their beginnings.
 * @throws InvalidInput where it has no letter or digit.
 */
export function wordsOf(search: string | undefined): string | undefined {
  if (search === undefined) return undefined;
  const words = search.match(/[\p{L}\p{N}]+/gu);
  if (!words) throw new InvalidInput([{ pointer: '/q', detail: 'must have a letter or a digit' }]);
  return words.map((word) => `${word}:*`).join(' & ');
}
