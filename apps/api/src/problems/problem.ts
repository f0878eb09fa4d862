import type { InputError, RefusalReason } from '@grants/domain';

/** What can go wrong, as the caller is told (RFC 9457): a stable name, its status and its title. */
export const problems = {
  'not-signed-in': {
    status: 401,
    title: 'You are not signed in',
    about: 'Send a bearer token of the configured issuer, for an account that exists here.',
  },
  'not-found': {
    status: 404,
    title: 'There is no such thing, or it is not visible to you',
    about: 'The reference is unknown, or the record is not for you to see; the two look the same.',
  },
  'not-allowed': {
    status: 403,
    title: 'Your roles do not allow this',
    about: 'You can see it, but none of your roles may do this; `roles` names those that may.',
  },
  'invalid-input': {
    status: 400,
    title: 'The input is not valid',
    about:
      '`errors` names everything at once: a JSON pointer into the body, or /headers/… or /query/…, and what is allowed.',
  },
  'version-required': {
    status: 428,
    title: 'If-Match is missing: say which version you read',
    about: 'A change names the version that you read: send the `ETag` of your last read as `If-Match`.',
  },
  'stale-version': {
    status: 412,
    title: 'It has changed since you read it',
    about: '`version` is the one that is there now; read it again and judge anew.',
  },
  'wrong-state': {
    status: 409,
    title: 'The command does not fit the current state',
    about: '`state` is where it stands, `allowed` are the commands that this state has.',
  },
  'wrong-role': {
    status: 403,
    title: 'This role may not give the command',
    about: '`roles` names the roles that may give the command.',
  },
  'guard-failed': {
    status: 422,
    title: 'A rule of the registry was not met',
    about: '`rules` names every rule that is not met; see the lifecycles and the constraints in this documentation.',
  },
  'already-exists': { status: 409, title: 'There is one already', about: 'A value that has to be unique is taken.' },
  'key-reused': {
    status: 422,
    title: 'The idempotency key was used for another request',
    about: 'An `Idempotency-Key` belongs to one request; take a new one for another.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This cannot be done here',
    about: '`Allow` names the methods that this path has.',
  },
  'not-acceptable': {
    status: 406,
    title: 'The answer cannot be given in that form',
    about: 'Ask for application/json, or for one of the formats that the path is documented with.',
  },
  'too-large': {
    status: 413,
    title: 'The body is too large',
    about: 'A body has at most 1 MiB; an attachment at most what this service is set to.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is of a type that is not taken',
    about:
      'Send the body as application/json; an attachment as multipart/form-data, in one of the types that are documented.',
  },
  'too-many-requests': { status: 429, title: 'Too many requests', about: 'Wait as long as `Retry-After` says.' },
  unavailable: {
    status: 503,
    title: 'The registry cannot answer just now',
    about: 'The database does not answer; try again after `Retry-After` seconds, with the same `Idempotency-Key`.',
  },
  internal: { status: 500, title: 'Something went wrong on our side', about: 'Tell the operators the `instance`.' },
} as const satisfies Record<string, { status: number; title: string; about: string }>;

/** The name of a problem: the last part of its `type`. */
export type ProblemName = keyof typeof problems;

/** How a refusal of a lifecycle is told; a new reason without a problem does not compile. */
export const refusals = {
  wrong_state: 'wrong-state',
  wrong_role: 'wrong-role',
  guard_failed: 'guard-failed',
} as const satisfies Record<RefusalReason, ProblemName>;

/** What a problem says besides its name. */
export interface ProblemMembers {
  readonly errors?: readonly InputError[];
  readonly rules?: readonly string[];
  readonly roles?: readonly string[];
  readonly state?: string;
  readonly allowed?: readonly string[];
  readonly command?: string;
  readonly version?: number | null;
}

/** An error of the edge itself: the domain knows nothing of it. */
export class EdgeProblem extends Error {
  constructor(
    readonly problem: ProblemName,
    detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/** Where the types of problems are documented: docs/generated/problems.md, under the same names. */
export const PROBLEM_BASE = 'https://grant-registry.example/problems/';

/** The body of a problem. `instance` is in the log too. */
export function problemBody(name: ProblemName, detail: string, requestId: string, members: ProblemMembers = {}) {
  const { status, title } = problems[name];
  return { type: `${PROBLEM_BASE}${name}`, title, status, detail, instance: `urn:uuid:${requestId}`, ...members };
}
