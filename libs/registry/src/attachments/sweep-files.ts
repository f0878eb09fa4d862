import type { Database, FileStore } from '@grants/persistence';
import { ifUnused } from './attachment-store.js';

/**
 * Takes away the files, a day old or older, that nothing refers to: of attachments that were removed a week ago or longer,
 * so that a backup under way still finds them, and of steps that did not commit.
 * @returns their checksums.
 */
export async function sweepFiles(db: Database, files: FileStore): Promise<string[]> {
  await files.clearAbandoned();
  const swept: string[] = [];
  for await (const sha256 of files.listOld()) {
    if (await ifUnused(db, sha256, () => files.remove(sha256))) swept.push(sha256);
  }
  return swept;
}
