import pino, { type Logger } from 'pino';

export type { Logger } from 'pino';

/** Structured logs on standard error; credentials never reach them. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      redact: ['req.headers.authorization', 'headers.authorization'],
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
