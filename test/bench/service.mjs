// The service as it is built and shipped, in a process of its own.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi } from '@grants/api';
import { Database, FileStore, TextVault } from '@grants/persistence';
import { createLogger, readConfiguration, systemClock } from '@grants/platform';
import { Registry } from '@grants/registry';
import { childInput, serveParent } from './child.mjs';

const { appUrl, readerUrl, poolSize, issuer } =
  /** @type {{ appUrl: string, readerUrl: string, poolSize: number, issuer: import('@grants/api').Issuer }} */ (
    childInput()
  );
const db = new Database({ url: appUrl, poolSize });
const reader = new Database({ url: readerUrl, poolSize: 1 });
const registry = new Registry(db, new TextVault(Buffer.alloc(32)), new FileStore(join(tmpdir(), 'grants-bench-files')));
const configuration = readConfiguration({ NODE_ENV: 'production', REGISTRY_REQUESTS_PER_MINUTE: '1000000000' });
const api = await createApi(
  { db, reader, registry, clock: systemClock, configuration, issuer },
  createLogger(configuration.LOG_LEVEL),
);
await api.listen({ port: 0, host: '127.0.0.1' });
serveParent(await api.getUrl(), {
  end: async () => {
    await api.close();
    await Promise.all([db.close(), reader.close()]);
  },
});
