/** One ground on which the registry acts: an article of a statute, a rule of the funder or the call, or our own. */
export interface LegalBasis {
  /** Awb, Archiefwet 1995, ZonMw, call, registry, … */
  readonly source: string;
  /** The article, or the rule in words. */
  readonly article: string;
}

const STATUTE = /^(?<source>[A-Z][A-Za-z]+(?: \d{4})?) (?<article>(?:art\. )?\d+[\w:.()]*)$/;

/** Whether a text names grounds as `legalBases` reads them. */
export function isLegalBasis(text: string): boolean {
  try {
    return legalBases(text).length > 0;
  } catch {
    return false;
  }
}

/**
 * The grounds that a `basis` names: "Awb 4:26, 4:27; call: criteria" has three.
 * @throws Error for a text that is not a basis: the generated documentation would miss it.
 */
export function legalBases(basis: string): LegalBasis[] {
  return basis.split('; ').flatMap((part) => {
    const rule = /^(?<source>[\w ]+): (?<article>.+)$/.exec(part)?.groups;
    if (rule && !/\d$/.test(rule['source'] ?? ''))
      return [{ source: rule['source'] ?? '', article: rule['article'] ?? '' }];
    let source = '';
    return part.split(', ').map((article) => {
      const named = STATUTE.exec(source === '' || /^[A-Z]/.test(article) ? article : `${source} ${article}`)?.groups;
      if (!named) throw new Error(`Not a legal basis: ${basis}`);
      source = named['source'] ?? '';
      return { source, article: named['article'] ?? '' };
    });
  });
}
