import {
  deadlineAfter,
  endOf,
  lifecycles,
  UNBORN,
  type Deadline,
  type LegalTerm,
  type Lifecycle,
  type Machine,
  type Role,
} from '@grants/domain';
import { DAY, isoDate, isoMoment, midnight } from './moments.js';
import type { Random } from './random.js';
import { Batch } from './synthetic-store.js';
import type { Funder, Person, Programme, World } from './world.js';

/** A project that a later VIMP may follow up. */
export interface Parent {
  readonly id: string;
  readonly funderId: string;
  readonly leader: Person;
  readonly startedOn: number;
}

/** A call, as its applications look at it. */
export interface CallFacts {
  readonly id: string;
  readonly reference: string;
  readonly funder: Funder;
  readonly programme: Programme;
  readonly isVimp: boolean;
  readonly isFull: boolean;
  readonly opens: number;
  readonly closes: number;
  /** The day from which its decisions are announced. */
  readonly decided: number;
  readonly decisionTermWeeks: number;
}

/** Who acts in a step, and what it stands on. */
interface StepBy {
  readonly actor: string;
  readonly role: Role;
  readonly decisionId?: string;
  readonly reasonId?: string;
}

const KEPT_PARENTS = 200;
/** How long a project runs, at least, before the call opens on which a VIMP follows it up. */
const PARENTS_RUN_FOR = 180 * DAY;

/** What a story is told with: where its rows go, the chance that shapes it, and what was told before. */
export class Scene {
  readonly #parents: Parent[] = [];
  readonly #deadlines = new Map<string, Deadline>();
  #batch = new Batch();
  #projects = 0;
  #relations = 0;

  constructor(
    readonly random: Random,
    readonly world: World,
    readonly seed: number,
    /** When the rows are recorded. */
    readonly recorded: string,
  ) {}

  /** Where rows go. */
  get batch(): Batch {
    return this.#batch;
  }

  /** What was told since the last time, to be written. */
  takeBatch(): Batch {
    const told = this.#batch;
    this.#batch = new Batch();
    return told;
  }

  nextProject(): number {
    this.#projects += 1;
    return this.#projects;
  }

  nextRelation(): number {
    this.#relations += 1;
    return this.#relations;
  }

  /** Remembers a project, in place of one of long ago: memory stays what it is. */
  remember(parent: Parent): void {
    this.#parents.push(parent);
    if (this.#parents.length > KEPT_PARENTS * this.world.funders.length) this.#parents.shift();
  }

  /** Projects of a funder that a VIMP may follow up on a call that opens then. */
  parentsFor(funderId: string, opens: number): Parent[] {
    return this.#parents.filter(
      (parent) => parent.funderId === funderId && parent.startedOn < midnight(opens) - PARENTS_RUN_FOR,
    );
  }

  /** Writes a deadline of a subject; terms that begin on the same day are counted once. */
  deadline(
    machine: Machine,
    subjectId: string,
    { after, term }: { after: number; term: LegalTerm },
    end: { readonly met?: number | null; readonly cancelled?: number | null } = {},
  ): void {
    const key = `${after} ${term.kind} ${JSON.stringify(term.length)}`;
    const counted = this.#deadlines.get(key) ?? deadlineAfter(isoDate(after), term);
    this.#deadlines.set(key, counted);
    this.batch.add('deadline', {
      subject_id: subjectId,
      kind: counted.kind,
      machine,
      basis: counted.basis,
      starts_on: counted.startsOn,
      ends_on: counted.endsOn,
      term: counted.term,
      ground: counted.ground,
      steps: JSON.stringify(counted.steps),
      met_on: dateOrNull(end.met),
      cancelled_on: dateOrNull(end.cancelled),
    });
  }
}

const dateOrNull = (moment: number | null | undefined) => (typeof moment === 'number' ? isoDate(moment) : null);

/** The life of one subject, step by step, each by a row of its lifecycle. */
export class Life {
  #state: string = UNBORN;
  #seq = 0;
  #at = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly batch: Batch,
    private readonly machine: Machine,
    readonly id: string,
  ) {}

  /** @throws Error where the lifecycle has no such step, or it does not lie after the one before. */
  step(command: string, at: number, { actor, role, decisionId, reasonId }: StepBy): void {
    const lifecycle: Lifecycle<string> = lifecycles[this.machine];
    const row = lifecycle.transitions.find((each) => each.command === command && each.from.includes(this.#state));
    if (!row || at <= this.#at) {
      throw new Error(`A ${this.machine} in state "${this.#state}" cannot ${command} at ${isoMoment(at)}`);
    }
    this.#state = endOf(row, this.#state);
    this.#seq += 1;
    this.#at = at;
    this.batch.add('staging.step', {
      machine: this.machine,
      machine_version: lifecycle.version,
      subject_id: this.id,
      seq: this.#seq,
      command,
      to_status: this.#state,
      occurred_at: isoMoment(at),
      actor,
      role,
      decision_id: decisionId ?? null,
      reason_id: reasonId ?? null,
    });
  }
}
