import { UNBORN } from './lifecycle.js';
import type { LifecycleDocument } from './lifecycle-document.js';

/** Quotes would end a label, and Mermaid has no escape for them but this. */
const label = (text: string) => text.replaceAll('"', '#quot;');

/** A lifecycle as a state diagram of Mermaid; commands that lead the same way share an arrow. */
export function renderMermaid({ final, states, transitions }: LifecycleDocument): string {
  const arrows = new Map<string, string[]>();
  for (const { command, from, to } of transitions) {
    for (const state of from) {
      const arrow = `${state === UNBORN ? '[*]' : state} --> ${to ?? state}`;
      arrows.set(arrow, [...(arrows.get(arrow) ?? []), command]);
    }
  }
  const lines = [
    ...states.map(({ state, nl, en }) => `state "${label(en)} (${label(nl)})" as ${state}`),
    ...[...arrows].map(([arrow, commands]) => `${arrow}: ${commands.join(', ')}`),
    ...final.map((state) => `${state} --> [*]`),
  ];
  return `stateDiagram-v2\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
