import { describe, expect, it } from '@jest/globals';
import { describeDifference, lifecycleDifference } from './lifecycle-difference.js';
import { lifecycleDocument, type LifecycleDocument, type TransitionDocument } from './lifecycle-document.js';
import { lifecycles } from './lifecycles.js';

const row = (command: string, from: string[], to: string | null, more: Partial<TransitionDocument> = {}) => ({
  command,
  from,
  to,
  by: ['programme_officer'],
  lateBy: [],
  guards: [],
  decisionKinds: [],
  reasonRequired: false,
  bulkOnly: false,
  event: `thing.${command}`,
  basis: 'Awb 1:3',
  ...more,
});
const guard = (code: string, rule: string) => ({ code, rule, basis: 'Awb 4:25', enforcedBy: 'database' }) as const;
const thing = (version: number, states: string[], transitions: TransitionDocument[]): LifecycleDocument => ({
  machine: 'thing',
  version,
  title: 'Thing',
  nl: 'ding',
  initial: 'open',
  final: ['done'],
  states: states.map((state) => ({ state, nl: `${state} (nl)`, en: state })),
  transitions,
});

const older = thing(
  1,
  ['open', 'waiting', 'checked', 'done'],
  [
    row('begin', [''], 'open'),
    row('wait', ['open'], 'waiting'),
    row('check', ['open', 'waiting'], 'checked', { guards: [guard('fits', 'it fits')] }),
    row('finish', ['checked'], 'done'),
  ],
);
const newer = thing(
  2,
  ['open', 'checked', 'refused', 'done'],
  [
    row('begin', [''], 'open'),
    row('note', ['open'], null),
    row('check', ['open'], 'checked', {
      by: ['programme_officer', 'committee_secretary'],
      guards: [guard('fits', 'it fits well'), guard('signed', 'it is signed')],
      reasonRequired: true,
    }),
    row('refuse', ['open'], 'refused', { decisionKinds: ['reject'] }),
    row('finish', ['refused'], 'done'),
  ],
);

describe('the difference between two versions', () => {
  const difference = lifecycleDifference(older, newer);

  it('tells the states and commands that came and went', () => {
    expect(difference).toMatchObject({
      machine: 'thing',
      from: 1,
      to: 2,
      commandsAdded: ['note', 'refuse'],
      commandsRemoved: ['wait'],
    });
    expect(difference.changes[0]).toEqual({ aspect: 'states', added: ['refused'], removed: ['waiting'] });
  });

  it('tells of each command what it asks or does otherwise, a rule under the same code too', () => {
    expect(difference.commandsChanged).toEqual([
      {
        command: 'check',
        changes: [
          { aspect: 'from', added: [], removed: ['waiting'] },
          { aspect: 'by', added: ['committee_secretary'], removed: [] },
          { aspect: 'guards', added: ['signed'], removed: [] },
          {
            aspect: 'rules',
            added: ['fits: it fits well (Awb 4:25; database)', 'signed: it is signed (Awb 4:25; database)'],
            removed: ['fits: it fits (Awb 4:25; database)'],
          },
          { aspect: 'reason', added: ['required'], removed: [] },
        ],
      },
      {
        command: 'finish',
        changes: [{ aspect: 'from', added: ['refused'], removed: ['checked'] }],
      },
    ]);
  });

  it('tells for each state what becomes of the cases in it', () => {
    expect(difference.consequences).toEqual([
      { state: 'open', fate: 'changed', gained: ['note', 'refuse'], lost: ['wait'], changed: ['check'] },
      { state: 'waiting', fate: 'gone', gained: [], lost: ['check'], changed: [] },
      { state: 'checked', fate: 'stuck', gained: [], lost: ['finish'], changed: [] },
      { state: 'done', fate: 'same', gained: [], lost: [], changed: [] },
    ]);
  });

  it('is readable', () => {
    expect(describeDifference(difference)).toEqual([
      'thing, from version 1 to version 2',
      'states: - waiting: waiting (nl), waiting',
      'states: + refused: refused (nl), refused',
      'new commands: note, refuse',
      'commands that are gone: wait',
      'changed command check',
      '  from: - waiting',
      '  by: + committee_secretary',
      '  guards: - fits: it fits (Awb 4:25; database)',
      '  guards: + fits: it fits well (Awb 4:25; database)',
      '  guards: + signed: it is signed (Awb 4:25; database)',
      '  reason: + required',
      'changed command finish',
      '  from: - checked',
      '  from: + refused',
      'for running cases',
      '  open: changed; can now also note, refuse; can no longer wait; judged otherwise: check',
      '  waiting: stuck: the state no longer exists; can no longer check',
      '  checked: stuck: nothing leads out of it any more; can no longer finish',
      '  done: as before',
    ]);
  });

  it('is nothing between a version and itself', () => {
    for (const lifecycle of Object.values(lifecycles)) {
      const document = lifecycleDocument(lifecycle);
      const { version, machine } = document;
      expect(describeDifference(lifecycleDifference(document, document))).toEqual([
        `${machine}: versions ${version} and ${version} are the same`,
      ]);
    }
  });

  it('is the other way round with everything that came and went exchanged', () => {
    const back = lifecycleDifference(newer, older);
    expect(back.commandsAdded).toEqual(difference.commandsRemoved);
    expect(back.commandsRemoved).toEqual(difference.commandsAdded);
    expect(back.consequences.find(({ state }) => state === 'refused')).toMatchObject({
      fate: 'gone',
      lost: ['finish'],
    });
  });
});
