import { AlreadyExists, KeyReused, RuleBroken, StaleVersion, TransitionRefused, VersionRequired } from '@grants/domain';
import {
  isKeyTaken,
  statement,
  type Actor,
  type Database,
  type IdempotentRequest,
  type SeenKey,
  type TextVault,
  type Tx,
} from '@grants/persistence';

/** What every step is given besides its own input. */
export interface StepInput {
  readonly reference: string;
  /** The version that the caller read (If-Match); null where none was given, which only a replay forgives. */
  readonly version: number | null;
  /** When it took effect, for a step that is booked late. */
  readonly occurred?: string | undefined;
  /** Why, in words; confidential. */
  readonly reason?: string | undefined;
  readonly request: IdempotentRequest | null;
}

/**
 * The caller read the version that is there now.
 * @throws VersionRequired where the caller named none. @throws StaleVersion where it named another.
 */
export function requireVersion(
  entity: string,
  there: { readonly reference: string; readonly version: number },
  given: number | null,
): void {
  if (given === null) throw new VersionRequired(entity, there.reference);
  if (there.version !== given) throw new StaleVersion(entity, there.reference, there.version);
}

/** How a step is booked, as the lifecycle judges it. */
export function booking({ occurred, reason }: Pick<StepInput, 'occurred' | 'reason'>): {
  late: boolean;
  hasReason: boolean;
} {
  return { late: occurred !== undefined, hasReason: reason !== undefined };
}

/** Keeps the reason of a step, where it gives one, with the key of its subject. */
export async function keepReason(
  tx: Tx,
  vault: TextVault,
  subjectId: string,
  { reason: content }: Pick<StepInput, 'reason'>,
  { id: by }: Actor,
): Promise<string | undefined> {
  return content === undefined ? undefined : vault.keep(tx, { subjectId, purpose: 'reason', content, by });
}

/** Who acts, and when, as far as rules look at it. */
export interface StepMoment {
  readonly actor: Actor;
  /** Now, from the injected clock. */
  readonly now: string;
}

const lookUpKey = statement(
  'idempotency_key_look_up',
  `select fingerprint as "keyFingerprint", result as "keyResult" from idempotency_key where caller = $1 and key = $2`,
);

/** Whether the error refuses because of what is so now, and so may be the echo of the caller's own first try. */
function isRefusal(error: unknown): boolean {
  return (
    [TransitionRefused, StaleVersion, RuleBroken, AlreadyExists].some((kind) => error instanceof kind) ||
    isKeyTaken(error)
  );
}

/**
 * Runs a step in one transaction, once for each idempotency key. `work` looks at the key that its load statement saw
 * with `seenResult`.
 */
export function runStep<T>(db: Database, request: IdempotentRequest | null, work: (tx: Tx) => Promise<T>): Promise<T> {
  return unlessDone(db, request, () => db.transaction(work));
}

/**
 * The result of an attempt, or of the same request that came before it. A refusal is looked at once more in a fresh
 * statement: a parallel request with the same key may have done the step while this one waited for its locks.
 */
export async function unlessDone<T>(
  db: Database,
  request: IdempotentRequest | null,
  attempt: () => Promise<T>,
): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (!request || !isRefusal(error)) throw error;
    const [seen] = await db.query<SeenKey>(lookUpKey(request.caller, request.key));
    const result = seen && seenResult<T>(seen, request);
    if (!result) throw error;
    return result;
  }
}

/** The result of an earlier request with this key. @throws KeyReused if that asked for something else. */
export function seenResult<T>(seen: SeenKey, request: IdempotentRequest | null): T | null {
  if (!request || seen.keyFingerprint === null) return null;
  if (!seen.keyFingerprint.equals(request.fingerprint)) throw new KeyReused();
  return seen.keyResult as T;
}

/** Looks the key up inside a transaction whose load statement does not. */
export async function resultOfKey<T>(tx: Tx, request: IdempotentRequest | null): Promise<T | null> {
  if (!request) return null;
  const [seen] = await tx.query<SeenKey>(lookUpKey(request.caller, request.key));
  return seen ? seenResult<T>(seen, request) : null;
}

const addKey = statement(
  'idempotency_key_add',
  `insert into idempotency_key (caller, key, fingerprint, result) values ($1, $2, $3, $4)`,
);

/** Keeps the result under the key, in the transaction of the change. */
export async function keepResult<T>(tx: Tx, request: IdempotentRequest | null, result: T): Promise<T> {
  if (request) await tx.query(addKey(request.caller, request.key, request.fingerprint, JSON.stringify(result)));
  return result;
}
