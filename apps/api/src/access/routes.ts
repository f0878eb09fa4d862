import { RequestMethod } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { RouteTable } from '../problems/route-table.js';
import { ACCESS, PUBLIC, type AccessRule } from './access.js';

/** A route with who may call it. */
export interface GuardedRoute {
  readonly method: string;
  readonly url: string;
  /** Null where nothing says who may: such a route is refused to everybody. */
  readonly access: AccessRule | null;
  readonly isPublic: boolean;
}

/** Every route of the controllers, and all that Fastify knows: what is in the second alone passes by the guards. */
export function routesOf(app: NestFastifyApplication): {
  readonly guarded: readonly GuardedRoute[];
  readonly all: readonly { readonly method: string; readonly url: string }[];
} {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  const guarded = controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const methods = metatype.prototype as Record<string, object>;
    return new MetadataScanner().getAllMethodNames(methods).flatMap((name): GuardedRoute[] => {
      const handler = methods[name] ?? {};
      const verb = read<RequestMethod>('method', handler);
      if (verb === undefined) return [];
      const url = `/${read<string>('path', metatype) ?? ''}/${read<string>('path', handler) ?? ''}`;
      return [
        {
          method: RequestMethod[verb],
          url: url.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1'),
          access: read<AccessRule>(ACCESS, handler) ?? null,
          isPublic: read<boolean>(PUBLIC, handler) ?? false,
        },
      ];
    });
  });
  return { guarded, all: app.get(RouteTable).all };
}

function read<T>(key: string, on: object): T | undefined {
  return Reflect.getMetadata(key, on) as T | undefined;
}
