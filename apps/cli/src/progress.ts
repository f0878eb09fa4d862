/** Tells somebody at a terminal what is being done; machines get results alone. */
export function progress(message: string): void {
  if (process.stderr.isTTY) console.error(message);
}
