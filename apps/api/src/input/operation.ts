import { applyDecorators, type Type } from '@nestjs/common';
import { ApiBody, ApiExtraModels, ApiHeader, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';

/** How an operation is described in the API document; problems and common headers are added to all of them at once. */
export interface OperationDescription {
  readonly summary: string;
  readonly about?: string;
  readonly body?: Type<unknown>;
  /** What a success gives; none for an answer that the method describes itself. */
  readonly answer?: Type<unknown> | readonly [Type<unknown>];
  /** The media types of a file that is streamed, where it gives one; besides an answer, the other forms of it. */
  readonly file?: readonly string[];
  readonly status?: number;
  /** The answer carries the version of what it shows. */
  readonly etag?: boolean;
  /** The version that was read has to be named. */
  readonly ifMatch?: boolean;
  readonly idempotent?: 'required' | 'optional';
  /** What was made has an address of its own; true where it is left out. */
  readonly located?: boolean;
  /** The answer is a page of a list, with a link to the next one. */
  readonly paged?: boolean;
}

/** Describes an operation for the API document. */
export function Operation(description: OperationDescription): MethodDecorator {
  const {
    summary,
    about,
    body,
    answer,
    file,
    status = 200,
    etag,
    ifMatch,
    idempotent,
    paged,
    located = true,
  } = description;
  const [type, isArray] = Array.isArray(answer)
    ? [answer[0] as Type<unknown>, true]
    : [answer as Type<unknown> | undefined, false];
  const header = (meaning: string, example: string) => ({
    description: meaning,
    schema: { type: 'string' as const, example },
  });
  const headers = {
    ...(etag ? { ETag: header('The version, for If-Match', '"1"') } : {}),
    ...(status === 201 && located
      ? { Location: header('Where the new record is', '/v1/organisations/ORG-000001') }
      : {}),
    ...(paged
      ? { Link: header('The next page (RFC 8288), unless this is the last', '</v1/funders?cursor=WyJj>; rel="next"') }
      : {}),
  };
  const bytes = { schema: { type: 'string' as const, format: 'binary' } };
  const files = Object.fromEntries((file ?? []).map((mediaType) => [mediaType, bytes]));
  const isBoth = type !== undefined && file !== undefined;
  const content = isBoth ? { 'application/json': { schema: { $ref: getSchemaPath(type) } }, ...files } : files;
  return applyDecorators(
    ApiOperation({ summary, ...(about === undefined ? {} : { description: about }) }),
    ApiResponse({
      status,
      description: 'Done',
      headers,
      ...(type && !isBoth ? { type, isArray } : {}),
      ...(file ? { content } : {}),
    }),
    ...(isBoth ? [ApiExtraModels(type)] : []),
    ...(body ? [ApiBody({ type: body })] : []),
    ...(ifMatch
      ? [
          ApiHeader({
            name: 'If-Match',
            required: true,
            description: 'The ETag of the version you read',
            schema: { type: 'string', example: '"1"' },
          }),
        ]
      : []),
    ...(idempotent
      ? [
          ApiHeader({
            name: 'Idempotency-Key',
            required: idempotent === 'required',
            description: 'New for each request; a repetition gives the first answer again',
            schema: { type: 'string', maxLength: 200, example: '0b5e1f8e-publish' },
          }),
        ]
      : []),
  );
}
