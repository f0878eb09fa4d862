import type { Principal } from '@grants/domain';
import type { Clock } from '@grants/platform';
import { LRUCache } from 'lru-cache';
import { EdgeProblem } from '../problems/problem.js';
import type { TokenVerifier } from './token-verifier.js';

/** Finds the account of a subject, with its roles. */
export type FindPrincipal = (issuer: string, subject: string) => Promise<Principal | null>;

/**
 * How long a verified token and the roles behind it are believed, in milliseconds. A role that is taken away may act
 * for so long; one that ends by its own date ends on that date.
 */
const BELIEVED_FOR = 5_000;

interface Believed {
  readonly principal: Principal;
  readonly expiresAt: number;
}

/** Who sends a request, by its bearer token. */
export class SignIn {
  readonly #believed = new LRUCache<string, Believed>({ max: 10_000, ttl: BELIEVED_FOR });

  constructor(
    private readonly verifier: TokenVerifier,
    private readonly findPrincipal: FindPrincipal,
    private readonly clock: Clock,
  ) {}

  /** @throws EdgeProblem `not-signed-in` where there is no token, it is not to be trusted, or nobody here has it. */
  async principalOf(authorization: string | undefined): Promise<Principal> {
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw notSignedIn('Send a bearer token in the Authorization header.');
    const known = this.#believed.get(token);
    if (known && known.expiresAt * 1000 > Date.parse(this.clock.now())) return known.principal;
    const { issuer, subject, expiresAt } = await this.verifier.verify(token).catch(() => {
      throw notSignedIn('The bearer token is not valid, or no longer.');
    });
    const principal = await this.findPrincipal(issuer, subject);
    if (!principal) throw notSignedIn('Nobody here is known by this token.');
    this.#believed.set(token, { principal, expiresAt });
    return principal;
  }
}

function notSignedIn(detail: string): EdgeProblem {
  return new EdgeProblem('not-signed-in', detail, { 'WWW-Authenticate': 'Bearer' });
}
