/** A prepared statement with its values. */
export interface Statement {
  /** Unique for its text: the server keeps the plan under it. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[] & unknown[];
}

/** Names a statement once, so that it can be given with its values. */
export function statement(name: string, text: string): (...values: unknown[]) => Statement {
  return (...values) => ({ name, text, values });
}
