import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EmbeddedServer } from '../../libs/persistence/src/embedded-server.js';

type Server = Omit<EmbeddedServer, 'leave'>;

export interface MemberProcess {
  readonly server: Server;
  /** Lets it leave and end in good order. */
  leave(): Promise<void>;
  /** Gives it no chance to do anything any more. */
  kill(): Promise<void>;
}

/** Another process that has joined the embedded server in a folder. */
export async function memberProcess(dataDir: string): Promise<MemberProcess> {
  const { child, ended } = startMember(dataDir);
  const said = once(createInterface(child.stdout), 'line').then(([line]) => String(line));
  const line = await Promise.race([said, ended.then(() => undefined)]);
  if (line === undefined) throw new Error('The other process ended before it joined.');
  return {
    server: JSON.parse(line) as Server,
    leave: async () => {
      child.stdin.end();
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Another process that begins to join, and is killed as soon as `isTime`. */
export async function killedMember(dataDir: string, isTime: () => Promise<boolean>): Promise<void> {
  const { child, ended } = startMember(dataDir);
  while (!(await isTime()));
  child.kill('SIGKILL');
  await ended;
}

function startMember(dataDir: string) {
  const script = join(import.meta.dirname, 'run-member.mjs');
  const child = spawn(process.execPath, [script, JSON.stringify({ dataDir, forTests: true })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return { child, ended: once(child, 'exit') };
}
