import type { InputError } from '@grants/domain';

/** Whether a text can be kept: PostgreSQL knows no NUL, and half of a surrogate pair is no character (RFC 8259, 8.2). */
export function canBeKept(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** One step of a JSON pointer (RFC 6901). */
export function pointerTo(parent: string, field: string): string {
  return `${parent}/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Every text in a body or query that cannot be kept, however deep it stands. */
export function textErrors(given: unknown, root: string): InputError[] {
  const found: InputError[] = [];
  const left: [pointer: string, value: unknown][] = [[root, given]];
  for (const [pointer, value] of left) {
    if (typeof value === 'string' && !canBeKept(value)) {
      found.push({ pointer, detail: 'must be a text without U+0000 and without half a surrogate pair' });
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [field, each] of Object.entries(value)) left.push([pointerTo(pointer, field), each]); // walked in turn
  }
  return found;
}

/** No body or query of ours is nested so deep. */
const DEEPEST = 16;

/** Where a body or query is nested deeper than whatever walks it by recursion can bear; null where it is not. */
export function depthError(given: unknown, root: string): InputError | null {
  let level: unknown[] = [given];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return { pointer: root, detail: `must be nested at most ${DEEPEST} deep` };
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? (Object.values(each) as unknown[]) : [],
    );
  }
  return null;
}
