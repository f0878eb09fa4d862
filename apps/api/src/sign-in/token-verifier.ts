import { createLocalJWKSet, createRemoteJWKSet, jwtVerify, type JWK, type JWTVerifyGetKey } from 'jose';

/** Whose tokens are accepted. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  /** Where it publishes its keys, or the demo's own public key. */
  readonly keys: URL | JWK;
}

/** Who a token is about. */
export interface VerifiedToken {
  readonly issuer: string;
  readonly subject: string;
  /** Seconds since 1970 at which it ends. */
  readonly expiresAt: number;
}

/** Algorithms with a key pair; a shared secret or none at all is never accepted. */
const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256'];

/** Verifies bearer tokens: signature, issuer, audience and time. */
export class TokenVerifier {
  readonly #issuer: Issuer;
  readonly #keys: JWTVerifyGetKey;

  constructor(issuer: Issuer) {
    this.#issuer = issuer;
    this.#keys =
      issuer.keys instanceof URL ? createRemoteJWKSet(issuer.keys) : createLocalJWKSet({ keys: [issuer.keys] });
  }

  /** @throws JOSEError of `jose` where the token is not to be trusted. */
  async verify(token: string): Promise<VerifiedToken> {
    const { issuer, audience } = this.#issuer;
    const options = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['sub', 'exp'], clockTolerance: 5 };
    const { payload } = await jwtVerify(token, this.#keys, options);
    return { issuer, subject: payload.sub ?? '', expiresAt: payload.exp ?? 0 };
  }
}
