// Exports the projects, as `registry export` does, in a process that does nothing else: its memory is the export's.
import { exportToFile, planRun } from '@grants/exports';
import { Database } from '@grants/persistence';
import { SYSTEM_ACTOR } from '@grants/registry';
import { childInput, serveParent } from './child.mjs';

const { appUrl, readerUrl, file } = /** @type {{ appUrl: string, readerUrl: string, file: string }} */ (childInput());
const db = new Database({ url: appUrl, poolSize: 1 });
const reader = new Database({ url: readerUrl, poolSize: 1 });
serveParent('ready', {
  answer: async () => {
    const began = performance.now();
    const [plan] = await Promise.all([planRun(db, { report: 'projects', format: 'csv' }), reader.connect()]);
    const { run } = await exportToFile({ db, reader }, plan, file, { actorId: SYSTEM_ACTOR.id });
    const milliseconds = performance.now() - began;
    return { milliseconds, rows: Number(run.rowCount), megabytes: process.resourceUsage().maxRSS / 1024 };
  },
  end: async () => {
    await Promise.all([db.close(), reader.close()]);
  },
});
