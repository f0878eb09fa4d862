import { legalBases, lifecycles, policy, roles, termCatalogue } from '@grants/domain';
import { reports } from '@grants/exports';

/** Who may do what, as a table: docs/generated/access.md. */
export function accessPage() {
  const rows = Object.entries(policy)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([action, allowed]) => {
      const reach = /** @type {Record<string, string>} */ (allowed);
      const names = roles.filter((role) => role in reach);
      const isAll = names.length === roles.length;
      return `| \`${action}\` | ${isAll ? 'everybody who is signed in' : names.map((role) => `\`${role}\` (${reach[role]?.replaceAll('_', ' ')})`).join(', ')} |`;
    });
  return `# Who may do what

What is not listed is refused. \`own programmes\`: within the funder or programme that the role was given for.
\`own funders\`: within the funder that it was given for; a role for one programme does not reach its funder.
\`all if unlimited\`: everything, but nothing for a role that was given for a funder or programme: reports are over the
whole registry.
\`own cases\`: where the person is named, or what the account made. Drafts are seen by those alone whose case it is.

| Action | Roles |
| --- | --- |
${rows.join('\n')}\n`;
}

/**
 * A ground, and what acts on it or names it.
 * @typedef {{ source: string, article: string, line: string, isComment: boolean }} Use
 */

/**
 * Commands, guards and terms, which have places of their own in what is generated.
 * @returns {Use[]}
 */
function linkedUses() {
  /** @param {string} basis @param {string} line @returns {Use[]} */
  const uses = (basis, line) =>
    legalBases(basis).map(({ source, article }) => ({
      source,
      article: article.replace('art. ', ''),
      line,
      isComment: false,
    }));
  return [
    ...Object.values(lifecycles).flatMap(({ machine, title, transitions }) => {
      const page = `../lifecycles/${machine}.md`;
      return transitions.flatMap(({ command, basis, guards }) => [
        ...uses(basis, `[${title}: command \`${command}\`](${page}#command-${command})`),
        ...guards.flatMap((guard) =>
          uses(guard.basis, `[${title}: guard \`${guard.code}\` of \`${command}\`](${page}#guard-${guard.code})`),
        ),
      ]);
    }),
    ...Object.entries(termCatalogue).flatMap(([kind, { basis, en }]) =>
      uses(basis, `[Term \`${kind}\`: ${en}](../terms.md#${kind})`),
    ),
  ];
}

/**
 * Everything else: the reasons, conditions, messages, reports, reckoning and rules that name it in a value or a comment.
 * @param {import('./code-references.mjs').CodeReference[]} references
 * @returns {Use[]}
 */
function otherUses(references) {
  return references
    .filter(({ isLinked }) => !isLinked)
    .map(({ source, article, path, name, says, isComment }) => {
      const file = path.slice(path.lastIndexOf('/') + 1);
      const what = `\`${name || file}\`${says === null || isComment ? '' : `: ${says}`}`;
      return { source, article, isComment, line: `[${what}](../../../${path})` };
    });
}

const titles = /** @type {Record<string, string>} */ ({
  Awb: 'Algemene wet bestuursrecht',
  Atw: 'Algemene termijnenwet',
  AVG: 'Algemene verordening gegevensbescherming',
  'RBV 2023': 'Rijksbegrotingsvoorschriften 2023',
  Woo: 'Wet open overheid',
  'Wet ZON': 'Wet op de organisatie ZorgOnderzoek Nederland',
  ZonMw: 'Rules of the funder: ZonMw',
  call: 'Rules of the call',
  registry: 'Our own policy',
});

/**
 * One page a source, with every article and what executes it.
 * @param {import('./code-references.mjs').CodeReference[]} references
 * @returns {Map<string, string>} text by file name
 */
export function policyPages(references) {
  const uses = [...linkedUses(), ...otherUses(references)];
  const bySource = Map.groupBy(uses, ({ source }) => source);
  const pages = [...bySource].map(([source, ofSource]) => ({
    file: policyFile(source),
    title: titles[source] ?? source,
    articles: [...Map.groupBy(ofSource, ({ article }) => article)].sort(([one], [other]) =>
      one.localeCompare(other, 'en', { numeric: true }),
    ),
  }));
  const index = pages.map(({ file, title, articles }) => `- [${title}](${file}): ${articles.length}`).sort();
  const onReports = reports.map(({ title, source }) => `| ${title.en} | ${source.en} | ${source.nl} |`);
  return new Map([
    ...pages.map(({ file, title, articles }) => /** @type {const} */ ([file, `# ${title}\n${sections(articles)}`])),
    [
      'README.md',
      `# Articles and rules that the code executes

Generated from the references in the code itself, those in its comments included: each article leads to the command, guard,
term or declaration that does it. \`npm run check\` fails where the code names an article that is on no page here, or a page
one that no code names.

${index.join('\n')}

## What asks for the reports

| Report | Source | Bron |
| --- | --- | --- |
${onReports.join('\n')}
`,
    ],
  ]);
}

/** @param {string} source */
export function policyFile(source) {
  return `${source.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.md`;
}

/** @param {[string, Use[]][]} articles */
function sections(articles) {
  return articles
    .map(([article, uses]) => {
      const does = new Set(uses.filter(({ isComment }) => !isComment).map(({ line }) => `- ${line}`));
      const explains = new Set(uses.filter(({ isComment }) => isComment).map(({ line }) => line));
      const explained = explains.size === 0 ? [] : [`Explained at ${[...explains].sort().join(', ')}.`];
      const blocks = [...(does.size === 0 ? [] : [[...does].join('\n')]), ...explained];
      return `\n## ${article}\n\n${blocks.join('\n\n')}\n`;
    })
    .join('');
}
