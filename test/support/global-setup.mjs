import { allowTypeScript } from './typescript-sources.mjs';

/** Starts the database server of the tests and makes the template that every test file copies. */
export default async function globalSetup() {
  allowTypeScript();
  const { startTestServer } = await import('./test-server.ts');
  const { name, stop } = await startTestServer();
  Object.assign(globalThis, { stopTestServer: stop });
  // Jest itself would end at once, and the server would stay until the next run.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => void stop().finally(() => process.exit(1)));
  process.stderr.write(`The tests use ${name}.\n`);
}
