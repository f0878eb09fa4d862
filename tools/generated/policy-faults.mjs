import { rulers, statutes } from './code-references.mjs';
import { policyFile } from './policy-pages.mjs';

/** What looks like an article or rule and is none that the code executes, by name, with the reason. */
const exceptions = new Map([
  ['ZonMw: decision term', 'an example in what is answered to who gave no basis (set-term-parameters.ts)'],
  ['registry: bulk work', 'the name of a lock in the database (copy-store.ts)'],
  ['Archiefwet 1995', 'the name of a statute, without an article (legal-basis.ts)'],
]);

// Read on purpose in another way than the pages are made, and looser: an article in words, a range or a law that the pages
// do not know is found missing.
const NUMBER = String.raw`\d+(?:[:.]\d+)?[a-z]?(?:\([a-z0-9]+\))*`;
const OTHER_LAWS = [
  'UAVG',
  'RBV',
  'Rijksbegrotingsvoorschriften',
  'Regeling',
  'Besluit',
  'Kaderwet',
  'Comptabiliteitswet',
  'Grondwet',
  'Archiefwet',
];
const STATUTE = new RegExp(
  String.raw`\b(?<law>${[...Object.keys(statutes), ...OTHER_LAWS].join('|')}),? (?:art\.|artikel|article|model)? ?` +
    String.raw`(?<numbers>${NUMBER}(?:(?:, | and | or | to | en | of | tot | t/m )${NUMBER})*)(?<words>, [a-z]+ (?:lid|paragraph))?`,
  'g',
);
const TEXT = /'(?<text>[^'\n]+)'/g;
const RULE = new RegExp(String.raw`(?:^|; |\(|")(?<rule>(?:${rulers.join('|')}): [^;()"]+)`, 'g');

/**
 * What is wrong with the pages: every article and rule that the code names has a heading, and no other has.
 * @param {ReadonlyMap<string, string>} pages
 * @param {ReadonlyMap<string, string>} sources
 * @returns {string[]}
 */
export function policyFaults(pages, sources) {
  const named = new Map([...sources].flatMap(([path, text]) => groundsIn(text).map((ground) => [ground, path])));
  const headed = new Set([...Object.values(statutes), ...rulers].flatMap((source) => headings(pages, source)));
  return [
    ...[...named]
      .filter(([ground]) => !headed.has(ground) && !exceptions.has(ground))
      .map(([ground, path]) => `docs/generated/policy has no heading for "${ground}", which ${path} names`),
    ...[...headed]
      .filter((ground) => !named.has(ground))
      .map((ground) => `docs/generated/policy has a heading for "${ground}", which no code names`),
    ...[...exceptions.keys()]
      .filter((ground) => !named.has(ground))
      .map((ground) => `tools/generated/policy-faults.mjs excepts "${ground}", which no code names`),
  ];
}

/** @param {string} text */
function groundsIn(text) {
  const inOneLine = text.replaceAll(/\n\s*(?:\*|\/\/) /g, ' ');
  const articles = [...inOneLine.matchAll(STATUTE)].flatMap(({ groups = {} }) => {
    const { law = '', numbers = '', words = '' } = groups;
    const parts = `${numbers}${words}`.split(/, (?=\d)| and | or | en | of /);
    return parts.map((part) => `${statutes[law] ?? law} ${part}`);
  });
  const rules = [...text.matchAll(TEXT)].flatMap(({ groups = {} }) =>
    [...(groups['text'] ?? '').matchAll(RULE)].map((found) => found.groups?.['rule'] ?? ''),
  );
  return [...articles, ...rules];
}

/** @param {ReadonlyMap<string, string>} pages @param {string} source */
function headings(pages, source) {
  const found = [...(pages.get(policyFile(source)) ?? '').matchAll(/^## (?<article>.+)$/gm)];
  return found.map(({ groups }) => `${source}${rulers.includes(source) ? ':' : ''} ${groups?.['article']}`);
}
