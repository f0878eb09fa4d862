import { request } from 'node:http';

/** Whether a Docker engine answers, there where Docker's own tools would look for it. */
export function dockerAnswers(): Promise<boolean> {
  const host = new URL(process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock');
  const address =
    host.protocol === 'unix:' ? { socketPath: host.pathname } : { host: host.hostname, port: host.port || '2375' };
  return new Promise((resolve) => {
    const ping = request({ ...address, path: '/_ping', timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.on('timeout', () => ping.destroy());
    ping.on('error', () => resolve(false));
    ping.end();
  });
}
