import pino, { type Logger, type SerializedError } from 'pino';

export type { Logger } from 'pino';

/** An error as it is logged. A database quotes what it refused, whole rows included: those are of people, and left out. */
export const errorForLog: (error: Error) => object = pino.stdSerializers.wrapErrorSerializer(
  ({ type, message, stack, ...rest }: SerializedError) => {
    const { severity, code, constraint, table, column } = rest as Record<string, unknown>;
    const said = severity === undefined ? message : message.replace(/: ".*"$/s, ': …');
    const where = { code, constraint, table, column };
    return { type, message: said, stack: stack.replace(message, () => said), ...where };
  },
);

/** Structured logs on standard error; credentials and what people entered never reach them. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      redact: ['req.headers.authorization', 'headers.authorization'],
      serializers: { err: errorForLog },
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
