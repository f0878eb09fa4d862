import { lifecycles, type Machine, type Role } from '@grants/domain';
import type { Tx } from './database.js';
import { statement, type Statement } from './statement.js';

/** Who acts: an opaque id, and the role in which they act now. */
export interface Actor {
  readonly id: string;
  readonly role: Role;
  /** The person behind the account; null for a machine. */
  readonly personId: string | null;
  /** Ties the event to the log. */
  readonly requestId?: string;
}

/** What a step says of itself to the database: who, which command on each machine it touches, and on what ground. */
export interface Step {
  readonly actor: Actor;
  readonly commands: Partial<Record<Machine, string>>;
  /** When it took effect, only for a step that is booked late. */
  readonly occurred?: string | undefined;
  /** The confidential text that gives the reason. */
  readonly reasonId?: string | undefined;
  readonly decisionId?: string | undefined;
}

/** The commands of a step with the version of each machine by which they are judged. */
export function judgedCommands(commands: Step['commands']): Record<string, { command: string; version: number }> {
  return Object.fromEntries(
    Object.entries(commands).map(([machine, command]) => [
      machine,
      { command, version: lifecycles[machine as Machine].version },
    ]),
  );
}

/** The step as the database reads it; the statement that sets it adds the moment at which its transaction began. */
export function stepContext({ actor, commands, occurred, reasonId, decisionId }: Step): string {
  return JSON.stringify({
    actor: actor.id,
    role: actor.role,
    request: actor.requestId,
    occurred,
    reason: reasonId,
    decision: decisionId,
    commands: judgedCommands(commands),
  });
}

/** A request that may come twice: who sent it, under which key, and what it asked. */
export interface IdempotentRequest {
  readonly caller: string;
  readonly key: string;
  readonly fingerprint: Buffer;
}

/** What an earlier request with the same key left. */
export interface SeenKey {
  readonly keyFingerprint: Buffer | null;
  readonly keyResult: unknown;
}

/**
 * A statement that sets the step's context, looks for the idempotency key and loads the facts, in one round trip.
 * `ctes` are the locks, parent before child, each `materialized … for no key update`; `facts` is a select over them.
 * Values of the body begin at $4.
 */
export function loadStatement(name: string, ctes: string, facts: string) {
  const make = statement(
    name,
    `with step_context as materialized (
       select set_config('registry.step', ($1::jsonb || jsonb_build_object('begun', now()))::text, true)
     ), seen_key as materialized (
       select fingerprint, result from idempotency_key
        where caller = $2::uuid and key = $3
     ), ${ctes}
     select seen_key.fingerprint as "keyFingerprint", seen_key.result as "keyResult", facts.*
       from step_context left join seen_key on true left join (${facts}) facts on true`,
  );
  return (step: Step, request: IdempotentRequest | null, ...values: unknown[]): Statement =>
    make(stepContext(step), request?.caller ?? null, request?.key ?? null, ...values);
}

const setContext = statement(
  'step_context',
  `select set_config('registry.step', ($1::jsonb || jsonb_build_object('begun', now()))::text, true)`,
);

/** Sets the context alone: for a second step in one transaction, and for ordinary records, whose history names who. */
export async function setStep(tx: Tx, step: Step): Promise<void> {
  await tx.query(setContext(stepContext(step)));
}

/**
 * The part of a record statement that keeps the key with its result; `at` is the number of its first value. The
 * values are those of `keyValues`.
 */
export function keepKey(at: number, result: string): string {
  return `insert into idempotency_key (caller, key, fingerprint, result)
    select $${at}::uuid, $${at + 1}, $${at + 2}::bytea, ${result} where $${at + 1}::text is not null`;
}

/** The values of `keepKey`. */
export function keyValues(request: IdempotentRequest | null): unknown[] {
  return [request?.caller ?? null, request?.key ?? null, request?.fingerprint ?? null];
}
