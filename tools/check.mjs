// The quality gate: every part runs, whatever the others said; the last line counts them.
import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const parts = [
  { name: 'types', command: 'tsc -b' }, // the tests and tools are a project of the solution too
  { name: 'lint', command: 'oxlint' },
  { name: 'format', command: 'prettier --check --log-level warn .' },
  { name: 'boundaries', command: 'depcruise libs apps test tools' },
  { name: 'unused code', command: 'knip --no-config-hints' },
  { name: 'generated files are current', command: 'node tools/generate.mjs --check' },
  { name: 'migrations match the schema', command: 'node tools/check-migrations.mjs' },
];

const root = fileURLToPath(new URL('..', import.meta.url));
const path = [fileURLToPath(new URL('../node_modules/.bin', import.meta.url)), process.env['PATH']].join(delimiter);

const results = parts.map(({ name, command }) => {
  console.log(`\n> ${name}: ${command}`);
  const began = performance.now();
  const { status } = spawnSync(command, {
    cwd: root,
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: path },
  });
  return { name, ok: status === 0, seconds: ((performance.now() - began) / 1000).toFixed(1) };
});

console.log();
for (const { name, ok, seconds } of results) console.log(`${ok ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);

const failed = results.filter(({ ok }) => !ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
