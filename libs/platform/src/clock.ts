/** Where time comes from; injected, so that tests and scripted rounds can move it. */
export interface Clock {
  /** Now, as ISO 8601 in UTC. */
  now(): string;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date().toISOString() };
