import { languages, type Language } from '@grants/domain';

/** The language that a reader asks for: by name, or the one of ours that their browser likes best; else Dutch. */
export function languageIn(asked: Language | undefined, acceptLanguage: string | undefined): Language {
  if (asked) return asked;
  const liked = (acceptLanguage ?? '').split(',').flatMap((part) => {
    const [range = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const language = languages.find((each) => each === range.split('-')[0]);
    const quality = parameters.find((each) => each.startsWith('q='))?.slice(2) ?? '1';
    return language && Number(quality) > 0 ? [{ language, quality: Number(quality) }] : [];
  });
  return liked.toSorted((one, other) => other.quality - one.quality)[0]?.language ?? 'nl';
}
