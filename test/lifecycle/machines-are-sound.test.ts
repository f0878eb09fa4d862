import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lifecycles, roles, STAYS, UNBORN, type Guard, type Lifecycle, type Role } from '@grants/domain';
import { guardFacts } from './guard-facts.js';

const machines: Lifecycle<string>[] = Object.values(lifecycles);
const named = machines.map((lifecycle) => [lifecycle.machine, lifecycle] as const);
const guards = new Map(
  machines.flatMap(({ transitions }) => transitions.flatMap((row) => row.guards)).map((guard) => [guard.code, guard]),
);

/**
 * States that the law lets be left, by steps that this registry does not have yet: they are no dead ends for good, so
 * they are not final. A state that gets its command goes from this list.
 */
const leftByLaterSteps: Readonly<Record<string, readonly string[]>> = {
  application: ['honoured', 'rejected', 'not_processed', 'inadmissible'], // objection, appeal, withdrawal of the grant
  project: ['terminated', 'not_started'], // restored on objection
};

/** Roles that give no command of any machine, and why they exist. */
const withoutCommands: Partial<Record<Role, string>> = {
  project_leader: 'follows the application, and reports',
  committee_secretary: 'records advice, which has no steps yet',
  committee_member: 'scores and recuses, which have no steps yet',
  referee: 'reviews, which has no steps yet',
  finance_officer: 'books payments, which have no machine yet',
  legal_officer: 'handles objections, which have no machine yet',
  ministry_reporter: 'reads reports',
  auditor: 'reads everything, changes nothing',
  privacy_officer: 'erases and reads the access log, outside the machines',
};

/**
 * Moves that come by a decision without a guard of the table that says so: the code under which the database refuses
 * them otherwise. That it does, database-refuses-under-the-guards-code.test.ts tries.
 */
const refusedByTheDatabase: Readonly<Record<string, string>> = {
  'project.award': 'award_decision_required',
  'project.terminate': 'withdrawing_decision_required',
  'project.withdraw_grant': 'withdrawing_decision_required',
};

const root = join(import.meta.dirname, '../..');
/** The text of every source file below a folder, tests left out. */
async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
}

describe.each(named)('the lifecycle of a %s', (machine, { states, transitions, initial, final }) => {
  it('reaches every state from nothing', () => {
    const reached = new Set([UNBORN]);
    const grow = () => {
      const before = reached.size;
      for (const { from, to } of transitions)
        if (to !== STAYS && from.some((state) => reached.has(state))) reached.add(to);
      return reached.size > before;
    };
    while (grow());

    expect([...reached].toSorted()).toEqual([UNBORN, ...Object.keys(states)].toSorted());
    expect(Object.keys(states)).toContain(initial);
  });

  it('has no dead ends but its final states, and those that later steps will leave', () => {
    const leads = (state: string) =>
      transitions.some(({ from, to }) => from.includes(state) && to !== STAYS && to !== state);
    const deadEnds = Object.keys(states).filter((state) => !leads(state));

    expect(deadEnds.toSorted()).toEqual([...final, ...(leftByLaterSteps[machine] ?? [])].toSorted());
  });

  it('leads a command one way, from states that it has, by one row', () => {
    const commands = transitions.map(({ command }) => command);
    expect(commands.filter((command, place) => commands.indexOf(command) !== place)).toEqual([]);
    for (const { command, from, to } of transitions) {
      expect([command, new Set(from).size]).toEqual([command, from.length]);
      const ends = [...from, to].filter((state) => ![UNBORN, STAYS, ...Object.keys(states)].includes(state));
      expect([command, ends]).toEqual([command, []]);
    }
  });

  it('allows nothing by being empty: each row names states, roles, a ground and an event', () => {
    for (const row of transitions) {
      const emptied = Object.entries({ from: row.from, by: row.by, event: row.event, basis: row.basis.trim() })
        .filter(([, value]) => value.length === 0)
        .map(([name]) => name);
      expect([row.command, emptied]).toEqual([row.command, []]);
      expect([row.command, row.by.filter((role) => !roles.includes(role))]).toEqual([row.command, []]);
    }
  });

  it('lets a move that a decision brings about come by nothing else', () => {
    for (const { command, decisionKinds = [], guards: asked } of transitions) {
      if (decisionKinds.length === 0) continue;
      const judges = (guard: Guard<never>, decisionStatus: string, decisionKind: string) =>
        guard.enforcedBy === 'database' && holds(guard, { decisionKind, decisionStatus });
      const judged = asked.filter(
        (guard) =>
          decisionKinds.every((kind) => judges(guard, 'signed', kind) && !judges(guard, 'prepared', kind)) &&
          !judges(guard, 'signed', 'of another kind'),
      );
      const isRefused = `${machine}.${command}` in refusedByTheDatabase;
      expect([command, judged.length > 0, isRefused]).toEqual([command, !isRefused, isRefused]);
    }
  });

  it('calls each event by a name of its own machine that no other command has', () => {
    const events = transitions.map(({ event }) => event);
    expect(events.filter((event) => !new RegExp(`^${machine}\\.[a-z_]+$`).test(event))).toEqual([]);
    expect(events.filter((event, place) => events.indexOf(event) !== place)).toEqual([]);
  });
});

function holds(guard: Guard<never>, facts: object): boolean {
  try {
    return guard.holds(facts as never);
  } catch {
    return false; // it looks at other facts
  }
}

describe('every guard', () => {
  it('has facts that it refuses, and facts that it lets pass', () => {
    expect([...guards.keys()].filter((code) => !(code in guardFacts))).toEqual([]);
    const answers = [...guards.values()].map(({ code, holds: judge }) => {
      const { holds: good, refused } = guardFacts[code] ?? { holds: {}, refused: {} };
      return [code, judge(good as never), judge(refused as never)];
    });
    expect(answers).toEqual([...guards.keys()].map((code) => [code, true, false]));
  });

  it('is used: facts are kept for no other, and the domain defines no other', async () => {
    expect(Object.keys(guardFacts).filter((code) => !guards.has(code))).toEqual([]);
    const texts = await sources('libs/domain/src');
    const defined = texts.flatMap((text) =>
      [...text.matchAll(/: Guard<[^=]*> = \{\s*code: '(?<code>\w+)'/g)].map(({ groups }) => groups?.['code'] ?? ''),
    );
    expect(defined.length).toBeGreaterThan(50);
    expect(defined.toSorted()).toEqual([...guards.keys()].toSorted());
  });
});

it('every role gives a command of some machine, or is there for another reason', () => {
  const giving = new Set(machines.flatMap(({ transitions }) => transitions.flatMap(({ by }) => by)));
  const silent = roles.filter((role) => !giving.has(role));

  expect(silent.toSorted()).toEqual(Object.keys(withoutCommands).toSorted());
});

it('every topic of a message that is written out is the event of a command', async () => {
  const events = new Set(machines.flatMap(({ transitions }) => transitions.map(({ event }) => event)));
  const texts = await sources('libs/registry/src');
  const topics = texts.flatMap((text) =>
    [...text.matchAll(/insert into outbox_message[^`;]*/g)].flatMap(([sql]) =>
      [...sql.replaceAll(/\$\{[^}]*\}/g, '').matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, topic]) => topic ?? ''),
    ),
  );

  expect(topics.length).toBeGreaterThan(0);
  expect(topics.filter((topic) => !events.has(topic))).toEqual([]);
});
