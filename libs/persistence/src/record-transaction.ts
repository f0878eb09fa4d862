import { domainError } from './constraint-errors.js';
import type { Database } from './database.js';
import type { Prisma } from './generated/prisma/client.js';
import { stepContext, type Step } from './step.js';

/** A transaction of ordinary records, through Prisma's models: the visible first argument of their stores. */
export type RecordTx = Prisma.TransactionClient;

/** For a connection, and for the work itself, in milliseconds. */
const PATIENCE = { maxWait: 10_000, timeout: 30_000 };

/**
 * Commits what `work` does to ordinary records, or nothing of it. The step tells the history of their columns who
 * changed them and, where it says `occurred`, from when. A violated constraint becomes the domain error of its name.
 */
export async function recordTransaction<T>(db: Database, step: Step, work: (tx: RecordTx) => Promise<T>): Promise<T> {
  try {
    return await db.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`select set_config('registry.step',
        (${stepContext(step)}::jsonb || jsonb_build_object('begun', now()))::text, true)`;
      return work(tx);
    }, PATIENCE);
  } catch (error) {
    throw domainError(error);
  }
}

/** A calendar date as Prisma takes it. */
export function dateValue(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

type Given<T> = { [Field in keyof T]?: Exclude<T[Field], undefined> };
/** The fields that are given: those left out are not changed, and null empties a field. */
export function givenFields<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}
