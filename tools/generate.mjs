// Writes everything in docs/generated from the code, and the catalogue of a database that was just migrated; with --check,
// only compares (the catalogue is compared by check-migrations.mjs, which has such a database).
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { catalogueText } from '@grants/persistence';
import { configurationPage } from './generated/configuration-page.mjs';
import { earlierVersions, lifecyclePages, versionFaults } from './generated/lifecycle-pages.mjs';
import { withMigratedDatabase } from './generated/migrated-database.mjs';
import { openApiText } from './generated/open-api.mjs';
import { problemsPage } from './generated/problems-page.mjs';
import { codeReferences, serviceSources } from './generated/code-references.mjs';
import { policyFaults } from './generated/policy-faults.mjs';
import { accessPage, policyPages } from './generated/policy-pages.mjs';
import { termsPage } from './generated/terms-page.mjs';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs/generated');

/**
 * @param {ReadonlyMap<string, string>} kept what is there now
 * @param {ReadonlyMap<string, string>} policy the pages of articles and rules
 * @returns {Promise<Map<string, string>>} the text of each file, by its path in docs/generated
 */
async function render(kept, policy) {
  return new Map([
    ...lifecyclePages(kept),
    ['access.md', accessPage()],
    ['terms.md', termsPage()],
    ['configuration.md', configurationPage()],
    ['problems.md', problemsPage()],
    ['openapi.json', await openApiText()],
    ...[...policy].map(([name, text]) => /** @type {const} */ ([`policy/${name}`, text])),
  ]);
}

/** @returns {Promise<Map<string, string>>} the script of each migration, by the name of its folder */
async function migrations() {
  const there = join(root, 'prisma/migrations');
  const entries = await readdir(there, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const read = async (/** @type {string} */ name) => readFile(join(there, name, 'migration.sql'), 'utf8');
  return new Map(await Promise.all(names.map(async (name) => /** @type {const} */ ([name, await read(name)]))));
}

/** @returns {Promise<Map<string, string>>} the text of each file that is there, by its path in docs/generated */
async function existing() {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = async (/** @type {string} */ path) => readFile(path, 'utf8');
  return new Map(
    await Promise.all(
      paths.map(async (path) => /** @type {const} */ ([path.slice(folder.length + 1), await read(path)])),
    ),
  );
}

const there = await existing();
const sources = await serviceSources(root);
const policy = policyPages(codeReferences(sources));
const files = await render(there, policy);
const surplus = [...there.keys()].filter((path) => !files.has(path) && !earlierVersions.includes(path));
const faults = [...versionFaults(there, await migrations()), ...policyFaults(policy, sources)];
if (process.argv.includes('--check')) {
  for (const [path, text] of files) {
    if (there.get(path) !== text) faults.push(`docs/generated/${path} is not current: run npm run generate`);
  }
  faults.push(...surplus.map((path) => `docs/generated/${path} is no longer generated: run npm run generate`));
} else {
  for (const path of surplus) await rm(join(folder, path));
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await writeFile(join(root, 'prisma/catalogue.txt'), await withMigratedDatabase(catalogueText));
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
