import { InvalidInput, NotFound, type InputError } from '@grants/domain';
import { ValidationPipe, type ArgumentMetadata, type PipeTransform, type ValidationError } from '@nestjs/common';
import { canBeKept, depthError, pointerTo, textErrors } from './texts.js';

/** Checks bodies and queries against their DTO: everything that is wrong at once, each with a JSON pointer. */
export function validation(): PipeTransform {
  const [body, query] = [pipe(''), pipe(QUERY)];
  return {
    async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
      if (metadata.type === 'param' && typeof value === 'string' && !canBeKept(value))
        throw new NotFound('record', value);
      if (metadata.type !== 'body' && metadata.type !== 'query') return value;
      const [root, shape] = metadata.type === 'query' ? [QUERY, query] : ['', body];
      const tooDeep = depthError(value, root);
      if (tooDeep) throw new InvalidInput([tooDeep]);
      const unkept = [...textErrors(value, root), ...droppedErrors(value, root)];
      const shaped: unknown = await shape.transform(value, metadata).catch((error: unknown) => {
        throw error instanceof InvalidInput ? new InvalidInput([...error.errors, ...unkept]) : error;
      });
      if (unkept.length > 0) throw new InvalidInput(unkept);
      return shaped;
    },
  };
}

/** Nest drops these from what it checks, so that nobody would be told. */
const DROPPED = ['__proto__', 'constructor', 'prototype'];

function droppedErrors(given: unknown, root: string): InputError[] {
  if (typeof given !== 'object' || given === null) return [];
  return Object.entries(given).flatMap(([field, value]) => {
    const pointer = pointerTo(root, field);
    const inside = droppedErrors(value, pointer);
    return DROPPED.includes(field) ? [{ pointer, detail: 'this field is not known' }, ...inside] : inside;
  });
}

/** Pointers into the query of a request begin with it; those into its body have nothing before them. */
const QUERY = '/query';

function pipe(root: string): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    exceptionFactory: (errors) => new InvalidInput(errors.flatMap((error) => inputErrors(error, root))),
  });
}

/** The same error, about fields of the query rather than of a body. */
export function inQuery({ errors }: InvalidInput): InvalidInput {
  return new InvalidInput(errors.map(({ pointer, detail }) => ({ pointer: `${QUERY}${pointer}`, detail })));
}

function inputErrors({ property, constraints, children }: ValidationError, parent: string): InputError[] {
  const pointer = pointerTo(parent, property);
  const own = Object.entries(constraints ?? {}).map(([rule, message]) => ({
    pointer,
    detail: rule === 'whitelistValidation' ? 'this field is not known' : message,
  }));
  return [...own, ...(children ?? []).flatMap((child) => inputErrors(child, pointer))];
}
