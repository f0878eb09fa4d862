import { closeSync, openSync, writeSync } from 'node:fs';

/** A CSV file that is written line by line. What a spreadsheet would run as a formula is written as text. */
export class CsvFile {
  readonly #file: number;

  /** @throws Error where the file cannot be written. */
  constructor(name: string, header: readonly string[]) {
    this.#file = openSync(name, 'w');
    this.write(header);
  }

  write(cells: readonly (string | number | null)[]): void {
    writeSync(this.#file, `${cells.map((cell) => csvCell(String(cell ?? ''))).join(',')}\r\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
