// The import table of docs/architecture.md, as rules. An exception is one named file with a reason.

const whoMayImportWhom = 'docs/architecture.md#who-may-import-whom';
const test = '\\.test\\.ts$';
const moduleIndex = '^libs/[^/]+/src/[^/]+/index\\.ts$';
/** No modules: what all modules stand on, taken file by file. */
const commonGround = '^libs/(domain|registry)/src/(shared|lifecycle|policy)/';

/**
 * A package here may not import these other packages.
 * @param {string} name
 * @param {string} from
 * @param {string} to
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
const mayNotImport = (name, from, to) => ({
  name,
  comment: `See the table in ${whoMayImportWhom}`,
  severity: 'error',
  from: { path: from },
  to: { path: to },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'domain-imports-nothing',
      comment: `The domain is pure: no package of ours, no Node, no Nest, no Prisma. See ${whoMayImportWhom}`,
      severity: 'error',
      from: { path: '^libs/domain/src/', pathNot: test },
      to: { pathNot: ['^libs/domain/src/', '(^|/)node_modules/temporal-(polyfill|spec)/'] },
    },
    mayNotImport('domain-stands-alone', '^libs/domain/', '^(libs/(?!domain/)|apps/|test/|tools/)'),
    mayNotImport('platform-stands-alone', '^libs/platform/', '^(libs/(?!platform/)|apps/|test/|tools/)'),
    mayNotImport('persistence-knows-no-grants', '^libs/persistence/', '^(libs/(registry|exports)/|apps/|test/|tools/)'),
    mayNotImport('registry-below-exports-and-apps', '^libs/registry/', '^(libs/exports/|apps/|test/|tools/)'),
    mayNotImport('exports-beside-registry', '^libs/exports/', '^(libs/registry/|apps/|test/|tools/)'),
    mayNotImport('api-below-cli', '^apps/api/', '^(apps/(?!api/)|test/|tools/)'),
    mayNotImport('cli-imports-no-web', '^apps/cli/', '^(apps/(?!cli/|api/)|test/|tools/)'),
    mayNotImport('web-talks-to-the-api-only', '^apps/web/', '^(libs/|apps/(?!web/)|test/|tools/)'),
    {
      name: 'api-reaches-persistence-in-its-composition-root',
      comment: `Only the composition root of the API may wire the database. See ${whoMayImportWhom}`,
      severity: 'error',
      from: { path: '^apps/api/', pathNot: '^apps/api/src/app\\.module\\.ts$' },
      to: { path: '^libs/persistence/' },
    },
    {
      name: 'packages-by-their-index',
      comment: `A package reaches another only through its index.ts. See ${whoMayImportWhom}`,
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/' },
      to: { path: '^(libs|apps)/(?!$2/)[^/]+/', pathNot: '^(libs|apps)/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'modules-by-their-index',
      comment: `Inside a library, a module reaches another only through its index.ts. See ${whoMayImportWhom}`,
      severity: 'error',
      from: { path: '^libs/(domain|registry)/src/([^/]+)/' },
      to: { path: '^libs/$1/src/(?!$2/)[^/]+/', pathNot: [moduleIndex, commonGround] },
    },
    {
      name: 'shared-serves-and-never-asks',
      comment: `What is shared imports no module that it serves. See ${whoMayImportWhom}`,
      severity: 'error',
      from: { path: '^libs/(domain|registry)/src/shared/' },
      to: { path: '^libs/$1/src/', pathNot: commonGround },
    },
    {
      name: 'library-index-takes-module-indexes',
      comment: `What a library shows is what its modules show. See ${whoMayImportWhom}`,
      severity: 'error',
      from: { path: '^libs/(domain|registry)/src/[^/]+\\.ts$' },
      to: { path: '^libs/$1/src/[^/]+/', pathNot: [moduleIndex, commonGround] },
    },
    {
      name: 'sql-in-stores-and-queries',
      comment: `SQL and Prisma stand in persistence, *-store.ts, *-queries.ts and exports. See ${whoMayImportWhom}`,
      severity: 'error',
      from: {
        path: '^(libs|apps)/',
        pathNot: ['^libs/(persistence|exports)/', '-(store|queries)\\.ts$', test],
      },
      to: { path: ['(^|/)node_modules/(@types/)?(pg|pg-[^/]+)/', '(^|/)node_modules/@prisma/'] },
    },
    {
      name: 'no-cycles',
      comment: `No cycles, not even of types. See ${whoMayImportWhom}`,
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'declared-dependencies-only',
      comment: `A package imports what its own package.json lists. See ${whoMayImportWhom}`,
      severity: 'error',
      from: { path: '^(libs|apps)/[^/]+/(src|bin)/', pathNot: test },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: '(^|/)node_modules/@types/',
      },
    },
    {
      name: 'resolvable',
      comment: `An import that leads nowhere escapes every other rule. See ${whoMayImportWhom}`,
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['(^|/)node_modules/', '/dist/', '/generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'test/tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
    },
  },
};
