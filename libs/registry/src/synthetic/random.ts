/**
 * Numbers that look random and are the same for the same seed: xoshiro128** (Blackman and Vigna, 2018), its state filled
 * from the seed by SplitMix32. Not for secrets.
 */
export class Random {
  readonly #state: Uint32Array;

  constructor(seed: number) {
    let mixed = seed >>> 0;
    this.#state = Uint32Array.from({ length: 4 }, () => {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      let word = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
      word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
      return word ^ (word >>> 15);
    });
  }

  /** The next 32 bits. */
  word(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#state;
    const scrambled = Math.imul(b, 5);
    const word = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const next = [a ^ d ^ b, b ^ c ^ a, c ^ a ^ (b << 9), d ^ b] as const;
    this.#state.set([next[0], next[1], next[2], (next[3] << 11) | (next[3] >>> 21)]);
    return word;
  }

  /** A whole number from `from` up to and including `to`. */
  between(from: number, to: number): number {
    return from + Math.floor((this.word() / 2 ** 32) * (to - from + 1));
  }

  /** Whether something happens that happens so many times in a hundred. */
  percent(share: number): boolean {
    return this.between(1, 100) <= share;
  }

  /** One of the items. */
  pick<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)] as T;
  }

  /** A key of version 7 for something that was made at a moment, in milliseconds. */
  key(at: number): string {
    const time = Math.max(0, Math.floor(at)).toString(16).padStart(12, '0');
    const hex = (bits: number, length: number) => bits.toString(16).padStart(length, '0');
    const [a, b, c] = [this.word(), this.word(), this.word()];
    const variant = hex(0x8000 | (a & 0x3fff), 4);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(a >>> 20, 3)}-${variant}-${hex(b, 8)}${hex(c >>> 16, 4)}`;
  }
}
