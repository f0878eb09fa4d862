import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The release that makes a file, as it is recorded with the run. */
export const software = `grant-registry ${version}`;
