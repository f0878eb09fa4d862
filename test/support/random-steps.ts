import {
  commandsFrom,
  dateInAmsterdam,
  lifecycles,
  plus,
  roles,
  UNBORN,
  type DecisionKind,
  type Machine,
  type Role,
  type Transition,
} from '@grants/domain';
import { newId, setStep, type Actor, type Step, type Tx } from '@grants/persistence';
import type { ApplicationContent, CallCommand, ProjectCommandInput, StepInput } from '@grants/registry';
import fc from 'fast-check';
import { honouring, rawAnnouncement, rawMove, sql } from './raw-step.js';
import type { Named, Subject, TestRegistry } from './registry.js';

/** The machines whose subjects move one by one. */
export const machines = ['call', 'application', 'decision', 'project'] as const;
export type Moved = (typeof machines)[number];

/** What somebody tries next. Numbers choose among what there is. */
export interface RandomStep {
  readonly machine: Moved;
  readonly which: number;
  /** A command that the state allows, rather than any. */
  readonly fitting: boolean;
  readonly command: number;
  /** A role that may give it, rather than any. */
  readonly entitled: boolean;
  readonly role: Role;
  readonly who: number;
  /** When it occurred, as a share of the time since the subject began; somewhat outside it too. */
  readonly late: number | null;
  readonly withReason: boolean;
  readonly minutes: number;
  readonly variant: number;
}

const mostly = (share: number) => fc.nat(99).map((number) => number < share);

/** A sequence of attempts by people in all roles, right and wrong, now and late. */
export const randomSteps = (length: number): fc.Arbitrary<RandomStep[]> =>
  fc.array(
    fc.record({
      machine: fc.constantFrom(...machines, 'application', 'decision', 'decision', 'project'),
      which: fc.nat(1000),
      fitting: mostly(75),
      command: fc.nat(1000),
      entitled: mostly(80),
      role: fc.constantFrom(...roles),
      who: fc.nat(2),
      late: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.double({ min: -0.1, max: 1.1, noNaN: true }) }),
      withReason: mostly(80),
      minutes: fc.integer({ min: 1, max: 60 }),
      variant: fc.nat(1000),
    }),
    { minLength: length, maxLength: length, size: 'max' },
  );

/** One step in two ways: by its use case, and by raw SQL that says the same. */
export interface TwoWays {
  readonly machine: Moved;
  readonly command: string;
  readonly to: string;
  readonly state: string;
  readonly actor: Actor;
  readonly late: boolean;
  readonly subject: Subject | null;
  readonly useCase: () => Promise<unknown>;
  readonly raw: (tx: Tx) => Promise<void>;
}

interface CallRow extends Subject {
  readonly machine: 'call';
}
interface ApplicationRow extends Subject {
  readonly machine: 'application';
  readonly createdBy: string;
  readonly requested: string | null;
  readonly project: string | null;
}
interface DecisionRow extends Subject {
  readonly machine: 'decision';
  readonly kind: DecisionKind;
  readonly applicationId: string;
  readonly supersedesId: string | null;
  readonly projectId: string | null;
  readonly projectStatus: string | null;
}
interface ProjectRow extends Subject {
  readonly machine: 'project';
  readonly startedOn: string | null;
  readonly endedOn: string | null;
}
type Row = CallRow | ApplicationRow | DecisionRow | ProjectRow;

const read: Readonly<Record<Moved, string>> = {
  call: `select 'call' as machine, id, reference, version, status from call where id = any($1) order by id`,
  application: `
    select 'application' as machine, application.id, application.reference, application.version, application.status,
           created_by as "createdBy", requested::text, project.id as project
      from application left join project on project.application_id = application.id where call_id = any($1) order by application.id`,
  decision: `
    select 'decision' as machine, decision.id, decision.reference, decision.version, decision.status, decision.kind,
           decision.application_id as "applicationId", supersedes_id as "supersedesId", project.id as "projectId", project.status as "projectStatus"
      from decision join application on application.id = decision.application_id
      left join project on project.application_id = application.id where call_id = any($1) order by decision.id`,
  project: `
    select 'project' as machine, project.id, project.reference, project.version, project.status, project.started_on as "startedOn", project.ended_on as "endedOn"
      from project join application on application.id = project.application_id where call_id = any($1) order by project.id`,
};

