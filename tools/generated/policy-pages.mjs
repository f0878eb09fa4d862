import {
  bookingRules,
  decisionKinds,
  legalBases,
  legalTerms,
  lifecycles,
  policy,
  rejectionReasons,
  roles,
  withdrawalReasons,
} from '@grants/domain';

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
 * Everything in the code that acts on a ground.
 * @returns {{ basis: string, what: string, link: string }[]}
 */
function references() {
  return [
    ...Object.values(lifecycles).flatMap(({ machine, title, transitions }) =>
      transitions.flatMap((row) => [
        { basis: row.basis, what: `${title}: command \`${row.command}\``, link: `../lifecycles/${machine}.md` },
        ...row.guards.map((guard) => ({
          basis: guard.basis,
          what: `${title}: guard \`${guard.code}\` of \`${machine}.${row.command}\``,
          link: `../lifecycles/${machine}.md`,
        })),
      ]),
    ),
    ...legalTerms.map(({ kind, basis, en }) => ({
      basis,
      what: `Term \`${kind}\`: ${en}`,
      link: '../../../libs/domain/src/terms/term-catalogue.ts',
    })),
    ...Object.entries({ ...decisionKinds, ...rejectionReasons, ...withdrawalReasons }).map(([code, { en, basis }]) => ({
      basis,
      what: `Decisions: \`${code}\` (${en})`,
      link: '../../../libs/domain/src/decisions/decision-lifecycle.ts',
    })),
    ...Object.entries(bookingRules).map(([code, rule]) => ({
      basis: /\((?<basis>[^)]+(?:\(\d\))?)\)$/.exec(rule)?.groups?.['basis'] ?? '',
      what: `Every lifecycle: rule \`${code}\``,
      link: '../../../libs/domain/src/lifecycle/lifecycle.ts',
    })),
    {
      basis: 'Atw 1',
      what: 'Every statutory term: an end on a free day moves to the next working day',
      link: '../../../libs/domain/src/terms/legal-clock.ts',
    },
    {
      basis: 'Atw 3',
      what: 'The days that count as a Sunday',
      link: '../../../libs/domain/src/shared/public-holidays.ts',
    },
    { basis: 'Atw 4', what: 'Terms that do not move', link: '../../../libs/domain/src/terms/legal-clock.ts' },
  ];
}

const sourceNames = /** @type {Record<string, string>} */ ({
  Awb: 'Algemene wet bestuursrecht',
  Atw: 'Algemene termijnenwet',
  Archiefwet: 'Archiefwet 1995',
  ZonMw: 'Rules of the funder: ZonMw',
  Woo: 'Wet open overheid',
  call: 'Rules of the call',
  registry: 'Our own policy',
});

/**
 * One page a source, with every article and what executes it.
 * @returns {Map<string, string>} text by file name
 */
export function policyPages() {
  /** @type {Map<string, Map<string, { what: string, link: string }[]>>} */
  const bySource = new Map();
  for (const { basis, what, link } of references()) {
    for (const { source, article } of legalBases(basis)) {
      const articles = bySource.get(source) ?? new Map();
      bySource.set(source, articles.set(article, [...(articles.get(article) ?? []), { what, link }]));
    }
  }
  const pages = new Map(
    [...bySource].map(([source, articles]) => {
      const sections = [...articles]
        .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
        .map(
          ([article, uses]) =>
            `## ${article}\n\n${[...new Set(uses.map(({ what, link }) => `- [${what}](${link})`))].join('\n')}`,
        );
      return [`${fileName(source)}.md`, `# ${sourceNames[source] ?? source}\n\n${sections.join('\n\n')}\n`];
    }),
  );
  const index = [...bySource].map(
    ([source, articles]) => `- [${sourceNames[source] ?? source}](${fileName(source)}.md): ${articles.size}`,
  );
  return pages.set(
    'README.md',
    `# Articles and rules that the code executes\n\nGenerated from the references in the code itself: each article leads to the command, guard or term that does it.\n\n${index.join('\n')}\n`,
  );
}

/** @param {string} source */
function fileName(source) {
  return source.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
