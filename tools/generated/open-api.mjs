import { createApi, openApiDocument } from '@grants/api';
import { Database, FileStore, TextVault } from '@grants/persistence';
import { createLogger, readConfiguration, systemClock } from '@grants/platform';
import { Registry } from '@grants/registry';
import { exportJWK, generateKeyPair } from 'jose';

/** docs/generated/openapi.json: the API's own description; no database is asked for it. */
export async function openApiText() {
  const db = new Database({ url: 'postgres://nobody@127.0.0.1:1/none' });
  const registry = new Registry(db, new TextVault(Buffer.alloc(32)), new FileStore(''));
  const configuration = readConfiguration({});
  const keys = await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey);
  const issuer = { issuer: 'urn:none', audience: 'none', keys };
  const api = await createApi(
    { db, reader: db, registry, clock: systemClock, configuration, issuer },
    createLogger('silent'),
  );
  const document = openApiDocument(api, configuration);
  await api.close();
  await db.close();
  return `${JSON.stringify(document, null, 2)}\n`;
}
