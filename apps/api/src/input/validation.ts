import { InvalidInput, type InputError } from '@grants/domain';
import { ValidationPipe, type ArgumentMetadata, type PipeTransform, type ValidationError } from '@nestjs/common';

/** Checks bodies and queries against their DTO: everything that is wrong at once, each with a JSON pointer. */
export function validation(): PipeTransform {
  const [body, query] = [pipe(''), pipe(QUERY)];
  return {
    transform: (value, metadata: ArgumentMetadata) =>
      (metadata.type === 'query' ? query : body).transform(value, metadata),
  };
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
  const pointer = `${parent}/${property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(constraints ?? {}).map(([rule, message]) => ({
    pointer,
    detail: rule === 'whitelistValidation' ? 'this field is not known' : message,
  }));
  return [...own, ...(children ?? []).flatMap((child) => inputErrors(child, pointer))];
}
