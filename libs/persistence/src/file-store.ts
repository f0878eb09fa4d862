import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, opendir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { errorCode } from './error-code.js';
import { makeFolder } from './make-folder.js';
import { newId } from './new-id.js';

const CHECKSUM = /^[0-9a-f]{64}$/;
/** How old a file has to be, before it can be taken for one that nobody comes back for. */
const ABANDONED_AFTER = 24 * 3_600_000;

/** A file that is whole and on the disk, but not kept yet. */
export interface StagedFile {
  readonly sha256: string;
  readonly size: number;
  /** Where it is until it is kept or dropped. */
  readonly path: string;
  /** Gives it its name in the store: its checksum. */
  keep(): Promise<void>;
  /** Takes it away, unless it was kept. */
  drop(): Promise<void>;
}

/** What is wrong with a file of the store. */
export type FileFault = 'is not there' | 'has other bytes';

/** A file of the store is not what it was: whoever reads it is told before its end. */
export class AlteredFile extends Error {
  override readonly name = 'AlteredFile';
}

/**
 * Files in a folder, each under its SHA-256: the same bytes are there once. A file is complete when it has its name, and
 * every reading checks it against that name. Several services share the folder.
 */
export class FileStore {
  constructor(readonly folder: string) {}

  /** Takes in a stream, with constant memory. What goes wrong on the way leaves nothing. */
  async stage(source: Readable): Promise<StagedFile> {
    const path = join(this.folder, 'incoming', newId());
    await makeFolder(dirname(path));
    const target = await open(path, 'wx', 0o600);
    try {
      const { sha256, size } = await write(source, target);
      await target.sync();
      return { sha256, size, path, keep: () => this.#keep(path, sha256), drop: () => rm(path, { force: true }) };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await target.close();
    }
  }

  /**
   * The bytes of a file; the stream ends with AlteredFile where they are not those of its checksum. The last of them wait
   * until that is known, so that nobody has a whole file that is another.
   */
  async read(sha256: string): Promise<Readable> {
    const file = await open(this.#pathOf(sha256));
    const hash = createHash('sha256');
    let last: Buffer | undefined;
    const checked = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, last);
        last = chunk;
      },
      flush(done) {
        if (hash.digest('hex') === sha256) done(null, last);
        else done(new AlteredFile(`The file ${sha256} has other bytes`));
      },
    });
    const source = file.createReadStream();
    source.on('error', (error) => checked.destroy(error));
    checked.on('close', () => source.destroy());
    return source.pipe(checked);
  }

  /** What is wrong with a file, or null; and how large it is. */
  async stateOf(sha256: string): Promise<{ fault: FileFault | null; size: number }> {
    const hash = createHash('sha256');
    let size = 0;
    try {
      for await (const chunk of createReadStream(this.#pathOf(sha256)) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        size += chunk.length;
      }
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return { fault: 'is not there', size: 0 };
      throw error;
    }
    return { fault: hash.digest('hex') === sha256 ? null : 'has other bytes', size };
  }

  /** The checksums of the files that came a day ago or longer. */
  async *listOld(): AsyncGenerator<string, void> {
    for await (const start of namesIn(this.folder)) {
      if (!/^[0-9a-f]{2}$/.test(start)) continue;
      const folder = join(this.folder, start);
      for await (const name of namesIn(folder))
        if (CHECKSUM.test(name) && (await isOld(join(folder, name)))) yield name;
    }
  }

  /** Takes a file away that nothing refers to. */
  remove(sha256: string): Promise<void> {
    return rm(this.#pathOf(sha256), { force: true });
  }

  /** Takes away what was being taken in when a process ended, a day ago or longer. */
  async clearAbandoned(): Promise<void> {
    const incoming = join(this.folder, 'incoming');
    for await (const name of namesIn(incoming)) {
      const path = join(incoming, name);
      if (await isOld(path)) await rm(path, { force: true });
    }
  }

  async #keep(path: string, sha256: string): Promise<void> {
    const kept = this.#pathOf(sha256);
    await makeFolder(dirname(kept));
    await rename(path, kept);
    for (const folder of [dirname(kept), this.folder]) await syncFolder(folder);
  }

  #pathOf(sha256: string): string {
    if (!CHECKSUM.test(sha256)) throw new Error('A file is asked for by its checksum');
    return join(this.folder, sha256.slice(0, 2), sha256);
  }
}

async function write(source: Readable, target: FileHandle): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
    await target.writeFile(chunk);
  }
  return { sha256: hash.digest('hex'), size };
}

/** A name is on the disk when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** False for what another process takes away meanwhile. */
async function isOld(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
  return Date.now() - mtimeMs > ABANDONED_AFTER;
}

async function* namesIn(folder: string): AsyncGenerator<string, void> {
  try {
    for await (const { name } of await opendir(folder)) yield name;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
