/**
 * The code of an error of the operating system (`ENOENT`), of Node or of PostgreSQL, if it has one. Without
 * `instanceof`, which is false for Node's own errors in Jest, where a test has its own `Error`.
 */
export function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
