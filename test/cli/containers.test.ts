import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { settings } from '@grants/platform';

const root = join(import.meta.dirname, '../..');
const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');
const run = promisify(execFile);

describe('the files for containers', () => {
  it('set what the registry reads, and nothing else', async () => {
    const compose = await read('docker/compose.yaml');
    const names = [...compose.matchAll(/^ +(?<name>[A-Z_]+):/gm)].map(({ groups }) => groups?.['name'] ?? '');
    const known = new Set<string>([...settings.map(({ name }) => name), 'DATABASE_ADMIN_URL', 'POSTGRES_PASSWORD']);

    expect(names).toContain('DATABASE_URL_FILE');
    expect(names.filter((name) => !known.has(name.replace(/_FILE$/, '')))).toEqual([]);
  });

  it('ask whether the API is ready, where it can be reached', async () => {
    const dockerfile = await read('docker/Dockerfile');

    expect(dockerfile).toMatch(/HEALTHCHECK [^]*\/health\/ready/);
    expect(await read('docker/compose.yaml')).toContain('/health/ready');
    expect(dockerfile).toMatch(/^ENV .*\bHOST=0\.0\.0\.0\b/m);
  });

  it('take every secret from a file too', async () => {
    const entrypoint = await read('docker/entrypoint.sh');
    const secrets = settings.filter((setting) => 'secret' in setting && setting.secret).map(({ name }) => name);

    for (const name of secrets) expect(entrypoint).toMatch(new RegExp(`^for .*\\b${name}\\b`, 'm'));
  });
});

describe('the command line', () => {
  it('takes its options where npx starts it as the documents say', async () => {
    expect(await read('docs/operators.md')).toContain('npx --no -- registry --help');
    const { stdout } = await run('npx', ['--no', '--', 'registry', 'migrate', '--help'], { cwd: root });

    expect(stdout).toContain('--retry-failed');
  });
});
