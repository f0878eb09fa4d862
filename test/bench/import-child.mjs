// Imports files of payments, as `registry import` does, in a process that does nothing else.
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Database } from '@grants/persistence';
import { ImportMinistrySubsidies, SYSTEM_ACTOR } from '@grants/registry';
import { childInput, serveParent } from './child.mjs';

const { appUrl } = /** @type {{ appUrl: string }} */ (childInput());
const db = new Database({ url: appUrl, poolSize: 1 });
const actor = /** @type {const} */ ({ ...SYSTEM_ACTOR, role: 'administrator' });
serveParent('ready', {
  answer: async (question) => {
    const { file } = /** @type {{ file: string }} */ (question);
    const input = { fileName: basename(file), content: createReadStream(file) };
    const began = performance.now();
    const { summary } = await new ImportMinistrySubsidies(db).execute(input, { actor, now: new Date().toISOString() });
    const milliseconds = performance.now() - began;
    return { milliseconds, ...summary, megabytes: process.resourceUsage().maxRSS / 1024 };
  },
  end: () => db.close(),
});
