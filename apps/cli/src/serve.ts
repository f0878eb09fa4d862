import { createApi } from '@grants/api';
import { requireServiceRole } from '@grants/persistence';
import { issuerOf } from './issuer.js';
import type { RegistryContext } from './with-registry.js';

/** A service that listens. */
export interface Serving {
  readonly url: string;
  /** Finishes what is under way and takes no more. */
  stop(): Promise<void>;
}

/** The port that the service is to listen on is taken. */
export class PortTaken extends Error {}

/** Starts the API. @throws PortTaken @throws UnfitRole @throws WrongTextKey */
export async function serve(context: RegistryContext): Promise<Serving> {
  const { configuration, registry, db, clock, log, dataDir } = context;
  await requireServiceRole(db, { production: configuration.NODE_ENV === 'production' });
  await registry.vault.requireRightKey(db);
  const api = await createApi(
    { configuration, registry, db, reader: context.reader(), clock, issuer: await issuerOf(configuration, dataDir) },
    log,
  );
  try {
    await api.listen({ port: Number(configuration.PORT), host: configuration.HOST });
  } catch (error) {
    await api.close();
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    throw new PortTaken(`Port ${configuration.PORT} is taken: set PORT to another one, or stop what listens there.`);
  }
  return {
    url: (await api.getUrl()).replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost'),
    stop: () => api.close(),
  };
}