/** Where random steps are taken: some calls, and all that comes of them. */
export class RandomWorld {
  #clock = -72;

  private constructor(
    private readonly on: TestRegistry,
    private readonly people: readonly string[],
    private readonly programme: Named,
    private readonly party: { organisation: Named; person: Named },
    private readonly calls: string[],
  ) {}

  static async begin(on: TestRegistry): Promise<RandomWorld> {
    await on.moveClock(-72);
    const party = { organisation: await on.anOrganisation(), person: await on.aPerson() };
    const programme = await on.aProgramme();
    const open = await on.aCall({ status: 'open', ceiling: '120.00', maxAmount: '60.00', programme });
    return new RandomWorld(on, [newId(), newId(), newId()], programme, party, [open.id]);
  }

  /** What a random step comes to here and now; null where there is nothing that it could be about. */
  async concretely(step: RandomStep): Promise<TwoWays | null> {
    this.#clock += step.minutes / 60;
    await this.on.moveClock(this.#clock);
    const rows = await this.on.appSql<Row & Record<string, unknown>>(read[step.machine], this.calls);
    const lifecycle = lifecycles[step.machine];
    const births = lifecycle.transitions.filter((row: Transition<string>) => row.from.includes(UNBORN) && !row.bulkOnly);
    const isBirth = step.machine !== 'project' && (rows.length === 0 || step.which % 4 === 0);
    const subject = isBirth ? null : (rows[step.which % Math.max(1, rows.length)] ?? null);
    if (!isBirth && !subject) return null;
    const moves = lifecycle.transitions.filter((row: Transition<string>) => !row.from.includes(UNBORN));
    const fitting: readonly string[] = commandsFrom(lifecycle, subject?.status ?? UNBORN);
    const among: readonly Transition<string>[] = isBirth
      ? births
      : step.fitting && fitting.length > 0
        ? moves.filter(({ command }) => fitting.includes(command))
        : moves;
    const row = among[step.command % among.length];
    if (!row) return null;
    const role = step.entitled ? (row.by[step.variant % row.by.length] ?? step.role) : step.role;
    const actor: Actor = { id: this.people[step.who] ?? '', role, personId: null };
    const occurred = step.late === null ? undefined : await this.#momentOf(subject, step.late);
    const ways = await this.#waysOf(step, row, { subject, actor, occurred });
    if (!ways) return null;
    return { machine: step.machine, command: row.command, to: row.to, state: subject?.status ?? UNBORN, actor, late: occurred !== undefined, subject, ...ways };
  }

  async #momentOf(subject: Subject | null, share: number): Promise<string> {
    const now = Date.parse(this.on.clock.now());
    const [first] = subject ? await this.on.eventsOf(subject) : [];
    const born = first ? Date.parse(first.occurred) : now - 3_600_000;
    return new Date(Math.round(born + share * (now - born)) + (share > 1 ? 1000 : 0)).toISOString();
  }

