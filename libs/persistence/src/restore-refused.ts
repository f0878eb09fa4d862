/** The backup cannot be restored here; `advice` says what to do. Nothing was changed. */
export class RestoreRefused extends Error {
  override readonly name = 'RestoreRefused';

  constructor(
    problem: string,
    readonly advice: string,
    cause?: unknown,
  ) {
    super(`${problem} ${advice}`, { cause });
  }
}
