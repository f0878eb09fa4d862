import { stepContext } from '@grants/persistence';
import fc from 'fast-check';
import type { PoolClient } from 'pg';
import { aReason } from './raw-step.js';
import type { TestRegistry } from './registry.js';
import { takeSeal } from './status-by-seal.js';

const CLIENTS = 6;
const SUBJECTS = 8;
const HOUR = 3_600_000;

/** One thing that somebody does next, on one of several connections. */
type Action =
  | { readonly kind: 'step'; readonly client: number; readonly subject: number; readonly late: number | null }
  | { readonly kind: 'commit' | 'rollback'; readonly client: number }
  | { readonly kind: 'seal' }
  | { readonly kind: 'clock'; readonly hours: number };

const client = fc.nat(CLIENTS - 1);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 60,
    arbitrary: fc.record({
      kind: fc.constant('step' as const),
      client,
      subject: fc.nat(SUBJECTS - 1),
      // How far back, as a share of the time since the subject began; 45 % of the steps are booked late.
      late: fc.oneof(
        { weight: 55, arbitrary: fc.constant(null) },
        { weight: 45, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
      ),
    }),
  },
  { weight: 16, arbitrary: fc.record({ kind: fc.constant('commit' as const), client }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('rollback' as const), client }) },
  { weight: 10, arbitrary: fc.constant({ kind: 'seal' as const }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('clock' as const), hours: fc.integer({ min: 1, max: 30 }) }) },
);

/** What people do with some projects on several connections, their transactions open across each other. */
export const aHistory = (length: number): fc.Arbitrary<Action[]> =>
  fc.array(action, { minLength: length, maxLength: length, size: 'max' });

/** What a history was made of: so that a test can tell that it tried what it is about. */
export interface Played {
  readonly subjects: readonly string[];
  readonly seals: readonly string[];
  readonly committed: { steps: number; late: number; severalInOne: number };
  rolledBack: number;
}

interface Subject {
  readonly id: string;
  readonly born: number;
  suspended: boolean;
  /** The connection whose open transaction changed it. */
  heldBy: number | null;
}

interface OpenTransaction {
  readonly before: Map<Subject, boolean>;
  steps: number;
  late: number;
}

/** Plays a history on projects of its own, that are suspended and resumed; what is open at the end is committed. */
export async function play(on: TestRegistry, history: readonly Action[]): Promise<Played> {
  const played: Played = {
    subjects: [],
    seals: [],
    committed: { steps: 0, late: 0, severalInOne: 0 },
    rolledBack: 0,
  };
  let clock = -24 * 400;
  await on.moveClock(clock);
  const subjects: Subject[] = [];
  for (let index = 0; index < SUBJECTS; index++) {
    const project = await on.aProject({ status: 'started' });
    const [first] = await on.eventsOf(project);
    subjects.push({ id: project.id, born: Date.parse(first?.occurred ?? '') + 1, suspended: false, heldBy: null });
  }
  const reasonId = await aReason(on, subjects[0]?.id ?? '');
  const clients: PoolClient[] = [];
  for (let index = 0; index < CLIENTS; index++) clients.push(await on.db.pool.connect());
  const open = new Map<number, OpenTransaction>();

  const end = async (index: number, how: 'commit' | 'rollback') => {
    const transaction = open.get(index);
    if (!transaction) return;
    await clients[index]?.query(how);
    open.delete(index);
    for (const [subject, before] of transaction.before) {
      if (how === 'rollback') subject.suspended = before;
      subject.heldBy = null;
    }
    if (how === 'rollback') {
      played.rolledBack += transaction.steps;
      return;
    }
    played.committed.steps += transaction.steps;
    played.committed.late += transaction.late;
    played.committed.severalInOne += transaction.steps > transaction.before.size ? 1 : 0;
  };

  const step = async ({ client: index, subject: which, late }: Action & { kind: 'step' }) => {
    const [subject, connection] = [subjects[which], clients[index]];
    if (!subject || !connection || (subject.heldBy !== null && subject.heldBy !== index)) return; // it would wait
    const transaction = open.get(index) ?? { before: new Map<Subject, boolean>(), steps: 0, late: 0 };
    if (!open.has(index)) {
      await connection.query('begin');
      open.set(index, transaction);
    }
    const [command, to] = subject.suspended ? ['resume', 'started'] : ['suspend', 'suspended'];
    const hours = late === null ? 0 : Math.floor((late * (Date.parse(on.clock.now()) - subject.born)) / HOUR);
    const occurred = late === null ? undefined : new Date(subject.born + hours * HOUR).toISOString();
    const context = stepContext({ actor: on.officer, commands: { project: command }, occurred, reasonId });
    await connection.query(
      `select set_config('registry.step', ($1::jsonb || jsonb_build_object('begun', now()))::text, true)`,
      [context],
    );
    await connection.query(`update project set status = $2, version = version + 1 where id = $1`, [subject.id, to]);
    if (!transaction.before.has(subject)) transaction.before.set(subject, subject.suspended);
    subject.suspended = !subject.suspended;
    subject.heldBy = index;
    transaction.steps += 1;
    transaction.late += late === null ? 0 : 1;
  };

  try {
    const seals: string[] = [await takeSeal(on.owner)];
    for (const each of history) {
      if (each.kind === 'step') await step(each);
      else if (each.kind === 'seal') seals.push(await takeSeal(on.owner));
      else if (each.kind === 'clock') await on.moveClock((clock += each.hours));
      else await end(each.client, each.kind);
    }
    for (const index of open.keys()) await end(index, 'commit');
    seals.push(await takeSeal(on.owner));
    return { ...played, subjects: subjects.map(({ id }) => id), seals };
  } finally {
    for (const each of clients) each.release(true); // whatever is still open ends with its connection
  }
}

