import { UNBORN } from './lifecycle.js';
import type { LifecycleDocument, TransitionDocument } from './lifecycle-document.js';

/** The namespace of what SCXML has no words for: roles, ground, labels. */
export const SCXML_EXTENSION = 'https://grant-registry.example/ns/lifecycle';
/** The state in which a subject does not exist yet: in SCXML a state has a name. */
const UNBORN_ID = 'unborn';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (each) => escapes[each] ?? each);

/** An element with the attributes that say something, its children on lines of their own. */
function element(name: string, attributes: Readonly<Record<string, string | null>>, children: string[] = []): string {
  const said = Object.entries(attributes).filter(([, value]) => value !== null && value !== '');
  const opening = [name, ...said.map(([key, value]) => `${key}="${escaped(value ?? '')}"`)].join(' ');
  const indented = children.map((child) => child.replaceAll(/^/gm, '  '));
  return children.length === 0 ? `<${opening}/>` : [`<${opening}>`, ...indented, `</${name}>`].join('\n');
}

/**
 * A lifecycle as a state chart (W3C SCXML 1.0): a command is an event, a guard a condition by its code. The conditions
 * call `barredBy`, which whoever executes the chart supplies.
 */
export function renderScxml({ machine, version, nl, final, states, transitions }: LifecycleDocument): string {
  const movesFrom = (state: string) => transitions.filter(({ from }) => from.includes(state)).map(transition);
  const chart = element(
    'scxml',
    {
      xmlns: 'http://www.w3.org/2005/07/scxml',
      'xmlns:registry': SCXML_EXTENSION,
      version: '1.0',
      datamodel: 'ecmascript',
      name: machine,
      initial: UNBORN_ID,
      'registry:version': String(version),
      'registry:nl': nl,
    },
    [
      element('state', { id: UNBORN_ID }, movesFrom(UNBORN)),
      ...states.map(({ state, nl: dutch, en }) => {
        const labelled = { id: state, 'registry:nl': dutch, 'registry:en': en };
        return element(final.includes(state) ? 'final' : 'state', labelled, movesFrom(state));
      }),
    ],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${chart}\n`;
}

/** Without a target where the command leaves the state as it is: SCXML means the same by it. */
function transition(row: TransitionDocument): string {
  return element('transition', {
    event: row.command,
    target: row.to,
    cond: row.guards.map(({ code }) => `!barredBy('${code}')`).join(' && '),
    'registry:by': row.by.join(' '),
    'registry:lateBy': row.lateBy.join(' '),
    'registry:decisionKinds': row.decisionKinds.join(' '),
    'registry:reasonRequired': row.reasonRequired ? 'true' : null,
    'registry:bulkOnly': row.bulkOnly ? 'true' : null,
    'registry:records': row.event,
    'registry:basis': row.basis,
  });
}
