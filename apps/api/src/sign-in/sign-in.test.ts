import { expect, it } from '@jest/globals';
import type { Principal } from '@grants/domain';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { SignIn } from './sign-in.js';
import { TokenVerifier } from './token-verifier.js';

it('believes a token that it knows until the token ends, and not after', async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = { ...(await exportJWK(publicKey)), alg: 'ES256' };
  const ends = Math.floor(Date.now() / 1000) + 3600;
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer('urn:test')
    .setAudience('test')
    .setSubject('somebody')
    .setExpirationTime(ends)
    .sign(privateKey);
  const principal: Principal = { accountId: 'an account', personId: null, assignments: [] };
  let now = '';
  const setClock = (seconds: number) => {
    now = new Date((ends + seconds) * 1000).toISOString();
  };
  const looked: string[] = [];
  const signIn = new SignIn(
    new TokenVerifier({ issuer: 'urn:test', audience: 'test', keys }),
    (_, subject) => Promise.resolve(looked.push(subject) === 1 ? principal : null),
    { now: () => now },
  );

  setClock(-10);
  const first = await signIn.principalOf(`Bearer ${token}`);
  setClock(-1);
  expect(await signIn.principalOf(`Bearer ${token}`)).toBe(first);
  expect(looked).toEqual(['somebody']);

  setClock(0);
  await expect(signIn.principalOf(`Bearer ${token}`)).rejects.toMatchObject({ problem: 'not-signed-in' });
  expect(looked).toHaveLength(2);
});
