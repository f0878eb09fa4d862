import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from './error-code.js';

/**
 * Makes a folder with those above it, where it is not there. Node's own `recursive` never ends where nothing can be made
 * in a folder that is there and says so as if it were not, as in /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  const isFolder = (of: string) =>
    stat(of)
      .then((found) => found.isDirectory())
      .catch(() => false);
  try {
    await mkdir(path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && (await isFolder(path))) return;
    const above = dirname(path);
    if (errorCode(error) !== 'ENOENT' || above === path || (await isFolder(above))) throw error;
    await makeFolder(above);
    await makeFolder(path);
  }
}
