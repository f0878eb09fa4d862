// Writes everything in docs/generated from the code, and the migrations of the lifecycles; with --check, only compares.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lifecycles, renderTransitionRows } from '@grants/domain';
import { configurationPage } from './generated/configuration-page.mjs';
import { lifecyclesPage } from './generated/lifecycles-page.mjs';
import { openApiText } from './generated/open-api.mjs';
import { problemsPage } from './generated/problems-page.mjs';
import { accessPage, policyPages } from './generated/policy-pages.mjs';
import { termsPage } from './generated/terms-page.mjs';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs/generated');

/** @returns {Promise<Map<string, string>>} the text of each file, by its path in docs/generated */
async function render() {
  return new Map([
    ['lifecycles.md', lifecyclesPage()],
    ['access.md', accessPage()],
    ['terms.md', termsPage()],
    ['configuration.md', configurationPage()],
    ['problems.md', problemsPage()],
    ['openapi.json', await openApiText()],
    ...[...policyPages()].map(([name, text]) => /** @type {const} */ ([`policy/${name}`, text])),
  ]);
}

/** The rows of each lifecycle stand in a migration, to the letter: a change to a lifecycle needs a version and a migration. */
async function missingTransitionRows() {
  const migrations = join(root, 'prisma/migrations');
  const scripts = await Promise.all(
    (await readdir(migrations, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => readFile(join(migrations, name, 'migration.sql'), 'utf8')),
  );
  return Object.values(lifecycles)
    .filter((lifecycle) => !scripts.some((script) => script.includes(renderTransitionRows(lifecycle))))
    .map(({ machine, version }) => `the rows of ${machine}, version ${version}, stand in no migration`);
}

/** @returns {Promise<string[]>} */
async function existing() {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

const files = await render();
const surplus = (await existing()).filter((path) => !files.has(path));
const faults = await missingTransitionRows();
if (process.argv.includes('--check')) {
  for (const [path, text] of files) {
    const there = await readFile(join(folder, path), 'utf8').catch(() => null);
    if (there !== text) faults.push(`docs/generated/${path} is not current: run npm run generate`);
  }
  faults.push(...surplus.map((path) => `docs/generated/${path} is no longer generated: run npm run generate`));
} else {
  for (const path of surplus) await rm(join(folder, path));
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
