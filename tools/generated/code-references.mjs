import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

/** The statutes that the code may name, by each of the names that it uses, with the name of their page. */
export const statutes = /** @type {Record<string, string>} */ ({
  Awb: 'Awb',
  'Algemene wet bestuursrecht': 'Awb',
  Atw: 'Atw',
  'Algemene termijnenwet': 'Atw',
  Woo: 'Woo',
  'Wet open overheid': 'Woo',
  'Open Government Act': 'Woo',
  AVG: 'AVG',
  'Archiefwet 1995': 'Archiefwet 1995',
  'Rijksbegrotingsvoorschriften 2023': 'RBV 2023',
  'State budget regulations 2023': 'RBV 2023',
  'Wet op de organisatie ZorgOnderzoek Nederland': 'Wet ZON',
  'Organisation of Care Research Netherlands Act': 'Wet ZON',
});

/** Whose rules the code executes beside those of the law, each written as "ZonMw: one chance to repair". */
export const rulers = ['ZonMw', 'call', 'registry'];

const ARTICLE = String.raw`\d+(?:[:.]\d+)?[a-z]?(?:\([a-z0-9]+\))*`;
const NOTATION = new RegExp(
  String.raw`\b(?<law>${Object.keys(statutes).join('|')})(?:,? (?:art\.|model))? (?<articles>${ARTICLE}(?:, ${ARTICLE})*)`,
  'g',
);
const RULE = new RegExp(String.raw`(?:['(]|; )(?<ruler>${rulers.join('|')}): (?<rule>[^;'()"]+)`, 'g');

/**
 * A place in the code that names an article or rule.
 * @typedef {{ source: string, article: string, path: string, name: string, says: string | null, isText: boolean, isComment: boolean, isLinked: boolean }} CodeReference
 */

/**
 * The code of the rules, reports and use cases, without its tests.
 * @param {string} root
 * @returns {Promise<Map<string, string>>} text by path
 */
export async function serviceSources(root) {
  const paths = ['domain', 'exports', 'registry'].map(async (library) => {
    const folder = `libs/${library}/src`;
    const names = await readdir(join(root, folder), { recursive: true });
    return names
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => `${folder}/${name}`);
  });
  const read = async (/** @type {string} */ path) =>
    /** @type {const} */ ([path, await readFile(join(root, path), 'utf8')]);
  return new Map(await Promise.all((await Promise.all(paths)).flat().toSorted().map(read)));
}

/**
 * Every article and rule that the code names, in a value or in a comment.
 * @param {ReadonlyMap<string, string>} sources
 * @returns {CodeReference[]}
 */
export function codeReferences(sources) {
  return [...sources].flatMap(([path, text]) => {
    const grounds = [
      ...[...text.matchAll(NOTATION)].flatMap(({ index, groups = {} }) =>
        (groups['articles'] ?? '').split(', ').map((article) => ({
          index,
          source: statutes[groups['law'] ?? ''] ?? '',
          article,
        })),
      ),
      ...[...text.matchAll(RULE)].map(({ index, groups = {} }) => ({
        index,
        source: groups['ruler'] ?? '',
        article: groups['rule'] ?? '',
      })),
    ];
    if (grounds.length === 0) return [];
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    return grounds
      .map(({ index, source, article }) => ({ source, article, path, ...placeOf(file, index) }))
      .filter(({ isText, source }) => isText || !rulers.includes(source));
  });
}

/**
 * What declares the text at a position: `penaltyExclusions.no_interest`, with what it says of itself in English.
 * @param {ts.SourceFile} file
 * @param {number} position
 */
function placeOf(file, position) {
  const names = /** @type {string[]} */ ([]);
  let says = /** @type {string | null} */ (null);
  let isLinked = false;
  /** @type {ts.Node} */
  let node = file;
  for (let next = childAt(file, position); next !== undefined; next = childAt(node, position)) {
    node = next;
    const name = nameOf(node);
    if (name !== null && names.length < 2) names.push(name);
    isLinked ||= name === 'termCatalogue';
    if (ts.isObjectLiteralExpression(node)) {
      says = textOf(node, 'en') ?? says;
      // Commands, guards and terms have pages of their own, from which they are linked.
      isLinked ||= ['enforcedBy', 'command'].some((key) => property(node, key) !== undefined);
    }
  }
  return {
    name: names.join('.'),
    says,
    isText: ts.isStringLiteral(node),
    isComment: position < node.getStart(file),
    isLinked,
  };
}

/** @param {ts.Node} node @param {number} position */
function childAt(node, position) {
  return ts.forEachChild(node, (child) => (child.pos <= position && position < child.end ? child : undefined));
}

/** @param {ts.Node} node @returns {string | null} */
function nameOf(node) {
  if (ts.isVariableStatement(node)) {
    const isLocal = node.parent.kind !== ts.SyntaxKind.SourceFile;
    return isLocal ? null : (node.declarationList.declarations[0]?.name.getText() ?? null);
  }
  if (ts.isPropertyAssignment(node)) {
    const name = node.name.getText();
    return ['basis', 'columns', 'nl', 'en'].includes(name) ? null : name;
  }
  if (ts.isObjectLiteralExpression(node) && ts.isArrayLiteralExpression(node.parent)) {
    return textOf(node, 'key') ?? textOf(node, 'topic') ?? textOf(node, 'deadline') ?? null;
  }
  const declares =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node);
  return declares ? (node.name?.getText() ?? null) : null;
}

/** @param {ts.Node} node @param {string} key */
function property(node, key) {
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  return node.properties.find((one) => one.name?.getText() === key);
}

/** @param {ts.ObjectLiteralExpression} node @param {string} key */
function textOf(node, key) {
  const found = property(node, key);
  return found && ts.isPropertyAssignment(found) && ts.isStringLiteral(found.initializer)
    ? found.initializer.text
    : undefined;
}
