import {
  describeDifference,
  lifecycleDifference,
  lifecycleDocument,
  lifecycles,
  renderMermaid,
  renderTransitionRows,
  STAYS,
} from '@grants/domain';

/** @typedef {import('@grants/domain').LifecycleDocument} LifecycleDocument */

/** @param {string} machine @param {number} version */
const keptName = (machine, version) => `lifecycles/${machine}.v${version}.json`;
const all = Object.values(lifecycles).map((lifecycle) => lifecycleDocument(lifecycle));

/** The files of earlier versions: written when they were the current ones, and never since. */
export const earlierVersions = all.flatMap(({ machine, version }) =>
  Array.from({ length: version - 1 }, (_, before) => keptName(machine, before + 1)),
);

/**
 * A page and the current version of each lifecycle, and an index: docs/generated/lifecycles.
 * @param {ReadonlyMap<string, string>} kept the texts of the files that are there
 * @returns {[string, string][]}
 */
export function lifecyclePages(kept) {
  return [
    ['lifecycles/README.md', index()],
    ...all.flatMap((lifecycle) => {
      const { machine, version } = lifecycle;
      const before = kept.get(keptName(machine, version - 1));
      return /** @type {[string, string][]} */ ([
        [`lifecycles/${machine}.md`, page(lifecycle, before === undefined ? null : JSON.parse(before))],
        [keptName(machine, version), `${JSON.stringify(lifecycle, null, 2)}\n`],
      ]);
    }),
  ];
}

/**
 * What is wrong with the versions: the rows of each stand in a migration to the letter, of earlier ones too.
 * @param {ReadonlyMap<string, string>} kept the texts of the files that are there
 * @param {ReadonlyMap<string, string>} migrations the scripts, by the name of their folder
 */
export function versionFaults(kept, migrations) {
  /** @param {LifecycleDocument} lifecycle @param {(where: string) => string} differs */
  const fault = (lifecycle, differs) => {
    const { machine, version } = lifecycle;
    const rows = renderTransitionRows(asLifecycle(lifecycle));
    if ([...migrations.values()].some((script) => script.includes(rows))) return [];
    const [where] = [...migrations].find(([, script]) => script.includes(`\n  ('${machine}', ${version}, `)) ?? [];
    return [
      where === undefined
        ? `${machine}: the rows of version ${version} stand in no migration: write one with what renderTransitionRows gives`
        : `${machine}: ${differs(where)}`,
    ];
  };
  return [
    ...all.flatMap((lifecycle) =>
      fault(
        lifecycle,
        (where) =>
          `its table differs from version ${lifecycle.version} in migration ${where}. A version that was released never changes: ` +
          `raise the version, and write its rows in a new migration`,
      ),
    ),
    ...earlierVersions.flatMap((name) => {
      const text = kept.get(name);
      if (text === undefined) return [`docs/generated/${name} is missing: an earlier version is kept for good`];
      return fault(
        JSON.parse(text),
        (where) => `docs/generated/${name} was altered: its rows differ from those in migration ${where}`,
      );
    }),
  ];
}

/**
 * @param {LifecycleDocument} document
 * @returns {import('@grants/domain').Lifecycle<string>} with no guards: rows have none
 */
function asLifecycle({ states, transitions, ...lifecycle }) {
  const rows = transitions.map((row) => ({ ...row, to: row.to ?? STAYS, guards: [] }));
  return /** @type {any} */ ({ ...lifecycle, states: {}, transitions: rows });
}

function index() {
  const rows = all.map(
    ({ machine, title, nl, version, states, transitions }) =>
      `| [${title}](${machine}.md) | ${nl} | \`${machine}\` | ${version} | ${states.length} | ${transitions.length} |`,
  );
  return `# Lifecycles

What may happen to what, by whom and on what ground. The database refuses every other move. Beside each page stands every
version of its machine as JSON; \`registry lifecycles MACHINE --format mermaid\` or \`scxml\` gives the current one in that
form, and \`--differences 1..2\` tells what differs.

| Lifecycle | Dutch | Machine | Version | States | Commands |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}\n`;
}

/** @param {LifecycleDocument} lifecycle @param {LifecycleDocument | null} before */
function page(lifecycle, before) {
  const { machine, version, title, nl, initial, final, states, transitions } = lifecycle;
  const stateRows = states.map(({ state, nl: dutch, en }) => {
    const place = [...(state === initial ? ['initial'] : []), ...(final.includes(state) ? ['final'] : [])];
    return `| \`${state}\` | ${dutch} | ${en} | ${place.join(', ')} |`;
  });
  return `# ${title}

Dutch: ${nl}. Machine \`${machine}\`, [version ${version}](${machine}.v${version}.json). [All lifecycles](README.md).

\`\`\`mermaid
${renderMermaid(lifecycle)}\`\`\`

## States

| State | Dutch | English | |
| --- | --- | --- | --- |
${stateRows.join('\n')}

## Commands

| Command | From | To | By | Late by | Needs | Guards | Basis |
| --- | --- | --- | --- | --- | --- | --- | --- |
${transitions.map(transitionRow).join('\n')}

## Guards

${guardTable(transitions)}
${before === null ? '' : changes(before, lifecycle)}`;
}

/** @param {LifecycleDocument['transitions'][number]} row */
function transitionRow({ command, from, to, by, lateBy, guards, decisionKinds, reasonRequired, bulkOnly, basis }) {
  const needs = [
    ...(decisionKinds.length > 0 ? [`announced decision: ${decisionKinds.join(' or ')}`] : []),
    ...(reasonRequired ? ['a reason'] : []),
    ...(bulkOnly ? ['the bulk function'] : []),
  ];
  const cells = [
    `<a id="command-${command}"></a>${code([command])}`,
    from.map((state) => (state ? `\`${state}\`` : 'nothing')).join(', '),
    to === null ? 'the same state' : code([to]),
    code(by),
    code(lateBy),
    needs.join('; '),
    guards.map((guard) => `[\`${guard.code}\`](#guard-${guard.code})`).join(', '),
    basis,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** @param {LifecycleDocument['transitions']} transitions */
function guardTable(transitions) {
  const guards = new Map(transitions.flatMap((row) => row.guards.map((guard) => [guard.code, guard])));
  if (guards.size === 0) return 'None.';
  const rows = [...guards.values()].map(
    ({ code: name, rule, enforcedBy, basis }) =>
      `| <a id="guard-${name}"></a>\`${name}\` | ${rule} | ${enforcedBy === 'database' ? 'database and application' : 'application only'} | ${basis} |`,
  );
  return `| Guard | Rule | Enforced by | Basis |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
}

/** @param {LifecycleDocument} before @param {LifecycleDocument} after */
function changes(before, after) {
  const lines = describeDifference(lifecycleDifference(before, after));
  return `\n## Since [version ${before.version}](${after.machine}.v${before.version}.json)\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n`;
}

/** @param {readonly string[]} names */
function code(names) {
  return names.map((name) => `\`${name}\``).join(', ');
}
