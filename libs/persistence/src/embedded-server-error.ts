export type EmbeddedServerProblem =
  | 'no_binaries'
  | 'no_account'
  | 'unreachable_folder'
  | 'not_writable'
  | 'not_ours'
  | 'other_version'
  | 'held_by_another_server'
  | 'port_taken'
  | 'busy'
  | 'did_not_start';

/** The embedded PostgreSQL cannot be used; `advice` says what to do. */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError';

  constructor(
    readonly code: EmbeddedServerProblem,
    problem: string,
    readonly advice: string,
    cause?: unknown,
  ) {
    super(`${problem} ${advice}`, { cause });
  }
}
