import { dateInAmsterdam, isCalendarDate, plus, RuleBroken, startOfDay } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';
import type { Seal } from '../as-known.js';

const columns = `number, taken_at as "takenAt", epoch, snapshot::text as snapshot`;
const take = statement('seal_take', `select take_seal() as number`);
const numbered = statement('seal_by_number', `select ${columns} from seal where number = $1`);
const lastBy = statement(
  'seal_last_by',
  `select ${columns}, $1::timestamptz > registry_now() as "inFuture" from seal
    where taken_at <= $1::timestamptz order by taken_at desc, number desc limit 1`,
);

/** A seal by its number, or null where there is none, or not yet on this replica. */
export async function sealNumbered(on: Queryable, number: string): Promise<Seal | null> {
  const [seal] = await on.query<Seal>(numbered(number));
  return seal ?? null;
}

/** Takes a seal: all that is committed now is known at it. */
async function takeSeal(db: Queryable): Promise<Seal> {
  const [taken] = await db.query<{ number: string }>(take());
  const seal = taken && (await sealNumbered(db, taken.number));
  if (!seal) throw new Error('The seal that was taken is not there');
  return seal;
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/;

/** The moment that a caller means: as given, or for a date its end in the Netherlands; null where it is neither. */
export function momentMeant(text: string): string | null {
  if (isCalendarDate(text)) return new Date(Date.parse(startOfDay(plus(text, { days: 1 }))) - 1).toISOString();
  return MOMENT.test(text) && isCalendarDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** The two times of a run. */
export interface Times {
  readonly asOf: string;
  readonly knownAt: string;
  readonly seal: Seal;
}

/**
 * Resolves what was known to the last seal by then, or to one taken now where nothing is asked; the day is that day
 * where none is asked.
 * @throws RuleBroken `known_at_in_future`, `known_before_first_seal` or `as_of_after_known_at`.
 */
export async function resolveTimes(
  db: Queryable,
  asked: { readonly asOf?: string | undefined; readonly knownAt?: string | undefined },
): Promise<Times> {
  const { knownAt = null } = asked;
  // Judged before a seal is taken for nothing.
  if (knownAt !== null) refuseDayAfter(asked.asOf, knownAt);
  const seal = knownAt === null ? await takeSeal(db) : await lastSealBy(db, knownAt);
  const known = knownAt ?? seal.takenAt;
  refuseDayAfter(asked.asOf, known);
  return { asOf: asked.asOf ?? dateInAmsterdam(known), knownAt: known, seal };
}

function refuseDayAfter(asOf: string | undefined, knownAt: string): void {
  if (asOf !== undefined && asOf > dateInAmsterdam(knownAt)) {
    throw new RuleBroken(['as_of_after_known_at'], `What was so on ${asOf} was not known yet at ${knownAt}`);
  }
}

async function lastSealBy(db: Queryable, knownAt: string): Promise<Seal> {
  const [seal] = await db.query<Seal & { inFuture: boolean }>(lastBy(knownAt));
  if (!seal) throw new RuleBroken(['known_before_first_seal'], `There is no seal from before ${knownAt}`);
  const { inFuture, ...last } = seal;
  if (inFuture) throw new RuleBroken(['known_at_in_future'], `What will be known at ${knownAt} is not known yet`);
  return last;
}
