/**
 * One thing measured beside its limit. The ratio is the median of the ratios of each round, in which more is better.
 * @typedef {{
 *   name: string, unit: string, moreIsBetter: boolean, mark: number | null, ours: number, limit: number | null,
 *   ratio: number | null, rounds: { ours: number, limit: number | null }[], notes: string[],
 * }} Measured
 */

/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/**
 * Measures ours and the limit, turn by turn, and who goes first also turns: what else the machine does falls on both.
 * @param {Pick<Measured, 'name' | 'unit' | 'moreIsBetter' | 'mark'>} what
 * @param {number} count
 * @param {{ ours: (round: number) => Promise<number>, limit: ((round: number) => Promise<number>) | null }} sides
 * @returns {Promise<Measured>}
 */
export async function alternate(what, count, { ours, limit }) {
  /** @type {Measured['rounds']} */
  const rounds = [];
  for (let round = 0; round < count; round += 1) {
    const limitFirst = round % 2 === 1;
    const before = limitFirst && limit ? await limit(round) : null;
    const own = await ours(round);
    rounds.push({ ours: own, limit: before ?? (limit ? await limit(round) : null) });
    console.error(`${what.name} ${round + 1}/${count}: ${JSON.stringify(rounds.at(-1))} ${what.unit}`);
  }
  const ratios = rounds.flatMap((round) =>
    round.limit === null ? [] : [what.moreIsBetter ? round.ours / round.limit : round.limit / round.ours],
  );
  return {
    ...what,
    ours: median(rounds.map((round) => round.ours)),
    limit: limit && median(rounds.map((round) => round.limit ?? Number.NaN)),
    ratio: ratios.length === 0 ? null : median(ratios),
    rounds,
    notes: [],
  };
}
