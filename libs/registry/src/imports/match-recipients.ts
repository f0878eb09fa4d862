/** A recipient as somebody wrote it. */
export interface RecipientName {
  /** Of the organisation; null for one that is not in the registry yet. */
  readonly reference: string | null;
  readonly name: string;
  /** Whether it comes from the import that is looked at: a match has at least one such side. */
  readonly isOfImport: boolean;
}

/** Why two names may be one recipient, from sure to less so. */
export type MatchGround = 'same_letters' | 'same_without_legal_form' | 'same_words' | 'similar';

/** Two recipients that may be one. A person judges: nothing is ever merged by this. */
export interface RecipientMatch {
  readonly first: RecipientName;
  readonly second: RecipientName;
  readonly ground: MatchGround;
  /** From 0 to 1; 1 where only capitals, spaces, accents and punctuation differ. */
  readonly score: number;
}

const SIMILAR = 0.75;
const scores = { same_letters: 1, same_without_legal_form: 0.95, same_words: 0.9 } as const;

/** Legal forms and their abbreviations, without points, as words. NL: rechtsvormen. */
const LEGAL_FORMS = new Set(
  'bv nv vof cv ua ba stichting stg st sticht vereniging ver ltd limited inc gmbh plc sa cooperatie coop maatschap'.split(
    ' ',
  ),
);

interface Normal {
  readonly name: RecipientName;
  /** Lower case, without accents and punctuation, with single spaces. */
  readonly letters: string;
  readonly withoutLegalForm: string;
  readonly words: string;
}

/**
 * Which names may mean one recipient: those that differ only in capitals, accents, spaces and punctuation, in their
 * legal form (Stichting, B.V.), or in the order of their words; and those that are similar, of whose groups of three
 * letters three quarters are the same. Surest first.
 */
export function matchRecipients(names: readonly RecipientName[]): RecipientMatch[] {
  const all = names.map(normal);
  const pairs = new Map<string, RecipientMatch>();
  const propose = (a: number, b: number, ground: MatchGround, score: number): void => {
    const [first, second] = [all[Math.min(a, b)], all[Math.max(a, b)]];
    if (!first || !second || !(first.name.isOfImport || second.name.isOfImport)) return;
    const key = `${Math.min(a, b)}:${Math.max(a, b)}`;
    if (!pairs.has(key)) pairs.set(key, { first: first.name, second: second.name, ground, score });
  };
  const groundKeys = {
    same_letters: ({ letters }: Normal) => letters,
    same_without_legal_form: ({ withoutLegalForm }: Normal) => withoutLegalForm,
    same_words: ({ words }: Normal) => words,
  };
  for (const ground of Object.keys(groundKeys) as (keyof typeof groundKeys)[]) {
    for (const group of groupsBy(all, groundKeys[ground])) {
      forEachPair(group, (a, b) => propose(a, b, ground, scores[ground]));
    }
  }
  for (const [a, b, score] of similarPairs(all.map(({ withoutLegalForm }) => withoutLegalForm))) {
    propose(a, b, 'similar', score);
  }
  return [...pairs.values()].toSorted(
    (a, b) => b.score - a.score || compare(a.first.name, b.first.name) || compare(a.second.name, b.second.name),
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function normal(name: RecipientName): Normal {
  const plain = name.name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/(?<=\b\p{L})\.(?=\p{L}\b|\s|$)/gu, '') // b.v. is bv, u.a. is ua
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const kept = plain.split(' ').filter((word) => !LEGAL_FORMS.has(word));
  const words = kept.length > 0 ? kept : plain.split(' ');
  return {
    name,
    letters: plain.replaceAll(' ', ''),
    withoutLegalForm: words.join(' '),
    words: words.toSorted(compare).join(' '),
  };
}

function groupsBy(all: readonly Normal[], keyOf: (name: Normal) => string): number[][] {
  const groups = Map.groupBy(all.keys(), (index) => keyOf(all[index] as Normal));
  groups.delete('');
  return [...groups.values()].filter((group) => group.length > 1);
}

function forEachPair(group: readonly number[], visit: (a: number, b: number) => void): void {
  for (const [place, a] of group.entries()) for (const b of group.slice(place + 1)) visit(a, b);
}

/**
 * Pairs whose sets of three letters overlap by the threshold (Jaccard), found by their rarest ones: two sets that
 * overlap so much share at least one of the first few in order of rarity, so that only those need an index.
 */
function* similarPairs(texts: readonly string[]): Generator<[a: number, b: number, score: number]> {
  const sets = texts.map(threeLetters);
  const frequency = new Map<string, number>();
  for (const set of sets) for (const part of set) frequency.set(part, (frequency.get(part) ?? 0) + 1);
  const byRarity = (a: string, b: string) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || compare(a, b);
  const index = new Map<string, number[]>();
  for (const [current, set] of sets.entries()) {
    const prefix = [...set].toSorted(byRarity).slice(0, set.size - Math.ceil(SIMILAR * set.size) + 1);
    const candidates = new Set(prefix.flatMap((part) => index.get(part) ?? []));
    for (const candidate of candidates) {
      const score = overlap(set, sets[candidate] as ReadonlySet<string>);
      if (score >= SIMILAR) yield [candidate, current, Math.round(score * 85) / 100];
    }
    for (const part of prefix) index.set(part, [...(index.get(part) ?? []), current]);
  }
}

function threeLetters(text: string): ReadonlySet<string> {
  const padded = ` ${text} `;
  return new Set(Array.from({ length: Math.max(padded.length - 2, 1) }, (_, at) => padded.slice(at, at + 3)));
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  if (small.size < SIMILAR * large.size) return 0;
  let shared = 0;
  for (const part of small) if (large.has(part)) shared += 1;
  return shared / (a.size + b.size - shared);
}
