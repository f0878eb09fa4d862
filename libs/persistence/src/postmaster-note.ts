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
   * Whether that process is still the server. After a crash its number may have gone to another process, above all in
   * a container; or it stays as a zombie that nobody buries. PostgreSQL takes both for a server and would not start.
   */
  async isAlive(pid: number): Promise<boolean> {
    try {
      process.kill(pid, 0);
    } catch (error) {
      if (errorCode(error) === 'ESRCH') return false; // any other says that it exists and belongs to another user
    }
    if (process.platform !== 'linux') return true;
    const workingFolder = await readlink(`/proc/${pid}/cwd`).catch(errorCode);
    return workingFolder === 'EACCES' || workingFolder === (await this.path());
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
