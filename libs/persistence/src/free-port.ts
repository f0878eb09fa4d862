import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A loopback port that nothing listens on at this moment; `port` itself if it is given, or nothing if it is taken. */
export async function freePort(port = 0): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen({ host: '127.0.0.1', port, exclusive: true });
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}
