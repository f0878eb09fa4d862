/** A character that is not white space: blanks say nothing. */
export const SAYS_SOMETHING = /\S/;

/** Whether a text is there and says something. */
export function saysSomething(text: string | null): boolean {
  return text !== null && SAYS_SOMETHING.test(text);
}
