import { InvalidInput, type InputError } from '@grants/domain';

/** Which fields a command takes besides those of every step. */
export interface CommandFields<Field extends string> {
  readonly required: readonly Field[];
  readonly optional: readonly Field[];
}

/** The command with its own fields and no others. @throws InvalidInput naming every field that is missing or too many. */
export function requireFieldsOf<Command extends string, Field extends string>(
  body: { readonly command: Command } & Partial<Record<Field, unknown>>,
  fieldsOf: Readonly<Record<Command, CommandFields<Field>>>,
): void {
  const { command } = body;
  const all = new Set(
    Object.values<CommandFields<Field>>(fieldsOf).flatMap((each) => [...each.required, ...each.optional]),
  );
  const { required, optional } = fieldsOf[command];
  const errors: InputError[] = [
    ...required
      .filter((field) => body[field] === undefined)
      .map((field) => ({ pointer: `/${field}`, detail: `${command} needs it` })),
    ...[...all]
      .filter((field) => body[field] !== undefined && ![...required, ...optional].includes(field))
      .map((field) => ({ pointer: `/${field}`, detail: `${command} does not take it` })),
  ];
  if (errors.length > 0) throw new InvalidInput(errors);
}
