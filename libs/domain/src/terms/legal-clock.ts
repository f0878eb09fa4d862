import { daysBetween, plus, termText, type CalendarDate, type TermLength } from '../shared/calendar.js';
import { freeDayName } from '../shared/public-holidays.js';
import { extensionGrounds, suspensionGrounds, type ExtensionGround, type SuspensionGround } from './grounds.js';
import { groundOf, type TermStep } from './term-steps.js';

/** A term of law, contract or policy: how long, and by which article. */
export interface LegalTerm {
  /** Stable name, part of the API. */
  readonly kind: string;
  /** What has to be done before it ends, for people. */
  readonly nl: string;
  readonly en: string;
  readonly basis: string;
  readonly length: TermLength;
  /** Set by law: then the Algemene termijnenwet moves an end that falls on a free day. */
  readonly statutory: boolean;
}

/** A term on a case, as it is stored: it can say when, why and by which article. */
export interface Deadline {
  readonly kind: string;
  readonly basis: string;
  readonly startsOn: CalendarDate;
  readonly endsOn: CalendarDate;
  readonly term: string;
  /** The day since which it stands still, until nobody knows when; it then ends on `endsOn` at the earliest. */
  readonly suspendedSince: CalendarDate | null;
  /** Why the end lies where it lies, in English: the steps in one line. */
  readonly ground: string;
  readonly steps: readonly TermStep[];
}

/** Days that do not count, both ends included; `through` is null while it is not known. NL: opschorting (Awb 4:15). */
export interface Suspension {
  readonly ground: SuspensionGround;
  readonly from: CalendarDate;
  readonly through: CalendarDate | null;
}

/** A term made longer by so many weeks, or up to a day that was named. NL: verdaging (Awb 4:14(3), 7:10). */
export type Extension = { readonly ground: ExtensionGround; readonly on: CalendarDate } & (
  { readonly length: { readonly weeks: number } } | { readonly until: CalendarDate }
);

/** What happened to a term, in any order. */
export interface ClockFacts {
  /** The term begins on the day after this one (Awb 6:8). */
  readonly after: CalendarDate;
  /** Its last day, where somebody set that: then nothing is counted, and nothing moves. */
  readonly until?: CalendarDate | undefined;
  readonly suspensions?: readonly Suspension[] | undefined;
  readonly extensions?: readonly Extension[] | undefined;
  /** The term is set by or under the law: naming another one does not make it longer (Awb 4:14(1)). */
  readonly isOfLaw?: boolean | undefined;
}

const nextDay = (date: CalendarDate) => plus(date, { days: 1 });
const later = (one: CalendarDate, other: CalendarDate) => (one > other ? one : other);

/** The longest term that moves, in the unit of a length; those in years do not (Atw 4). */
function longestThatMoves(length: TermLength): TermLength | null {
  if ('years' in length) return null;
  if ('months' in length) return { months: 3 };
  return 'weeks' in length ? { weeks: 12 } : { days: 90 };
}

/** A counted end that becomes later as one thing after another happens. */
class Clock {
  readonly steps: TermStep[] = [];
  readonly startsOn: CalendarDate;
  standsSince: CalendarDate | null = null;
  #end: CalendarDate;
  /** The end as if the term had never stood still: that tells how long the term is. */
  #endUnsuspended: CalendarDate;
  /** Up to where suspensions have been counted. */
  #suspendedThrough: CalendarDate | null = null;
  /** A day that the authority names is not a term set by law. */
  #wasNamed: boolean;
  readonly #used = new Set<ExtensionGround>();

