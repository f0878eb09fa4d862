import {
  describeDifference,
  lifecycles,
  renderMermaid,
  renderScxml,
  type LifecycleDocument,
  type Machine,
} from '@grants/domain';
import {
  describeTrial,
  differenceBetween,
  isMachine,
  lifecycleVersion,
  runningCases,
  tryDifference,
} from '@grants/registry';
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { withRegistry } from '../with-registry.js';

interface Options {
  readonly format: keyof typeof formats | 'json';
  readonly version?: number;
  readonly differences?: Versions;
  readonly try?: Versions;
}
type Versions = readonly [from: number, to: number];

const formats = { text: told, mermaid: renderMermaid, scxml: renderScxml } as const;

/** `registry lifecycles`: every state machine, as it is and as it was. */
export function addLifecyclesCommand(program: Command): void {
  program
    .command('lifecycles')
    .description('show the lifecycles: states, commands, roles and guards; and what a change of one means for cases')
    .addArgument(new Argument('[machine]', 'one of them').choices(Object.keys(lifecycles)))
    .addOption(new Option('--format <format>', 'how').choices(['text', 'json', 'mermaid', 'scxml']).default('text'))
    .addOption(new Option('--json', 'for machines; the same as --format json').implies({ format: 'json' }))
    .option('--version <number>', 'of one lifecycle, an earlier version', versionNumber)
    .option('--differences <from..to>', 'of one lifecycle, what differs between two versions', versionPair)
    .option('--try <from..to>', 'lay the difference over the cases that run now; changes nothing', versionPair)
    .action(async (name: string | undefined, options: Options, command: Command) => {
      const needsMachine = options.version ?? options.differences ?? options.try;
      if (name === undefined || !isMachine(name)) {
        if (needsMachine !== undefined) command.error('Say of which lifecycle.');
        await showAll(options);
      } else if (options.try) await showTrial(name, options.try, options);
      else if (options.differences) await showDifference(name, options.differences, options);
      else show(await lifecycleVersion(name, options.version), options);
    });
}

async function showAll({ format }: Options): Promise<void> {
  const all = await Promise.all((Object.keys(lifecycles) as Machine[]).map((machine) => lifecycleVersion(machine)));
  if (format === 'json') showJson(Object.fromEntries(all.map((each) => [each.machine, each])));
  else for (const each of all) console.log(formats[format](each));
}

function show(lifecycle: LifecycleDocument, { format }: Options): void {
  if (format === 'json') showJson(lifecycle);
  else console.log(formats[format](lifecycle).trimEnd());
}

async function showDifference(machine: Machine, [from, to]: Versions, { format }: Options): Promise<void> {
  const difference = await differenceBetween(machine, from, to);
  if (format === 'json') showJson(difference);
  else console.log(describeDifference(difference).join('\n'));
}

async function showTrial(machine: Machine, [from, to]: Versions, { format }: Options): Promise<void> {
  const difference = await differenceBetween(machine, from, to);
  const trial = await withRegistry(async ({ db }) => tryDifference(difference, await runningCases(db, machine)));
  if (format === 'json') showJson(trial);
  else console.log(describeTrial(trial).join('\n'));
}

function showJson(value: unknown): void {
  console.log(JSON.stringify(value, null, 2));
}

function told({ machine, nl, version, transitions }: LifecycleDocument): string {
  const rows = transitions.flatMap(({ command, from, to, by, guards }) => [
    `  ${command}: ${from.map((state) => state || '—').join(', ')} → ${to ?? 'the same state'} (${by.join(', ')})`,
    ...guards.map(({ code, basis }) => `    ${code} (${basis})`),
  ]);
  return [`${machine} (${nl}), version ${version}`, ...rows, ''].join('\n');
}

function versionNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It must be the number of a version.');
  return Number(text);
}

function versionPair(text: string): Versions {
  const { from, to } = /^(?<from>[1-9]\d{0,3})\.\.(?<to>[1-9]\d{0,3})$/.exec(text)?.groups ?? {};
  if (from === undefined || to === undefined) throw new InvalidArgumentError('It must be two versions, such as 1..2.');
  return [Number(from), Number(to)];
}
