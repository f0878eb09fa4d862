import { daysBetween, plus, type CalendarDate } from '../shared/calendar.js';
import type { Money } from '../shared/money.js';
import { deadlineAfter, type Deadline } from './legal-clock.js';
import { legalTerm } from './term-catalogue.js';

/** What a day costs, from a day on. NL: bedragen van de dwangsom (Awb 4:17(2)). */
export interface PenaltyRates {
  /** Holds for penalty days on and after this one. */
  readonly from: CalendarDate;
  /** Amounts a day, each for so many days; together the 42 days. */
  readonly steps: readonly { readonly days: number; readonly perDay: Money }[];
}

const thriceFourteen = (first: Money, second: Money, third: Money) => [
  { days: 14, perDay: first },
  { days: 14, perDay: second },
  { days: 14, perDay: third },
];

/** The amounts since there is a penalty, the oldest first; an indexation is a new row. */
export const penaltyRates: readonly PenaltyRates[] = [
  { from: '2009-10-01', steps: thriceFourteen(20_00n, 30_00n, 40_00n) },
  { from: '2019-01-01', steps: thriceFourteen(23_00n, 35_00n, 45_00n) },
];

/** Why no penalty is due at all. NL: uitzonderingen (Awb 4:17(6)). */
export const penaltyExclusions = {
  notice_unreasonably_late: {
    nl: 'onredelijk laat in gebreke gesteld',
    en: 'the default notice came unreasonably late',
    basis: 'Awb 4:17(6)(a)',
  },
  not_interested: {
    nl: 'aanvrager is geen belanghebbende',
    en: 'the applicant is no interested party',
    basis: 'Awb 4:17(6)(b)',
  },
  plainly_hopeless: {
    nl: 'aanvraag kennelijk niet-ontvankelijk of kennelijk ongegrond',
    en: 'the application is plainly inadmissible or unfounded',
    basis: 'Awb 4:17(6)(c)',
  },
} as const;
export type PenaltyExclusion = keyof typeof penaltyExclusions;

/** What a penalty is computed from. */
export interface PenaltyFacts {
  /** The last day of the term for deciding. */
  readonly termEndsOn: CalendarDate;
  readonly noticeOn: CalendarDate;
  /** The day on which the decision was announced; null while there is none. */
  readonly decidedOn: CalendarDate | null;
  readonly askedOn: CalendarDate;
  readonly exclusion: PenaltyExclusion | null;
  /** Among how many applicants it is split. */
  readonly applicants: number;
}

/** A day on which the authority is late, and what has become due by then. */
export interface PenaltyDay {
  readonly number: number;
  readonly day: CalendarDate;
  readonly amount: Money;
  readonly total: Money;
}

/** What is due because a decision is late. NL: dwangsom bij niet tijdig beslissen (Awb 4:17, 4:18). */
export interface Penalty {
  /**
   * `premature`: the notice came while the term still ran, and counts for nothing; `avoided`: decided within two weeks;
   * `waiting`: the two weeks still run; `running`; `ended`.
   */
  readonly standing: 'excluded' | 'premature' | 'avoided' | 'waiting' | 'running' | 'ended';
  readonly basis: string;
  /** The two weeks in which a decision avoids it; null where no penalty can become due. */
  readonly grace: Deadline | null;
  readonly firstDay: CalendarDate | null;
  /** The last day on which it is due, or would be if no decision came. */
  readonly lastDay: CalendarDate | null;
  readonly days: readonly PenaltyDay[];
  readonly amount: Money;
  /** Equal shares, in the order of the applicants on the application: cents that do not divide go to the first ones. */
  readonly shares: readonly Money[];
  /** By when its amount is decided; while the penalty runs, at the latest. */
  readonly decision: Deadline | null;
}

/** Splits an amount equally, to the cent: the first ones get one more where it does not divide (Awb 4:17(7)). */
export function equalShares(amount: Money, among: number): Money[] {
  if (!Number.isSafeInteger(among) || among < 1) throw new RangeError(`Not a number of shares: ${among}`);
  const [share, left] = [amount / BigInt(among), amount % BigInt(among)];
  return Array.from({ length: among }, (_, at) => (BigInt(at) < left ? share + 1n : share));
}

/** What a day costs, by its number and the amounts that hold on it. */
function rateOf(number: number, day: CalendarDate, rates: readonly PenaltyRates[]): Money {
  let upTo = 0;
  for (const { days, perDay: amount } of rates.findLast(({ from }) => from <= day)?.steps ?? []) {
    upTo += days;
    if (number <= upTo) return amount;
  }
  return 0n;
}

/** The most days on which a penalty is due (Awb 4:17(1)); the Algemene termijnenwet does not move them. */
const MOST_DAYS = 42;

const nothing = (standing: Penalty['standing'], basis: string, applicants: number, grace: Deadline | null = null) =>
  ({
    standing,
    basis,
    grace,
    firstDay: null,
    lastDay: null,
    days: [],
    amount: 0n,
    shares: equalShares(0n, applicants),
    decision: null,
  }) satisfies Penalty;

/**
 * The penalty for a late decision, as it stands on a day. The first day is the one after two weeks, counted from the day
 * after the notice came; the day of the decision itself is no day of being late. A notice that comes before the term has
 * ended is none. NL: ingebrekestelling en dwangsom (Awb 4:17, 4:18).
 */
export function penaltyFor(facts: PenaltyFacts, rates: readonly PenaltyRates[] = penaltyRates): Penalty {
  const { termEndsOn, noticeOn, decidedOn, askedOn, exclusion, applicants } = facts;
  if (exclusion !== null) return nothing('excluded', penaltyExclusions[exclusion].basis, applicants);
  if (noticeOn <= termEndsOn) return nothing('premature', 'Awb 4:17(3)', applicants);
  const grace = deadlineAfter(noticeOn, legalTerm('default_notice'));
  if (decidedOn !== null && decidedOn <= plus(grace.endsOn, { days: 1 })) {
    return nothing('avoided', 'Awb 4:17(3)', applicants, grace);
  }
  const firstDay = plus(grace.endsOn, { days: 1 });
  const latest = plus(firstDay, { days: MOST_DAYS - 1 });
  const beforeDecision = decidedOn === null ? latest : plus(decidedOn, { days: -1 });
  const lastDay = beforeDecision < latest ? beforeDecision : latest;
  const days: PenaltyDay[] = [];
  const counted = daysBetween(firstDay, askedOn < lastDay ? askedOn : lastDay);
  for (let number = 1; number <= counted; number += 1) {
    const day = plus(firstDay, { days: number - 1 });
    const amount = rateOf(number, day, rates);
    days.push({ number, day, amount, total: (days.at(-1)?.total ?? 0n) + amount });
  }
  const amount = days.at(-1)?.total ?? 0n;
  const standing = counted === 0 ? 'waiting' : askedOn >= lastDay ? 'ended' : 'running';
  return {
    standing,
    basis: 'Awb 4:17(1), 4:17(2), 4:17(3)',
    grace,
    firstDay,
    lastDay,
    days,
    amount,
    shares: equalShares(amount, applicants),
    decision: deadlineAfter(lastDay, legalTerm('penalty_decision')),
  };
}
