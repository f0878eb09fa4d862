import { beforeAll, describe, expect, it } from '@jest/globals';
import { JSDOM } from 'jsdom';
import { UNBORN } from './lifecycle.js';
import { lifecycleDocument, type LifecycleDocument } from './lifecycle-document.js';
import { lifecycles } from './lifecycles.js';
import { renderMermaid } from './render-mermaid.js';
import { renderScxml, SCXML_EXTENSION } from './render-scxml.js';

/** What of Mermaid this test uses: its own parser, which needs a window to clean texts in. */
interface Mermaid {
  parse(text: string): Promise<unknown>;
  readonly mermaidAPI: {
    getDiagramFromText(text: string): Promise<{
      readonly db: {
        getRelations(): { readonly id1: string; readonly id2: string; readonly relationTitle: string }[];
        getStates(): Map<string, { readonly descriptions: string[] }>;
      };
    }>;
  };
}

const { window } = new JSDOM('');
const documents = Object.values(lifecycles).map((lifecycle) => lifecycleDocument(lifecycle));
const named = documents.map((each) => [each.machine, each] as const);
/** Every way of the table, as `from > to by command`. */
const waysOf = ({ transitions }: LifecycleDocument, begin: string) =>
  transitions.flatMap(({ command, from, to }) =>
    from.map((state) => `${state === UNBORN ? begin : state} > ${to ?? state} by ${command}`),
  );

describe.each(named)('the lifecycle of a %s', (_, lifecycle) => {
  it('is plain data, with nothing left out', () => {
    const table = Object.values(lifecycles).find(({ machine }) => machine === lifecycle.machine);
    expect(JSON.parse(JSON.stringify(lifecycle))).toEqual(lifecycle);
    expect(lifecycle.states.map(({ state }) => state)).toEqual(Object.keys(table?.states ?? {}));
    expect(lifecycle.transitions.map(({ command, guards }) => [command, guards.map(({ code }) => code)])).toEqual(
      table?.transitions.map(({ command, guards }) => [command, guards.map(({ code }) => code)]),
    );
  });

  describe('as a diagram', () => {
    let mermaid: Mermaid;
    beforeAll(async () => {
      Object.assign(globalThis, { window });
      mermaid = (await import('mermaid')).default as unknown as Mermaid;
    });

    it('is read by Mermaid, with every way, every label and every end', async () => {
      expect(await mermaid.parse(renderMermaid(lifecycle))).toMatchObject({ diagramType: 'stateDiagram' });
      const { db } = await mermaid.mermaidAPI.getDiagramFromText(renderMermaid(lifecycle));
      const drawn = db
        .getRelations()
        .flatMap(({ id1, id2, relationTitle }) =>
          relationTitle.split(', ').map((command) => `${id1} > ${id2} by ${command}`),
        );
      const ends = lifecycle.final.map((state) => `${state} > root_end by `);
      const states = db.getStates();

      expect(drawn.toSorted()).toEqual([...waysOf(lifecycle, 'root_start'), ...ends].toSorted());
      for (const { state, nl, en } of lifecycle.states)
        expect([state, states.get(state)?.descriptions]).toEqual([state, [`${en} (${nl})`]]);
    });

    it('would be refused with a broken arrow', async () => {
      const broken = renderMermaid(lifecycle).replace('-->', '--> -->');
      await expect(mermaid.parse(broken)).rejects.toThrow('Parse error');
    });
  });

  describe('as a state chart', () => {
    const text = renderScxml(lifecycle);
    const chart = new window.DOMParser().parseFromString(text, 'application/xml');
    const SCXML = 'http://www.w3.org/2005/07/scxml';
    const states = [...chart.documentElement.children];
    const own = (element: Element, name: string) => element.getAttributeNS(SCXML_EXTENSION, name);

    it('is well-formed, of elements of SCXML alone', () => {
      expect(chart.querySelector('parsererror')).toBeNull();
      const elements = [...chart.getElementsByTagName('*')];
      expect(new Set(elements.map(({ namespaceURI }) => namespaceURI))).toEqual(new Set([SCXML]));
      expect(
        elements.map(({ localName }) => localName).filter((name) => !/^(scxml|state|final|transition)$/.test(name)),
      ).toEqual([]);
      const broken = new window.DOMParser().parseFromString(text.replace('</scxml>', ''), 'application/xml');
      expect(broken.querySelector('parsererror')).not.toBeNull();
    });

    it('begins in a state that it has, leads to states that it has, and ends in the final ones', () => {
      const ids = states.map(({ id }) => id);
      expect(ids).toEqual(['unborn', ...lifecycle.states.map(({ state }) => state)]);
      expect(ids).toContain(chart.documentElement.getAttribute('initial'));
      const finals = states.filter(({ localName }) => localName === 'final');
      expect(finals.map(({ id }) => id).toSorted()).toEqual([...lifecycle.final].toSorted());
      for (const final of finals) expect(final.children).toHaveLength(0);
      const targets = [...chart.getElementsByTagName('transition')].map((each) => each.getAttribute('target'));
      expect(targets.filter((target) => target !== null && !ids.includes(target))).toEqual([]);
    });

    it('has every way of the table, with its guards as condition, its roles and its ground', () => {
      const drawn = states.flatMap((state) =>
        [...state.children].map((row) => ({
          way: `${state.id} > ${row.getAttribute('target') ?? state.id} by ${row.getAttribute('event') ?? ''}`,
          by: own(row, 'by')?.split(' '),
          basis: own(row, 'basis'),
          guards: [...(row.getAttribute('cond') ?? '').matchAll(/!barredBy\('(\w+)'\)/g)].map(([, code]) => code),
        })),
      );
      const told = lifecycle.transitions.flatMap((row) =>
        waysOf({ ...lifecycle, transitions: [row] }, 'unborn').map((way) => ({
          way,
          by: row.by,
          basis: row.basis,
          guards: row.guards.map(({ code }) => code),
        })),
      );
      const sorted = <Row extends { way: string }>(rows: Row[]) =>
        rows.toSorted((one, other) => one.way.localeCompare(other.way));

      expect(sorted(drawn)).toEqual(sorted(told));
    });
  });
});

it('escapes what would end an attribute or a label', () => {
  const [lifecycle] = documents;
  if (!lifecycle) throw new Error('There is no lifecycle');
  const odd = { ...lifecycle, nl: 'a "b" <c> & d', states: [{ state: 'draft', nl: '"x"', en: 'y' }] };

  expect(renderScxml(odd)).toContain('registry:nl="a &quot;b&quot; &lt;c&gt; &amp; d"');
  expect(renderMermaid(odd)).toContain('state "y (#quot;x#quot;)" as draft');
});
