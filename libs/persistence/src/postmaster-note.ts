import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error-code.js';

const impossiblePid = 2 ** 31 - 1;

/** What a PostgreSQL server writes down about itself in its folder, in `postmaster.pid`. */
export class PostmasterNote {
  private readonly file: string;

  constructor(private readonly folder: string) {
    this.file = join(folder, 'postmaster.pid');
  }

  /** Process and port of the server that runs on the folder, or that did so until it was killed. */
  async server(): Promise<{ pid: number; port: number } | undefined> {
    const note = await readFile(this.file, 'utf8').catch(() => '');
    const [pid, , , port] = note.split('\n').map(Number);
    return pid && port ? { pid, port } : undefined;
  }

  /**
   * Whether that process is the server, or is gone, or is something else: after a crash its number may have gone to
   * another, above all in a container, and PostgreSQL would then refuse to start.
   */
  async fateOf(pid: number): Promise<'alive' | 'gone' | 'something else'> {
    try {
      process.kill(pid, 0);
    } catch (error) {
      if (errorCode(error) === 'ESRCH') return 'gone'; // any other says that it exists and belongs to another user
    }
    if (process.platform !== 'linux') return 'alive';
    const workingFolder = await readlink(`/proc/${pid}/cwd`).catch(errorCode);
    if (workingFolder === 'ENOENT') return 'gone';
    return workingFolder === 'EACCES' || workingFolder === (await this.path()) ? 'alive' : 'something else';
  }

  /**
   * Replaces the number of a server that does not exist any more by one that no process can have. The rest has to
   * stay: by it PostgreSQL finds out whether children of that server still write to the folder.
   */
  async disown(): Promise<void> {
    const [, ...rest] = (await readFile(this.file, 'utf8')).split('\n');
    await writeFile(this.file, [impossiblePid, ...rest].join('\n'));
  }

  /** The folder as its server names it, without symbolic links. */
  path(): Promise<string> {
    return realpath(this.folder);
  }
}
