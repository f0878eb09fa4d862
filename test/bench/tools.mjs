import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a client program of PostgreSQL against a database, the password in its environment.
 * @param {'psql' | 'pgbench'} program
 * @param {string} url
 * @param {readonly string[]} options
 */
export async function runClient(program, url, options) {
  const { hostname, port, username, password, pathname } = new URL(url);
  const database = pathname.slice(1);
  const where = ['-h', hostname, '-p', port, '-U', decodeURIComponent(username)];
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(password), PGOPTIONS: '-c TimeZone=UTC' };
  const { stdout } = await run(program, [...where, ...options, database], { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/**
 * What a client program says of its version; null where it is not there.
 * @param {'psql' | 'pgbench'} program
 */
export async function clientVersion(program) {
  return run(program, ['--version']).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
}