/** What comparing periods with events found. */
export interface Comparison {
  readonly compared: number;
  readonly differences: readonly unknown[];
}

/**
 * The status by periods and the status by events, for each subject, by each seal, at each moment at which something
 * occurred to it and just before.
 */
export async function comparePeriodsWithEvents(
  on: TestRegistry,
  { subjects, seals }: Pick<Played, 'subjects' | 'seals'>,
): Promise<Comparison> {
  const [result] = await on.ownerSql<{ compared: number; differences: unknown[] | null }>(
    `with moment as (
       select distinct subject_id, occurred_at - before as at
         from registry_event, (values (interval '0'), (interval '1 microsecond')) as just (before)
        where subject_id = any($1::uuid[])
     ), compared as (
       select moment.subject_id, moment.at, seal.number, by_event.status as by_event, by_period.status as by_period
         from moment cross join seal
         left join lateral (
           select to_status as status from registry_event event
            where event.subject_id = moment.subject_id and event.occurred_at <= moment.at
              and known_at(event.xact, event.epoch, seal.epoch, seal.snapshot)
            order by seq desc limit 1
         ) by_event on true
         left join lateral (
           select string_agg(status, ' and ') as status from status_period period
            where period.subject_id = moment.subject_id and occurred_from <= moment.at
              and known_at(period.xact, period.epoch, seal.epoch, seal.snapshot)
              and known_at(superseded_xact, superseded_epoch, seal.epoch, seal.snapshot) is not true
              and (occurred_to is null or occurred_to > moment.at or known_at(ended_xact, ended_epoch, seal.epoch, seal.snapshot) is not true)
         ) by_period on true
        where seal.number = any($2::bigint[])
     )
     select count(*)::integer as compared, jsonb_agg(compared) filter (where by_event is distinct from by_period) as differences from compared`,
    subjects,
    seals,
  );
  return { compared: result?.compared ?? 0, differences: (result?.differences ?? []).slice(0, 5) };
}

/** How many of the seals were taken while a transaction was open. */
export async function sealsOverOpenTransactions(on: TestRegistry, seals: readonly string[]): Promise<number> {
  const [row] = await on.ownerSql<{ count: number }>(
    `select count(*)::integer from seal where number = any($1::bigint[]) and exists (select from pg_snapshot_xip(snapshot))`,
    seals,
  );
  return row?.count ?? 0;
}
