import type { InvalidInput } from '@grants/domain';

/** What is wrong with what a command was given, by the names of its options. */
export function inOptions({ errors }: InvalidInput): string {
  const option = (pointer: string) => pointer.slice(1).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return errors.map(({ pointer, detail }) => `--${option(pointer)} ${detail}`).join('\n');
}
