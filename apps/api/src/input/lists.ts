import { dateInAmsterdam, InvalidInput } from '@grants/domain';
import type { Clock } from '@grants/platform';
import type { Page, PageRequest, Viewer } from '@grants/registry';
import { applyDecorators, type Type } from '@nestjs/common';
import { Transform } from 'class-transformer';
import type { FastifyReply } from 'fastify';
import type { SignedInRequest } from '../access/access.js';
import { Formed, ListOf, ListOfCodes, OneOf, Text, WholeNumber, type FieldOptions } from './fields.js';
import { inQuery } from './validation.js';

/** How many records a page has where nobody says, and at most. */
export const DEFAULT_LIMIT = 50;
const MOST = 200;

/** What every list takes; a list adds its filters, named after fields, and its orders. */
export class ListQuery {
  @Formed({
    about: 'Where to go on: the `next` of the page before, with the same filters and order',
    form: /^[\w-]{1,1000}$/,
    says: 'must be the `next` of a page of this list',
    optional: true,
    example: 'WyJyZWZlcmVuY2UiLCJPUkctMDAwMDUwIl0',
  })
  cursor?: string;
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
  )
  @WholeNumber({
    about: `At most so many records; ${DEFAULT_LIMIT} where it is left out`,
    min: 1,
    max: MOST,
    optional: true,
    example: 50,
  })
  limit?: number;
}

/** The orders of a list, the default first; with a hyphen before it the other way round. */
export function SortBy(...orders: readonly [string, ...string[]]): PropertyDecorator {
  return OneOf(
    orders.flatMap((order) => [order, `-${order}`]),
    {
      about: `The order; a hyphen turns it round. \`${orders[0]}\` where it is left out`,
      optional: true,
      example: orders[0],
    },
  );
}

/** Full-text search: records that have every one of the words, or words that begin so. */
export function Search(about: string): PropertyDecorator {
  return Text({
    about: `${about}: words, or beginnings of words, all of which occur`,
    optional: true,
    max: 200,
    example: 'jeugd',
  });
}

/** A filter that takes one or more codes, by naming it once or several times. */
export function AnyOf(values: readonly string[], options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === undefined || Array.isArray(value) ? value : [value])),
    ListOfCodes(values, { optional: true, ...options }),
  );
}

/** The part of a list that a query asks for. */
export function pageIn({ cursor, limit, sort }: ListQuery & { sort?: string }): PageRequest {
  return { cursor, limit, sort };
}

/** A part of a list, as it is answered: extend it with a name of its own, for the API document. */
export function PageOf<Item extends object>(item: Type<Item>): Type<Page<Item>> {
  class PageAnswer implements Page<Item> {
    @ListOf(() => item, { about: 'The records of this page' })
    items!: Item[];
    @Text({
      about: 'The `cursor` of the next page, which `Link` names too; null where this is the last one',
      nullable: true,
      max: 1000,
      example: null,
    })
    next!: string | null;
  }
  return PageAnswer;
}

/** Who reads, and on which day: what a list restricts itself by. */
export function viewerOf({ caller: { principal } }: SignedInRequest, clock: Clock): Viewer {
  return { principal, today: dateInAmsterdam(clock.now()) };
}

/**
 * Answers with a page of a list; `Link` leads to the next one (RFC 8288).
 * @throws InvalidInput with pointers into the query.
 */
export async function answerPage<Item>(
  request: SignedInRequest,
  reply: FastifyReply,
  find: () => Promise<Page<Item>>,
): Promise<{ items: Item[]; next: string | null }> {
  const { items, next } = await inQueryTerms(find);
  if (next !== null) void reply.header('Link', `<${nextPage(request.url, next)}>; rel="next"`);
  return { items: [...items], next };
}

async function inQueryTerms<Item>(find: () => Promise<Page<Item>>): Promise<Page<Item>> {
  try {
    return await find();
  } catch (error) {
    throw error instanceof InvalidInput ? inQuery(error) : error;
  }
}

function nextPage(url: string, next: string): string {
  const [path = '', search] = url.split('?');
  const query = new URLSearchParams(search);
  query.set('cursor', next);
  return `${path}?${query.toString()}`;
}
