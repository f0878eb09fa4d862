import { InvalidInput } from '@grants/domain';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Where Nest keeps which parameters a method has, by "<kind>:<index>", and the kind of a query. */
const ROUTE_ARGUMENTS = '__routeArguments__';
const QUERY_KIND = '4:';

/** What Nest drops from a query before its DTO sees it, so that nobody would be told. */
const DROPPED = new Set(['__proto__', 'constructor', 'prototype']);

/** Refuses a query where none is taken; where one is, its DTO says what is in it. Comes after access: 404, 403, 400. */
@Injectable()
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    const given = Object.keys(query as object);
    const unknown = takesQuery(context) ? given.filter((field) => DROPPED.has(field)) : given;
    if (unknown.length === 0) return true;
    throw new InvalidInput(unknown.map((field) => ({ pointer: `/query/${field}`, detail: 'this field is not known' })));
  }
}

function takesQuery(context: ExecutionContext): boolean {
  const taken = Reflect.getMetadata(ROUTE_ARGUMENTS, context.getClass(), context.getHandler().name) as
    object | undefined;
  return Object.keys(taken ?? {}).some((key) => key.startsWith(QUERY_KIND));
}
