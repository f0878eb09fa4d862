/** Drops what the tests made and stops the server, as the setup left it to do. */
export default async function globalTeardown() {
  const { stopTestServer } = /** @type {{ stopTestServer?: () => Promise<void> }} */ (globalThis);
  await stopTestServer?.();
}