  constructor(
    private readonly term: LegalTerm,
    private readonly facts: ClockFacts,
  ) {
    const { after, until } = facts;
    this.startsOn = nextDay(after);
    this.#wasNamed = until !== undefined;
    this.#end = until === undefined ? plus(after, term.length) : later(until, this.startsOn);
    this.#endUnsuspended = this.#end;
    this.steps.push(
      until === undefined
        ? { step: 'counted', after, length: termText(term.length), until: this.#end, basis: term.basis }
        : { step: 'set', after, until: this.#end, basis: term.basis },
    );
  }

  suspend({ ground, from, through }: Suspension): void {
    const { basis } = suspensionGrounds[ground];
    const begins = later(from, this.startsOn);
    if (through === null) {
      if (!this.#runsOn(begins)) return;
      this.standsSince ??= begins;
      this.steps.push({ step: 'standing_still', ground, from: begins, until: this.#end, basis });
      return;
    }
    const overlaps = this.#suspendedThrough !== null && begins <= this.#suspendedThrough;
    const counts = overlaps && this.#suspendedThrough !== null ? nextDay(this.#suspendedThrough) : begins;
    const days = counts > this.#end ? 0 : daysBetween(counts, through);
    if (through < begins || (days === 0 && !overlaps)) return;
    if (days > 0) this.#suspendedThrough = through;
    this.#end = plus(this.#end, { days });
    this.steps.push({ step: 'suspended', ground, from: begins, through, days, until: this.#end, basis });
  }

  extend(extension: Extension): void {
    const { ground, on } = extension;
    const { basis, isPower } = extensionGrounds[ground];
    const because = this.#whyNot(extension, isPower);
    if (because !== null) {
      this.steps.push({ step: 'not_extended', ground, on, because, until: this.#end, basis });
      return;
    }
    this.#used.add(ground);
    if ('length' in extension) {
      this.#end = plus(this.#end, extension.length);
      this.#endUnsuspended = plus(this.#endUnsuspended, extension.length);
      this.steps.push({ step: 'extended', ground, on, length: termText(extension.length), until: this.#end, basis });
      return;
    }
    const named = extension.until;
    const target = plus(named, { days: this.#suspendedAfter(on) });
    const { endsOn } = this.#settled();
    if (target > this.#end) {
      this.#wasNamed ||= target > endsOn;
      this.#end = later(target, endsOn);
    }
    this.steps.push({ step: 'named', ground, on, named, until: this.#end, basis });
  }

  /** How many days after this one are known not to count. */
  #suspendedAfter(day: CalendarDate): number {
    return this.#suspendedThrough === null ? 0 : daysBetween(nextDay(day), this.#suspendedThrough);
  }

  /** The end, moved off free days where the law says so. NL: verlenging (Atw 1, 2, 4). */
  close(): CalendarDate {
    const { endsOn, over, basis } = this.#settled();
    if (over.length > 0) this.steps.push({ step: 'moved', from: this.#end, over, until: endsOn, basis });
    return endsOn;
  }

  #whyNot({ ground, on }: Extension, isPower: boolean): 'term_of_law' | 'used_before' | 'too_late' | null {
    if (!isPower) return null;
    if (ground === 'another_term' && this.facts.isOfLaw === true) return 'term_of_law';
    if (this.#used.has(ground)) return 'used_before';
    return this.#runsOn(on) ? null : 'too_late';
  }

  #runsOn(day: CalendarDate): boolean {
    return this.standsSince !== null || day <= this.#settled().endsOn;
  }

  #settled(): { endsOn: CalendarDate; over: string[]; basis: string } {
    const over: string[] = [];
    let endsOn = this.#end;
    if (!this.#moves()) return { endsOn, over, basis: '' };
    for (let name = this.#barred(endsOn); name !== null; name = this.#barred(endsOn)) {
      over.push(`${name} ${endsOn}`);
      endsOn = nextDay(endsOn);
    }
    const needsTwo = 'days' in this.term.length && this.term.length.days >= 3;
    if (!needsTwo || this.#hasTwoWorkingDays(endsOn)) return { endsOn, over, basis: 'Atw 1' };
    do {
      over.push(`${this.#barred(endsOn) ?? 'the only working day'} ${endsOn}`);
      endsOn = nextDay(endsOn);
    } while (this.#barred(endsOn) !== null);
    return { endsOn, over, basis: 'Atw 2' };
  }

  #moves(): boolean {
    const longest = longestThatMoves(this.term.length);
    if (!this.term.statutory || this.#wasNamed || longest === null) return false;
    return this.#endUnsuspended <= plus(this.facts.after, longest);
  }

  /** Why a term cannot end on a day: it is free, or it does not count. */
  #barred(day: CalendarDate): string | null {
    const stands = this.facts.suspensions?.some(
      ({ from, through }) => through !== null && from <= day && day <= through,
    );
    return stands ? 'suspended' : freeDayName(day);
  }

  /** NL: ten minste twee dagen die niet een zaterdag, zondag of feestdag zijn (Atw 2). */
  #hasTwoWorkingDays(endsOn: CalendarDate): boolean {
    let found = 0;
    for (let day = this.startsOn; day <= endsOn && found < 2; day = nextDay(day)) {
      if (this.#barred(day) === null) found += 1;
    }
    return found === 2;
  }
}

type Happening =
  | { on: CalendarDate; order: string; suspension: Suspension }
  | { on: CalendarDate; order: string; extension: Extension };

/** In the order in which it took effect, whatever the order in which it was booked. */
function inOrder({ suspensions = [], extensions = [] }: ClockFacts): Happening[] {
  return [
    ...suspensions.map((suspension): Happening => {
      const { from, through, ground } = suspension;
      // Of those that begin on a day the longest comes first, so that the shorter ones lie within it.
      const order = `0 ${through === null ? '0' : 99_999 - daysBetween(from, through)} ${ground}`;
      return { on: from, order, suspension };
    }),
    ...extensions.map((extension): Happening => {
      const order = `1 ${extension.ground} ${'until' in extension ? extension.until : extension.length.weeks}`;
      return { on: extension.on, order, extension };
    }),
  ].toSorted((one, other) => (`${one.on} ${one.order}` < `${other.on} ${other.order}` ? -1 : 1));
}

/**
 * A term as the result of what happened: it begins on the day after an event, stands still, is made longer, and ends on
 * a day on which something can be done. The order in which the facts are given does not matter.
 *
 * Three readings of the law that the text leaves open, each the one that the authority can rely on: "until the day on
 * which" does not count that day as suspended (Awb 4:15(1)); an extended term is one term, so that twelve weeks and six
 * do not move (Atw 4); a day that the authority named is no term set by law, so it does not move either.
 * NL: termijn (Awb 4:13, 4:14, 4:15, 6:8, 7:10; Atw 1, 2, 4).
 */
export function legalClock(term: LegalTerm, facts: ClockFacts): Deadline {
  const clock = new Clock(term, facts);
  for (const happening of inOrder(facts)) {
    if ('suspension' in happening) clock.suspend(happening.suspension);
    else clock.extend(happening.extension);
  }
  const endsOn = clock.close();
  return {
    kind: term.kind,
    basis: term.basis,
    startsOn: clock.startsOn,
    endsOn,
    term: termText(term.length),
    suspendedSince: clock.standsSince,
    ground: groundOf(clock.steps),
    steps: clock.steps,
  };
}

/** The deadline of a term to which nothing happens. */
export function deadlineAfter(after: CalendarDate, term: LegalTerm): Deadline {
  return legalClock(term, { after });
}
