import type { Issuer } from '@grants/api';
import type { Configuration } from '@grants/platform';
import { demoKey, DEMO_ISSUER } from './local-secrets.js';
import { MissingSetting } from './with-registry.js';

/** Whose tokens the service accepts: the configured issuer's, or, outside production, the demo's own. */
export async function issuerOf(configuration: Configuration, dataDir: string): Promise<Issuer> {
  const { REGISTRY_JWKS_URL, REGISTRY_ISSUER, REGISTRY_AUDIENCE: audience, NODE_ENV, HOST } = configuration;
  if (REGISTRY_JWKS_URL !== null) {
    if (REGISTRY_ISSUER === null) throw new MissingSetting('REGISTRY_JWKS_URL needs REGISTRY_ISSUER.');
    return { issuer: REGISTRY_ISSUER, audience, keys: new URL(REGISTRY_JWKS_URL) };
  }
  if (NODE_ENV === 'production')
    throw new MissingSetting(
      'Production needs REGISTRY_JWKS_URL and REGISTRY_ISSUER: the demo’s issuer is refused there.',
    );
  if (!['127.0.0.1', 'localhost', '::1'].includes(HOST)) {
    throw new MissingSetting(
      'The demo’s issuer serves the loopback address only: unset HOST, or set REGISTRY_JWKS_URL and REGISTRY_ISSUER.',
    );
  }
  return { issuer: DEMO_ISSUER, audience, keys: (await demoKey(dataDir)).publicKey };
}
