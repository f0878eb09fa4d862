/** Why a lifecycle refused a command. */
export type RefusalReason = 'wrong_state' | 'wrong_role' | 'guard_failed';

/** What a refusal says, apart from its reason. */
export interface RefusalDetails {
  readonly machine: string;
  readonly command: string;
  readonly state: string;
  /** The commands that the state allows, the roles that may give this one, or the guards that stand in the way. */
  readonly concerned: readonly string[];
}

const becauseOf: Readonly<Record<RefusalReason, string>> = {
  wrong_state: 'it does not fit the state',
  wrong_role: 'the role may not give it',
  guard_failed: 'a rule is not met',
};

/** What was refused, as a subject of a sentence. The database refuses without saying which command it was. */
function stepOf({ machine, command, state }: RefusalDetails): string {
  if (command === '') return 'The step';
  const subject = machine.replaceAll('_', ' ');
  return `The command ${command} on ${state === '' ? `a new ${subject}` : `the ${subject} in state ${state}`}`;
}

/** The lifecycle does not allow the command, now, to this role or with these facts. */
export class TransitionRefused extends Error {
  constructor(
    readonly reason: RefusalReason,
    readonly details: RefusalDetails,
  ) {
    super(`${stepOf(details)} was refused, because ${becauseOf[reason]}`);
  }
}

/** A rule of the registry outside a lifecycle is not met; `rules` are stable codes. */
export class RuleBroken extends Error {
  constructor(
    readonly rules: readonly string[],
    message: string,
  ) {
    super(message);
  }
}

/** Somebody changed the record since the caller read it. */
export class StaleVersion extends Error {
  constructor(
    readonly entity: string,
    readonly reference: string,
    readonly version: number | null,
  ) {
    super(`The ${entity} ${reference} has changed since it was read`);
  }
}

/** A change was asked for without saying which version it is of. */
export class VersionRequired extends Error {
  constructor(
    readonly entity: string,
    readonly reference: string,
  ) {
    super(`Say which version of the ${entity} ${reference} you read`);
  }
}

/** Unknown, or not visible to this caller: the two look the same from outside. */
export class NotFound extends Error {
  constructor(
    readonly entity: string,
    readonly reference: string,
  ) {
    super(`There is no ${entity} ${reference}, or it is not visible to you`);
  }
}

/** Visible, but not allowed to this caller. */
export class NotAllowed extends Error {
  constructor(
    readonly action: string,
    readonly roles: readonly string[],
    why: string | null = null,
  ) {
    super(`Your roles do not allow ${action}${why === null ? '' : `: ${why}`}`);
  }
}

/** One thing wrong with the input: where (JSON pointer), and what is allowed. */
export interface InputError {
  readonly pointer: string;
  readonly detail: string;
}

/** The input does not match its schema; all errors at once. */
export class InvalidInput extends Error {
  constructor(readonly errors: readonly InputError[]) {
    super('The input is not valid');
  }
}

/** The same idempotency key came with another body. */
export class KeyReused extends Error {
  constructor() {
    super('This Idempotency-Key was used for another request');
  }
}

/** A unique value is taken already. */
export class AlreadyExists extends Error {
  constructor(
    readonly entity: string,
    readonly field: string,
  ) {
    super(`There is a ${entity} with this ${field} already`);
  }
}
