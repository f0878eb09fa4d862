export type MigrationProblem =
  'edited' | 'missing' | 'failed_before' | 'failed' | 'locked' | 'unreadable' | 'invalid_schema';

/** The database cannot be brought to this release; `advice` says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';

  constructor(
    readonly code: MigrationProblem,
    problem: string,
    readonly advice: string,
    cause?: unknown,
  ) {
    super(`${problem} ${advice}`, { cause });
  }
}
