import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import type { Block, Letter, Row } from './letter.js';

const require = createRequire(import.meta.url);
const fonts = {
  regular: require.resolve('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf'),
};

const MILLIMETRE = 72 / 25.4;
const margins = { top: 22 * MILLIMETRE, bottom: 24 * MILLIMETRE, left: 28 * MILLIMETRE, right: 24 * MILLIMETRE };
const TERM_WIDTH = 40 * MILLIMETRE;
const SIZE = 10.5;
const LINE_GAP = 2.5;
const ink = { text: '#1a1a1a', soft: '#4a5560', house: '#154273' };

/** What the published types do not know yet. */
const conformance: object = { subset: 'PDF/UA' };
const ofRow: object = { scope: 'row' };

/**
 * The letter as tagged PDF (PDF/UA-1): language, headings, tables and lists are marked, and fonts are within. Its date is
 * that of the letter and nothing is drawn by chance, so that the same letter gives the same bytes.
 */
export async function pdfOf(letter: Letter): Promise<Buffer> {
  const doc = new Pdf({
    size: 'A4',
    margins,
    pdfVersion: '1.7',
    ...conformance,
    tagged: true,
    displayTitle: true,
    lang: 'nl-NL',
    bufferPages: true,
    font: fonts.regular,
    info: {
      Title: letter.title,
      CreationDate: new Date(letter.drawnUpAt),
      Creator: 'grant-registry',
      Producer: 'pdfkit',
    },
  });
  const bytes = buffer(doc);
  new LetterPages(doc, letter).draw();
  doc.end();
  return bytes;
}

class LetterPages {
  readonly #document: PDFKit.PDFStructureElement;

  constructor(
    private readonly doc: PDFKit.PDFDocument,
    private readonly letter: Letter,
  ) {
    this.#document = doc.struct('Document');
    doc.addStructure(this.#document);
  }

  draw(): void {
    const { letter, doc } = this;
    this.#ornament(() => doc.rect(0, 0, doc.page.width, 4 * MILLIMETRE).fill(ink.house));
    this.#text('P', letter.sender, { size: 17, bold: true, color: ink.house, after: 26 });
    for (const line of letter.addressee) this.#text('P', line, { after: 0 });
    doc.moveDown(1.5);
    this.#facts(letter.particulars);
    doc.moveDown(1);
    this.#text('H1', letter.heading, { size: 19, bold: true, color: ink.house, after: 8 });
    for (const { heading, blocks } of letter.sections) {
      this.#keepTogether(70);
      doc.moveDown(0.6);
      this.#text('H2', heading, { size: 13, bold: true, color: ink.house, after: 4 });
      for (const block of blocks) this.#block(block);
    }
    this.#keepTogether(110);
    doc.moveDown(2);
    const last = letter.signature.length - 1;
    for (const [place, line] of letter.signature.entries()) {
      if (place === last) doc.moveDown(0.8);
      this.#text('P', line, { after: 0 });
    }
    this.#document.end();
    this.#footers();
  }

  #block(block: Block): void {
    switch (block.form) {
      case 'paragraph':
        this.#text('P', block.text, { after: 7 });
        break;
      case 'list':
        this.#list(block.items);
        break;
      case 'facts':
        this.#facts(block.rows);
    }
  }

  #text(
    tag: 'P' | 'H1' | 'H2',
    text: string,
    {
      size = SIZE,
      bold = false,
      color = ink.text,
      after,
    }: { size?: number; bold?: boolean; color?: string; after: number },
  ): void {
    const { doc } = this;
    const element = doc.struct(tag, {}, () => {
      doc
        .font(bold ? fonts.bold : fonts.regular)
        .fontSize(size)
        .fillColor(color);
      doc.text(text, margins.left, doc.y, { lineGap: LINE_GAP });
    });
    this.#document.add(element);
    element.end();
    doc.y += after;
  }

  #list(items: readonly string[]): void {
    const { doc } = this;
    const list = doc.struct('L');
    this.#document.add(list);
    doc.font(fonts.regular).fontSize(SIZE).fillColor(ink.text);
    for (const item of items) {
      this.#keepTogether(30);
      const { y } = doc;
      const label = doc.struct('Lbl', {}, () => doc.text('•', margins.left + 4, y, { lineBreak: false }));
      const body = doc.struct('LBody', {}, () => doc.text(item, margins.left + 16, y, { lineGap: LINE_GAP }));
      const entry = doc.struct('LI', {}, [label, body]);
      list.add(entry);
      entry.end();
      doc.y += 2;
    }
    list.end();
    doc.y += 6;
  }

  #facts(rows: readonly Row[]): void {
    const { doc } = this;
    doc.font(fonts.regular).fontSize(SIZE);
    doc.x = margins.left;
    doc.y += 2;
    const within: object = { structParent: this.#document };
    doc.table({
      ...within,
      columnStyles: [TERM_WIDTH, '*'],
      defaultStyle: {
        border: 0,
        padding: { top: 1.5, bottom: 1.5, left: 0, right: 6 },
        textOptions: { lineGap: 1 },
      },
      data: rows.map(([term, value]): PDFKit.Mixins.CellOptions[] => [
        { type: 'TH', ...ofRow, text: term, textColor: ink.soft },
        { type: 'TD', text: value, textColor: ink.text },
      ]),
    });
    doc.x = margins.left;
    doc.y += 10;
  }

  /** Begins a new page where there is no room for so many points. */
  #keepTogether(points: number): void {
    const { doc } = this;
    if (doc.y + points > doc.page.height - margins.bottom) doc.addPage();
  }

  /** What a reader of the screen passes over. */
  #ornament(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  #footers(): void {
    const { doc, letter } = this;
    const { start, count } = doc.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      doc.switchToPage(page);
      const { height, width } = doc.page;
      doc.page.margins.bottom = 0; // the footer stands in it
      this.#ornament(() => {
        doc.font(fonts.regular).fontSize(8.5).fillColor(ink.soft);
        const where = { width: width - margins.left - margins.right, lineBreak: false } as const;
        doc.text(letter.footer, margins.left, height - 14 * MILLIMETRE, where);
        const number = `Pagina ${page - start + 1} van ${count}`;
        doc.text(number, width - margins.right - doc.widthOfString(number), height - 14 * MILLIMETRE, {
          lineBreak: false,
        });
      });
    }
  }
}
