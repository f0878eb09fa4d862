import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, joinEmbeddedServer, migrate, TextVault } from '@grants/persistence';
import { addDemoAccounts, SeedSynthetic, SYSTEM_ACTOR } from '@grants/registry';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import pg from 'pg';

export const ISSUER = 'urn:grant-registry:bench';
const AUDIENCE = 'grant-registry';

/**
 * What the measurements stand on: a server of their own on disk, durable as it is shipped, with synthetic data.
 * @typedef {Awaited<ReturnType<typeof prepareGround>>} Ground
 */

/** @param {{ projects: number }} size */
export async function prepareGround({ projects }) {
  const dataDir = await mkdtemp(join(tmpdir(), 'grants-bench-'));
  const server = await joinEmbeddedServer({ dataDir, log: () => undefined });
  const owner = new Database({ url: server.ownerUrl, poolSize: 2 });
  const db = new Database({ url: server.appUrl, poolSize: 4 });
  const adminUrl = inDatabase(server.adminUrl, server.ownerUrl);
  const admin = new pg.Client({ connectionString: adminUrl });
  const close = async () => {
    await Promise.all([owner.close(), db.close(), admin.end()]);
    await server.leave();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await migrate(server.ownerUrl, {
      migrationsDir: join(import.meta.dirname, '../../prisma/migrations'),
      log: () => undefined,
    });
    await admin.connect();
    const actor = /** @type {const} */ ({ ...SYSTEM_ACTOR, role: 'administrator' });
    const seed = new SeedSynthetic(owner, new TextVault(Buffer.alloc(32)));
    const began = performance.now();
    const sown = await seed.execute({ projects, seed: 1 }, { actor, now: new Date().toISOString() });
    const sownPerSecond = Math.round(projects / ((performance.now() - began) / 1000));
    await db.transaction((tx) => addDemoAccounts(tx, ISSUER));
    await admin.query('vacuum (analyze)');
    const { rows } = await admin.query(`select version(), current_setting('fsync') as fsync`);
    const [{ version, fsync }] = /** @type {[{ version: string, fsync: string }]} */ (rows);
    const keys = await generateKeyPair('ES256', { extractable: true });
    const publicKey = { ...(await exportJWK(keys.publicKey)), alg: 'ES256' };
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject('demo-programme_officer')
      .setExpirationTime('12h')
      .sign(keys.privateKey);
    return {
      dataDir,
      /** Where the service logs, as it does when it runs. */
      log: join(dataDir, 'service.log'),
      urls: { app: server.appUrl, owner: server.ownerUrl, reader: server.readerUrl, admin: adminUrl },
      owner,
      db,
      admin,
      sown,
      sownPerSecond,
      version,
      fsync,
      token,
      issuer: { issuer: ISSUER, audience: AUDIENCE, keys: publicKey },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The administrator's address of the registry's own database.
 * @param {string} admin
 * @param {string} other
 */
function inDatabase(admin, other) {
  const url = new URL(admin);
  url.pathname = new URL(other).pathname;
  return url.href;
}
