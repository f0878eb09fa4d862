import { h, type ComponentChild } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Block, Letter, Row } from './letter.js';

// Without quotes, brackets or ampersands, which the renderer would escape.
const style = `
:root { color-scheme: light; }
body { margin: 0; background: #fff; color: #1a1a1a; font: 1.0625rem/1.55 Segoe UI, Helvetica, Arial, sans-serif; }
main, header, footer { max-width: 42rem; margin: 0 auto; padding: 0 1.5rem; }
header { border-top: 0.5rem solid #154273; padding-top: 1.5rem; }
.sender { margin: 0; color: #154273; font-size: 1.5rem; font-weight: 600; }
address { margin: 2rem 0; font-style: normal; }
h1 { margin: 2.5rem 0 1rem; color: #154273; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 2rem 0 0.5rem; color: #154273; font-size: 1.25rem; }
p { margin: 0 0 0.75rem; white-space: pre-line; overflow-wrap: anywhere; }
ul { margin: 0 0 0.75rem; padding-left: 1.25rem; }
li { margin-bottom: 0.25rem; white-space: pre-line; overflow-wrap: anywhere; }
table { width: 100%; margin: 0.75rem 0 1rem; border-collapse: collapse; }
th, td { padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid #c8d1dc; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { width: 11rem; color: #4a5560; font-weight: 400; }
.signature { margin-top: 2.5rem; }
.signature p { margin: 0; }
.signature p:last-child { margin-top: 1rem; }
footer { margin: 3rem auto 2rem; color: #4a5560; font-size: 0.9375rem; }
@media print { body { font-size: 11pt; } h2 { break-after: avoid; } tr, li { break-inside: avoid; } }
@page { size: A4; margin: 20mm; }
`;

/** The letter as a page of its own, that needs nothing from elsewhere. What somebody wrote is escaped by the renderer. */
export function htmlOf(letter: Letter): string {
  const page = h(
    'html',
    { lang: 'nl' },
    h(
      'head',
      null,
      h('meta', { charSet: 'utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'date', content: letter.drawnUpAt }),
      h('title', null, letter.title),
      h('style', null, style),
    ),
    h(
      'body',
      null,
      h(
        'header',
        null,
        h('p', { class: 'sender' }, letter.sender),
        h('address', null, lines(letter.addressee)),
        facts(letter.particulars),
      ),
      h(
        'main',
        null,
        h('h1', null, letter.heading),
        letter.sections.map(({ heading, blocks }) =>
          h(
            'section',
            null,
            h('h2', null, heading),
            blocks.map((block) => blockOf(block)),
          ),
        ),
        h(
          'div',
          { class: 'signature' },
          letter.signature.map((line) => h('p', null, line)),
        ),
      ),
      h('footer', null, letter.footer),
    ),
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}

function blockOf(block: Block): ComponentChild {
  switch (block.form) {
    case 'paragraph':
      return h('p', null, block.text);
    case 'list':
      return h(
        'ul',
        null,
        block.items.map((item) => h('li', null, item)),
      );
    case 'facts':
      return facts(block.rows);
  }
}

function facts(rows: readonly Row[]): ComponentChild {
  const row = ([term, value]: Row) => h('tr', null, h('th', { scope: 'row' }, term), h('td', null, value));
  return h('table', null, h('tbody', null, rows.map(row)));
}

function lines(each: readonly string[]): ComponentChild[] {
  return each.flatMap((line, place) => (place === 0 ? [line] : [h('br', null), line]));
}
