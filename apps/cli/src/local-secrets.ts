import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '@grants/persistence';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** The issuer of the demo's tokens; it is never accepted in production. */
export const DEMO_ISSUER = 'urn:grant-registry:demo';

/** Reads a secret of the data folder, or makes it; the first of several processes wins. */
async function secret(dataDir: string, name: string, make: () => Promise<string>): Promise<string> {
  const file = join(dataDir, name);
  await makeFolder(dataDir);
  await writeFile(file, await make(), { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  });
  return readFile(file, 'utf8');
}

/** The key that wraps the keys of confidential texts, for a registry that runs in a data folder. */
export async function localTextKey(dataDir: string): Promise<Buffer> {
  const text = await secret(dataDir, 'text-key', () => Promise.resolve(randomBytes(32).toString('base64')));
  return Buffer.from(text, 'base64');
}

/** The demo's key pair: it signs the tokens that `registry token` mints. */
export async function demoKey(dataDir: string): Promise<{ privateKey: JWK; publicKey: JWK }> {
  const text = await secret(dataDir, 'demo-key.json', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    return JSON.stringify({ ...(await exportJWK(privateKey)), alg: 'ES256' });
  });
  const privateKey = JSON.parse(text) as JWK;
  const { d, ...publicKey } = privateKey;
  return { privateKey, publicKey };
}
