import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedServerError } from './embedded-server-error.js';

const sqliteBusy = 5;
const waitSeconds = 120; // longer than a first start or a recovery takes

/**
 * Runs `work` while no other process runs its own for the same folder. SQLite is here for its file lock alone: Node
 * offers no other that the operating system releases by itself, on every platform, when the process is killed.
 *
 * @throws {EmbeddedServerError} if the folder cannot be written, or if another process does not come to an end.
 */
export async function withFolderLock<T>(
  folder: string,
  log: (message: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const file = join(folder, 'server.lock');
  const database = open(file);
  try {
    const end = Date.now() + waitSeconds * 1000;
    for (let attempt = 0; !tryLock(database, file); attempt++) {
      if (attempt === 20) log('Waiting for another process that starts or stops the database.');
      if (Date.now() > end) {
        throw new EmbeddedServerError(
          'busy',
          `Another process has been starting or stopping the database in ${folder} for ${waitSeconds} seconds.`,
          'Wait until it is done, or end it.',
        );
      }
      await delay(50);
    }
    return await work();
  } finally {
    database.close();
  }
}

function open(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: 0 });
  } catch (error) {
    throw notWritable(file, error);
  }
}

function tryLock(database: DatabaseSync, file: string): boolean {
  try {
    database.exec('begin exclusive');
    return true;
  } catch (error) {
    if ((error as { errcode?: unknown }).errcode === sqliteBusy) return false;
    throw notWritable(file, error);
  }
}

function notWritable(file: string, cause: unknown): EmbeddedServerError {
  return new EmbeddedServerError('not_writable', `${file} cannot be written.`, 'Let this user write there.', cause);
}
