import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const bin = join(root, 'apps/cli/bin/registry.js');
const run = promisify(execFile);

/** Builds what the tests start, as `npm ci` does. */
export async function buildCli(): Promise<void> {
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', join(root, 'apps/cli')]);
}

/** A port that nobody listens on just now. */
async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A service that was started by the command, in a data folder of its own. */
export interface RunningService {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything that it printed so far. */
  output(): string;
  /** Sends a signal and waits for the end; gives the exit code, or null after a kill. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A data folder with the commands that work on it. */
export class LocalRegistry {
  readonly #started: RunningService[] = [];

  private constructor(
    readonly dataDir: string,
    readonly port: number,
  ) {}

  static async make(): Promise<LocalRegistry> {
    return new LocalRegistry(await mkdtemp(join(tmpdir(), 'grants-cli-')), await freePort());
  }

  get environment(): NodeJS.ProcessEnv {
    const { DATABASE_URL, ...rest } = process.env;
    return {
      ...rest,
      REGISTRY_DATA_DIR: this.dataDir,
      PORT: String(this.port),
      LOG_LEVEL: 'error',
      REGISTRY_REQUESTS_PER_MINUTE: '1000000',
      NODE_ENV: 'development',
    };
  }

  /** `registry start`, until it says that it runs. */
  async start(): Promise<RunningService> {
    const child = spawn(process.execPath, [bin, 'start'], {
      env: this.environment,
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    const ended = once(child, 'exit') as Promise<[number | null]>;
    await new Promise<void>((resolve, reject) => {
      const look = (chunk: Buffer) => {
        printed += chunk.toString('utf8');
        if (printed.includes('The grant registry runs.')) resolve();
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      void ended.then(([code]) => reject(new Error(`registry start ended with ${code}:\n${printed}`)));
    });
    const service: RunningService = {
      url: `http://localhost:${this.port}`,
      process: child,
      output: () => printed,
      end: async (signal) => {
        child.kill(signal);
        const [code] = await ended;
        return code;
      },
    };
    this.#started.push(service);
    return service;
  }

  /** A command, to its end. @throws if it fails. */
  async registry(...words: string[]): Promise<string> {
    return (await run(process.execPath, [bin, ...words], { env: this.environment, cwd: root })).stdout;
  }

  /** A shell script in the project's folder, as somebody types it. */
  async shell(script: string): Promise<string> {
    const path = `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
    return (
      await run('bash', ['-euo', 'pipefail', '-c', script], {
        env: { ...this.environment, PATH: path },
        cwd: root,
        maxBuffer: 64 * 1024 * 1024,
      })
    ).stdout;
  }

  /** Ends what a failed test left, and removes the folder. */
  async remove(): Promise<void> {
    for (const service of this.#started)
      if (service.process.exitCode === null && service.process.signalCode === null) await service.end('SIGINT');
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
