import { createHash } from 'node:crypto';
import { InvalidInput } from '@grants/domain';
import type { IdempotentRequest } from '@grants/registry';
import type { SignedInRequest } from '../access/access.js';

/** The version that If-Match names, or null where it is missing. @throws InvalidInput where it is not one of ours. */
export function versionIn({ headers }: SignedInRequest): number | null {
  const given = headers['if-match'];
  if (given === undefined) return null;
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(given)?.[1];
  if (version === undefined) throw headerError('If-Match', 'must be the ETag of an answer, such as "3"');
  return Number(version);
}

/** The header that names a version. */
export function etag(version: number): string {
  return `"${version}"`;
}

/**
 * The request by its Idempotency-Key, with a fingerprint of what it asks; `body` stands for a body that was streamed.
 * @throws InvalidInput where the key is missing but required, or is not a plain text of at most 200 characters.
 */
export function idempotentRequest(
  request: SignedInRequest,
  { required, body = request.body }: { required: boolean; body?: unknown },
): IdempotentRequest | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined && !required) return null;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw headerError('Idempotency-Key', 'is required here: 1 to 200 visible characters, new for each request');
  }
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(body)}`)
    .digest();
  return { caller: request.caller.principal.accountId, key, fingerprint };
}

function headerError(header: string, detail: string): InvalidInput {
  return new InvalidInput([{ pointer: `/headers/${header}`, detail: `${header} ${detail}` }]);
}
