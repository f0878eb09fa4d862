import { createRequire } from 'node:module';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

/** The release, as backups and runs of reports name it. */
export const software = `grant-registry ${version}`;
