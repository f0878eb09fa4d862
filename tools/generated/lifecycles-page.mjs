import { lifecycles } from '@grants/domain';

/** docs/generated/lifecycles.md: every state machine as diagram and table. */
export function lifecyclesPage() {
  const pages = Object.values(lifecycles).map((lifecycle) => {
    const { machine, version, title, nl, states, transitions } = lifecycle;
    return `## ${title}

Dutch: ${nl}. Machine \`${machine}\`, version ${version}.

${diagram(lifecycle)}

| State | Dutch | English | Final |
| --- | --- | --- | --- |
${Object.entries(states)
  .map(
    ([state, { nl: dutch, en }]) => `| \`${state}\` | ${dutch} | ${en} | ${isFinal(lifecycle, state) ? 'yes' : ''} |`,
  )
  .join('\n')}

| Command | From | To | By | Late by | Needs | Basis |
| --- | --- | --- | --- | --- | --- | --- |
${transitions.map(transitionRow).join('\n')}

${guardTable(transitions)}`;
  });
  return `# Lifecycles

What may happen to what, by whom and on what ground. The database refuses every other move.

${pages.join('\n\n')}\n`;
}

/** @param {{ final: readonly string[] }} lifecycle @param {string} state */
function isFinal({ final }, state) {
  return final.includes(state);
}

/** @param {{ transitions: readonly { from: readonly string[], to: string, command: string }[] }} lifecycle */
function diagram({ transitions }) {
  const arrows = transitions.flatMap(({ from, to, command }) =>
    from.map((state) => `  ${state || '[*]'} --> ${to}: ${command}`),
  );
  return `\`\`\`mermaid\nstateDiagram-v2\n${arrows.join('\n')}\n\`\`\``;
}

/**
 * @param {{ command: string, from: readonly string[], to: string, by: readonly string[], lateBy: readonly string[],
 *   decisionKinds?: readonly string[], reasonRequired?: boolean, bulkOnly?: boolean, basis: string }} row
 */
function transitionRow({
  command,
  from,
  to,
  by,
  lateBy,
  decisionKinds = [],
  reasonRequired = false,
  bulkOnly = false,
  basis,
}) {
  const needs = [
    ...(decisionKinds.length > 0 ? [`announced decision: ${decisionKinds.join(' or ')}`] : []),
    ...(reasonRequired ? ['a reason'] : []),
    ...(bulkOnly ? ['the bulk function'] : []),
  ];
  const cells = [
    code([command]),
    from.map((state) => (state ? `\`${state}\`` : 'nothing')).join(', '),
    code([to]),
    code(by),
    code(lateBy),
  ];
  return `| ${[...cells, needs.join('; '), basis].join(' | ')} |`;
}

/** @param {readonly { guards: readonly { code: string, rule: string, enforcedBy: string, basis: string }[] }[]} transitions */
function guardTable(transitions) {
  const guards = new Map(transitions.flatMap((row) => row.guards.map((guard) => [guard.code, guard])));
  if (guards.size === 0) return 'No guards.';
  const rows = [...guards.values()].map(
    ({ code: name, rule, enforcedBy, basis }) =>
      `| \`${name}\` | ${rule} | ${enforcedBy === 'database' ? 'database and application' : 'application only'} | ${basis} |`,
  );
  return `| Guard | Rule | Enforced by | Basis |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
}

/** @param {readonly string[]} names */
function code(names) {
  return names.map((name) => `\`${name}\``).join(', ');
}
