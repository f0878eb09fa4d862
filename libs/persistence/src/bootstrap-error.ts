export type BootstrapProblem = 'not_permitted' | 'old_server' | 'role_too_powerful' | 'wrong_encoding';

/** The server cannot be prepared for the registry; `advice` says what an administrator can do. */
export class BootstrapError extends Error {
  override readonly name = 'BootstrapError';

  constructor(
    readonly code: BootstrapProblem,
    problem: string,
    readonly advice: string,
    cause?: unknown,
  ) {
    super(`${problem} ${advice}`, { cause });
  }
}
