import { Prisma } from './generated/prisma/client.js';

/** Of PostgreSQL: connections and resources that fail (08, 53, 57P); steps in each other's way; one that took too long. */
const PASSING_STATE = /^(08|53|57P|57014|40001|40P01|55P03)/;
/** Of the operating system, and of Prisma where it does not say more. */
const passingCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EPIPE',
  'P1001',
  'P2024',
  'P2028',
  'P2034',
]);
/** `pg` gives no code where a connection broke under a statement, or none came free. */
const CONNECTION_LOST = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/;

/** Whether an error of the database passes by itself: the same request, sent again later, may well succeed. */
export function passesByItself(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (CONNECTION_LOST.test(error.message)) return true;
  const { code } = error as { code?: unknown };
  return [code, stateBehind(error)].some(
    (each) => typeof each === 'string' && (PASSING_STATE.test(each) || passingCodes.has(each)),
  );
}

/** The SQL state that Prisma passes on. */
function stateBehind(error: unknown): unknown {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  const { cause } = (error.meta?.['driverAdapterError'] ?? {}) as { cause?: { originalCode?: string } };
  return cause?.originalCode;
}
