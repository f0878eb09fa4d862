import {
  dateInAmsterdam,
  InvalidInput,
  isLegalBasis,
  parseTerm,
  RuleBroken,
  settableTerms,
  type CalendarDate,
  type InputError,
  type TermPlace,
} from '@grants/domain';
import type { Database } from '@grants/persistence';
import { found, runRecord, type SavedRecord } from '../shared/run-record.js';
import { requireVersion, type StepMoment } from '../shared/run-step.js';
import { addTerms, placeByReference, raiseVersion, type GivenTerm } from './term-store.js';

/** All lengths that a funder, a programme or a call sets, from a day on; what is not among them is taken back. */
export interface SetTermParametersInput {
  readonly place: TermPlace;
  readonly reference: string;
  readonly version: number | null;
  readonly terms: readonly GivenTerm[];
  /** Today where it is left out, or later; not for a call, where it holds with the call. */
  readonly validFrom?: CalendarDate | undefined;
}

/** Sets how long terms are. NL: termijnen instellen. */
export class SetTermParameters {
  constructor(private readonly db: Database) {}

  /** @throws InvalidInput, RuleBroken `call_frozen` for a call that was published. */
  execute(input: SetTermParametersInput, moment: StepMoment): Promise<SavedRecord> {
    return runRecord(this.db, {}, moment, async (tx) => {
      const { place, reference, terms } = input;
      const today = dateInAmsterdam(moment.now);
      const validFrom = input.validFrom ?? today;
      const faults = faultsOf(place, terms);
      if (place === 'call' && input.validFrom !== undefined) {
        faults.push({ pointer: '/validFrom', detail: 'must be left out: what a call sets holds with the call' });
      }
      if (validFrom < today) faults.push({ pointer: '/validFrom', detail: 'must not lie in the past' });
      if (faults.length > 0) throw new InvalidInput(faults);
      const there = found(place, reference, await placeByReference(tx, place, reference));
      requireVersion(place, there, input.version);
      if (there.isFrozen) throw new RuleBroken(['call_frozen'], 'What was published is not changed');
      const next = await raiseVersion(tx, place, there);
      await addTerms(tx, there, terms, { validFrom, actor: moment.actor.id });
      return next;
    });
  }
}

function faultsOf(place: TermPlace, terms: readonly GivenTerm[]): InputError[] {
  const settable = settableTerms(place);
  return terms.flatMap(({ kind, length, basis }, at) => {
    const faults: InputError[] = [];
    const fault = (field: string, detail: string) => faults.push({ pointer: `/terms/${at}/${field}`, detail });
    if (!settable.includes(kind)) fault('kind', 'is said in a field of the call itself');
    if (terms.findIndex((other) => other.kind === kind) < at) fault('kind', 'is there more than once');
    if (!parseTerm(length)) fault('length', 'must be an ISO 8601 duration in one unit, such as P6W');
    if (!isLegalBasis(basis))
      fault('basis', 'must name articles or rules, such as "Awb 4:13(1); ZonMw: decision term"');
    return faults;
  });
}