  async #waysOf(
    { withReason, variant }: RandomStep,
    { command, to }: Transition<string>,
    given: { subject: Row | null; actor: Actor; occurred: string | undefined },
  ): Promise<Pick<TwoWays, 'useCase' | 'raw'> | null> {
    const { subject, actor, occurred } = given;
    const { registry } = this.on;
    const moment = this.on.as(actor);
    const reason = withReason ? 'an invented reason' : undefined;
    const booking = { occurred, reason, request: null };
    const today = dateInAmsterdam(moment.now);
    const pick = <T>(...values: T[]): T => values[variant % values.length] as T;
    /** Raw SQL in a step of one's own making. */
    const raw =
      (about: string, commands: Step['commands'], work: (tx: Tx) => Promise<unknown>, decisionId?: string) =>
      async (tx: Tx): Promise<void> => {
        const text = { subjectId: about, purpose: 'reason', content: 'an invented reason', by: actor.id };
        const reasonId = withReason ? await this.on.vault.keep(tx, text) : undefined;
        await setStep(tx, { actor, commands, occurred, reasonId, decisionId });
        await work(tx);
      };
    const step: StepInput = { reference: subject?.reference ?? '', version: subject?.version ?? 0, ...booking };
    switch (subject?.machine) {
      case 'call':
        return {
          useCase: () => registry.moveCall.execute({ ...step, command: command as CallCommand }, moment),
          raw: raw(subject.id, { call: command }, rawMove(subject, to)),
        };
      case 'application': {
        if (command === 'honour' || command === 'reject') return null; // by announcing a decision
        const own = subject.createdBy === actor.id ? await this.#draftOf(subject) : {};
        return {
          useCase: () =>
            registry.moveApplication.execute({ ...step, command: command as 'submit' | 'register' | 'withdraw' }, moment),
          raw: raw(
            subject.id,
            { application: command },
            command === 'withdraw' || subject.status !== 'draft' ? rawMove(subject, to) : this.#rawReceipt(subject, to, own),
          ),
        };
      }
      case 'decision': {
        if (command === 'supersede') return null; // by announcing its correction
        if (command === 'announce') return this.#announcement(subject, { step, moment, raw });
        return {
          useCase: () => registry.moveDecision.execute({ ...step, command: command as 'sign' | 'discard' }, moment),
          raw: raw(subject.id, { decision: command }, rawMove(subject, to)),
        };
      }
      case 'project': {
        if (command === 'terminate' || command === 'withdraw_grant') return null; // by announcing a decision
        const around = (day: string) => pick(plus(day, { days: -1 }), day, today, today, plus(today, { days: 1 }));
        const startedOn = pick(today, plus(today, { days: -1 }), plus(today, { days: 1 }), today);
        const endedOn = around(subject.startedOn ?? today);
        const approved = pick(undefined, around(subject.endedOn ?? today), today);
        const said = {
          confirm_start: [{ startedOn, lateStartReason: reason }, `started_on = '${startedOn}'`],
          end: [{ endedOn }, `ended_on = '${endedOn}'`],
          complete: [{ finalReportApprovedOn: approved }, `final_report_approved_on = ${approved ? `'${approved}'` : 'null'}`],
          suspend: [{}, ''],
          resume: [{}, ''],
        }[command] ?? [{}, ''];
        const input = { command, ...(said[0] as object) } as ProjectCommandInput;
        return {
          useCase: () => registry.moveProject.execute({ ...step, ...input }, moment),
          raw: raw(subject.id, { project: command }, rawMove(subject, to, said[1] as string)),
        };
      }
      default:
        return this.#birth(command, to, { actor, booking, moment, variant, pick, raw });
    }
  }

  async #birth(
    command: string,
    to: string,
    {
      actor,
      booking,
      moment,
      variant,
      pick,
      raw,
    }: {
      actor: Actor;
      booking: Pick<StepInput, 'occurred' | 'reason' | 'request'>;
      moment: ReturnType<TestRegistry['as']>;
      variant: number;
      pick: <T>(...values: T[]) => T;
      raw: RawMaker;
    },
  ): Promise<Pick<TwoWays, 'useCase' | 'raw'> | null> {
    const { on } = this;
    const { registry } = on;
    if (command === 'prepare') return this.#preparation({ booking, moment, variant, pick, raw });
    if (command === 'create' && to === lifecycles.application.initial && variant % 3 !== 0) {
      const [call] = await on.appSql<{ id: string; reference: string }>(
        `select id, reference from call where id = $1`,
        this.calls[variant % this.calls.length],
      );
      if (!call) return null;
    }
    return null;
  }
}
