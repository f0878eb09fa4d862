import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What a PDF says of itself, and the text of its pages as a reader would copy it. */
export async function readPdf(
  bytes: Buffer,
): Promise<{ readonly title: unknown; readonly lang: unknown; readonly isTagged: boolean; readonly text: string }> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  try {
    const { info } = await pdf.getMetadata();
    const { Title: title, Language: lang } = info as { Title?: unknown; Language?: unknown };
    const mark = await pdf.getMarkInfo();
    const pages: string[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')).join(''));
    }
    // Lines end where they have to, and amounts have a space that does not break.
    return { title, lang, isTagged: mark?.Marked ?? false, text: pages.join(' ').replaceAll(/\s+/g, ' ') };
  } finally {
    await pdf.loadingTask.destroy();
  }
}
