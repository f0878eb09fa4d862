import {
  dateInAmsterdam,
  endOf,
  lifecycles,
  plus,
  roles,
  UNBORN,
  type DecisionKind,
  type Role,
  type Transition,
} from '@grants/domain';
import { newId, setStep, type Actor, type Step, type Tx } from '@grants/persistence';
import type {
  AdmissionInput,
  ApplicationContent,
  CallCommand,
  DecisionCommand,
  ProjectCommandInput,
  StepInput,
} from '@grants/registry';
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

const any = fc.noBias(fc.nat(1000));
const mostly = (share: number) => fc.noBias(fc.nat(99)).map((number) => number < share);

/** A sequence of attempts by people in all roles, right and wrong, now and late. */
export const randomSteps = (length: number): fc.Arbitrary<RandomStep[]> =>
  fc.array(
    fc.record({
      machine: fc.noBias(fc.constantFrom(...machines, 'application', 'decision', 'decision', 'project')),
      which: any,
      fitting: mostly(80),
      command: any,
      entitled: mostly(85),
      role: fc.noBias(fc.constantFrom(...roles)),
      who: fc.noBias(fc.nat(2)),
      late: fc.oneof(
        { weight: 3, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.noBias(fc.integer({ min: -5, max: 105 })).map((percent) => percent / 100) },
      ),
      withReason: mostly(80),
      minutes: fc.noBias(fc.integer({ min: 1, max: 60 })),
      variant: any,
    }),
    { minLength: length, maxLength: length, size: 'max' },
  );

/** One step in two ways: by its use case, and by raw SQL that says the same. */
export interface TwoWays {
  readonly machine: Moved;
  readonly command: string;
  readonly state: string;
  readonly to: string;
  readonly role: Role;
  readonly late: boolean;
  /** Whether it moves subjects of several machines at once, any of which may be refused first. */
  readonly movesSeveral: boolean;
  /** The subject that would move; none for a birth. */
  readonly subject: Subject | null;
  readonly useCase: () => Promise<unknown>;
  /** Raw SQL: sets the context of the step, or another; and moves. */
  readonly setContext: (tx: Tx, instead?: Partial<Step>) => Promise<void>;
  readonly move: (tx: Tx) => Promise<unknown>;
}

/** What the two ways differ in, apart from how the step is booked. */
interface Way {
  readonly command: string;
  readonly to: string;
  readonly useCase: (booking: StepInput) => Promise<unknown>;
  readonly commands: Step['commands'];
  readonly decisionId?: string;
  /** It is never booked late, nor given a reason. */
  readonly isNow?: boolean;
  readonly work: (tx: Tx) => Promise<unknown>;
}

interface Row extends Subject {
  readonly details: Readonly<Record<string, string | null>>;
}

const SUBJECTS: Readonly<Record<Moved, string>> = {
  call: `select call.*, '{}' as details from call where id = any($1)`,
  application: `
    select application.*, jsonb_build_object('createdBy', created_by, 'requested', requested::text, 'project', project.status) as details
      from application left join project on project.application_id = application.id where call_id = any($1)`,
  decision: `
    select decision.*, jsonb_build_object('kind', kind, 'application', application.id, 'supersedes', supersedes_id,
             'project', project.id, 'projectStatus', project.status) as details
      from decision join application on application.id = decision.application_id
      left join project on project.application_id = application.id where call_id = any($1)`,
  project: `
    select project.*, jsonb_build_object('startedOn', started_on, 'endedOn', ended_on) as details
      from project join application on application.id = project.application_id where call_id = any($1)`,
};

const isAdmission = (command: string): command is AdmissionInput['command'] =>
  ['agree', 'request_repair', 'repair', 'admit'].includes(command);

const HOUR = 3_600_000;
const UNBORN_SUBJECT = { id: '', reference: '', version: 0, status: UNBORN };

/** Where random steps are taken: some calls, and all that comes of them. */
export class RandomWorld {
  #hours = -72;
  readonly #people = [newId(), newId(), newId()];
  readonly #calls: string[] = [];
  readonly #on: TestRegistry;
  readonly #places: { programme: Named; organisation: Named; person: Named };

  private constructor(on: TestRegistry, places: { programme: Named; organisation: Named; person: Named }) {
    this.#on = on;
    this.#places = places;
  }

  static async begin(on: TestRegistry): Promise<RandomWorld> {
    await on.moveClock(-72);
    const [programme, organisation, person] = [await on.aProgramme(), await on.anOrganisation(), await on.aPerson()];
    const world = new RandomWorld(on, { programme, organisation, person });
    world.#calls.push((await on.aCall({ ceiling: '75.00', maxAmount: '60.00', programme })).id);
    return world;
  }

  /** What a random step comes to here and now; null where there is nothing that it could be about. */
  async concretely(step: RandomStep): Promise<TwoWays | null> {
    const on = this.#on;
    await on.moveClock((this.#hours += step.minutes / 60));
    const rows = await this.#rows(step.machine);
    const isBirth = step.machine !== 'project' && (rows.length === 0 || step.which % 3 === 0);
    const subject = isBirth ? null : rows[step.which % Math.max(1, rows.length)];
    if (subject === undefined) return null;
    const author = step.entitled ? subject?.details['createdBy'] : undefined; // who sees the draft
    const actor = (role: Role): Actor => ({ id: author ?? this.#people[step.who] ?? '', role, personId: null });
    const row = chosenRow(step, subject?.status ?? UNBORN);
    const role = step.entitled ? (row.by[step.variant % row.by.length] ?? step.role) : step.role;
    const moment = on.as(actor(role));
    const way = await this.#way(step, row, { subject, moment });
    if (!way) return null;
    const occurred = step.late === null ? undefined : await this.#momentOf(subject, step.late);
    const reason = step.withReason ? 'an invented reason' : undefined;
    const { reference, version, id, status } = subject ?? { ...UNBORN_SUBJECT, id: newId() };
    return {
      machine: step.machine,
      command: way.command,
      state: status,
      to: way.to,
      role,
      late: occurred !== undefined,
      movesSeveral: Object.keys(way.commands).length > 1,
      subject,
      useCase: () => way.useCase({ reference, version, occurred, reason, request: null }),
      setContext: async (tx, instead = {}) => {
        const { commands, decisionId, isNow } = way;
        if (isNow) return setStep(tx, { actor: moment.actor, commands, ...instead });
        const text = { subjectId: id, purpose: 'reason', content: 'an invented reason', by: moment.actor.id };
        const reasonId = reason && (await on.vault.keep(tx, text));
        return setStep(tx, { actor: moment.actor, commands, occurred, reasonId, decisionId, ...instead });
      },
      move: way.work,
    };
  }

  async #rows(machine: Moved): Promise<Row[]> {
    return this.#on.appSql<Row & Record<string, unknown>>(
      `select '${machine}' as machine, id, reference, version, status, details from (${SUBJECTS[machine]}) as subject order by id`,
      machine === 'call' ? this.#calls.slice(1) : this.#calls, // the first stays open
    );
  }

  async #momentOf(subject: Row | null, share: number): Promise<string> {
    const now = Date.parse(this.#on.clock.now());
    const [first] = subject ? await this.#on.eventsOf(subject) : [];
    const born = first ? Date.parse(first.occurred) : now - HOUR;
    return new Date(Math.floor(born + share * (now - born)) + (share > 1 ? 1000 : 0)).toISOString();
  }

  /** By machine: what the command says besides itself, to the use case and in SQL. */
  async #way(
    { machine, variant, late }: RandomStep,
    row: Transition<string>,
    { subject, moment }: { subject: Row | null; moment: ReturnType<TestRegistry['as']> },
  ): Promise<Way | null> {
    const { registry } = this.#on;
    const pick = <T>(...values: readonly [T, ...T[]]): T => values[variant % values.length] ?? values[0];
    if (!subject) {
      if (machine === 'call') return this.#newCall(variant, moment);
      if (machine === 'application') return this.#newApplication(variant, moment);
      return this.#newDecision(variant, moment, pick);
    }
    const { command } = row;
    const to = endOf(row, subject.status);
    const move = rawMove(subject, to);
    switch (machine) {
      case 'call':
        if (command === 'amend') {
          if (late !== null) return null; // its use case takes no moment
          const ceiling = pick('75.00', '60.00', '40.00');
          return {
            command,
            to,
            commands: { call: command },
            work: rawMove(subject, to, `ceiling = ${ceiling}`),
            useCase: ({ occurred, ...input }) => registry.amendCall.execute({ ...input, changes: { ceiling } }, moment),
          };
        }
        return {
          command,
          to,
          commands: { call: command },
          work: move,
          useCase: (input) => registry.moveCall.execute({ ...input, command: command as CallCommand }, moment),
        };
      case 'application': {
        if (row.decisionKinds) return null; // comes of announcing a decision
        if (isAdmission(command)) return this.#admission(subject, { command, to }, pick, moment);
        const isReceipt = command !== 'withdraw' && subject.status === 'draft';
        const receive = isReceipt ? await this.#rawReceipt(subject, to, moment.actor.id) : move;
        const said = command as 'submit' | 'register' | 'withdraw';
        if (!['submit', 'register', 'withdraw'].includes(command)) return null; // of the term for deciding
        return {
          command,
          to,
          commands: { application: command },
          work: receive,
          useCase: (input) => registry.moveApplication.execute({ ...input, command: said }, moment),
        };
      }
      case 'decision':
        if (command === 'announce') return this.#announcement(subject, to, moment);
        if (command === 'supersede') return null; // comes of announcing its correction
        if (!['sign', 'discard', 'become_irrevocable'].includes(command)) return null; // of what it stands under
        return {
          command,
          to,
          commands: { decision: command },
          work: move,
          useCase: (input) => registry.moveDecision.execute({ ...input, command: command as DecisionCommand }, moment),
        };
      case 'project': {
        if (command === 'terminate' || command === 'withdraw_grant') return null; // comes of announcing a decision
        const today = dateInAmsterdam(moment.now);
        const tomorrow = plus(today, { days: 1 });
        const around = (day: string | null) =>
          pick(today, plus(day ?? today, { days: -1 }), today, tomorrow, day ?? today);
        const [startedOn, endedOn] = [around(null), around(subject.details['startedOn'] ?? null)];
        const approved = variant % 7 === 0 ? undefined : around(subject.details['endedOn'] ?? null);
        const [input, set] = {
          confirm_start: [{ startedOn, lateStartReason: 'accepted' }, `started_on = '${startedOn}'`],
          end: [{ endedOn }, `ended_on = '${endedOn}'`],
          complete: [{ finalReportApprovedOn: approved }, approved ? `final_report_approved_on = '${approved}'` : ''],
        }[command] ?? [{}, ''];
        const said = { command, ...(input as object) } as ProjectCommandInput;
        return {
          command,
          to,
          commands: { project: command },
          work: rawMove(subject, to, set as string),
          useCase: (booked) => registry.moveProject.execute({ ...booked, ...said }, moment),
        };
      }
    }
  }

  /** A step from receipt to admission, with what it says besides. */
  #admission(
    subject: Row,
    { command, to }: { command: AdmissionInput['command']; to: string },
    pick: <T>(...values: readonly [T, ...T[]]) => T,
    moment: ReturnType<TestRegistry['as']>,
  ): Way {
    const until = plus(dateInAmsterdam(moment.now), { days: pick(1, 14, 0) });
    const asked = `with asked as (insert into application_repair (application_id, until) values ($1, '${until}'))
      update application set status = $2, version = version + 1 where id = $1`;
    return {
      command,
      to,
      commands: { application: command },
      work: command === 'request_repair' ? sql(asked, subject.id, to) : rawMove(subject, to),
      useCase: (input) =>
        this.#on.registry.admitApplication.execute(
          command === 'request_repair' ? { ...input, command, repairUntil: until } : { ...input, command },
          moment,
        ),
    };
  }

  #newCall(variant: number, moment: ReturnType<TestRegistry['as']>): Way {
    const { programme } = this.#places;
    const opensAt = this.#on.hoursFromNow((variant % 5) - 1);
    const content = {
      title: 'Invented call',
      ceiling: '75.00',
      maxAmount: '60.00',
      allocationMethod: 'ranking',
      criteria: variant % 4 === 0 ? null : 'Relevance',
      opensAt,
      closesAt: new Date(Date.parse(opensAt) + (1 + (variant % 20)) * HOUR).toISOString(),
    };
    const code = `RANDOM${newId()}`;
    return {
      command: 'create',
      to: 'draft',
      commands: { call: 'create' },
      useCase: async ({ occurred, reason }) => {
        const { reference } = await this.#on.registry.createCall.execute(
          { programme: programme.reference, code, content, occurred, reason, request: null },
          moment,
        );
        this.#calls.push((await this.#on.read('call', reference)).id);
      },
      work: sql(
        `insert into call (id, funder_id, reference, title, status) select gen_random_uuid(), funder_id, gen_random_uuid(), 'Raw', 'draft'
           from programme where id = $1`,
        programme.id,
      ),
    };
  }

  #newApplication(variant: number, moment: ReturnType<TestRegistry['as']>): Way {
    const id = this.#calls[variant % 3 === 0 ? variant % this.#calls.length : 0] ?? '';
    const { organisation, person } = this.#places;
    const content: ApplicationContent = {
      title: 'Invented project',
      ...(variant % 9 !== 0 && { requested: ['50.00', '60.00', '60.01', '20.00'][variant % 4] }),
      startsOn: '2030-01-01',
      durationMonths: 12,
      organisation: organisation.reference,
      mainApplicant: person.reference,
      projectLeader: person.reference,
    };
    const { createApplication } = this.#on.registry;
    return {
      command: 'create',
      to: 'draft',
      commands: { application: 'create' },
      // Drafts are made now: what came in before is registered in one go.
      useCase: async () => {
        const [call] = await this.#on.appSql<{ reference: string }>(`select reference from call where id = $1`, id);
        return createApplication.execute({ call: call?.reference ?? '', content, request: null }, moment);
      },
      isNow: true,
      work: sql(
        `insert into application (id, funder_id, call_id, reference, created_by, status)
         select gen_random_uuid(), funder_id, id, gen_random_uuid(), $2, 'draft' from call where id = $1`,
        id,
        moment.actor.id,
      ),
    };
  }

  async #rawReceipt(subject: Row, to: string, actorId: string): Promise<(tx: Tx) => Promise<unknown>> {
    const [draft] = await this.#on.ownerSql<{ content: ApplicationContent }>(
      `select content from application_draft where application_id = $1 and owner_id = $2`,
      subject.id,
      actorId,
    );
    const { organisation, person } = this.#places;
    const said = draft ? { organisation: organisation.id, person: person.id } : { organisation: null, person: null };
    return sql(
      `update application set status = $2, version = version + 1, title = 'Raw', requested = $3, starts_on = '2030-01-01', duration_months = 12,
              organisation_id = $4, leader_organisation_id = $4, main_applicant_id = $5, project_leader_id = $5 where id = $1`,
      subject.id,
      to,
      draft?.content.requested ?? null,
      said.organisation,
      said.person,
    );
  }

  async #newDecision(
    variant: number,
    moment: ReturnType<TestRegistry['as']>,
    pick: <T>(...values: readonly [T, ...T[]]) => T,
  ): Promise<Way | null> {
    const on = this.#on;
    const all = await this.#rows('application');
    const decidable = all.filter(({ status, details }) => status === 'submitted' || details['project'] !== null);
    const applications = variant % 12 === 0 || decidable.length === 0 ? all : decidable;
    const application = applications[variant % Math.max(1, applications.length)];
    if (!application) return null;
    const asked = application.details['requested'] ?? '50.00';
    const { project } = application.details;
    const kind: DecisionKind = project
      ? 'withdraw_grant'
      : pick('honour', 'partial_honour', 'honour', 'reject', 'honour');
    const honours = kind === 'honour' || kind === 'partial_honour';
    const fits = kind === 'honour' ? asked : '10.00';
    const granted = honours ? pick(fits, fits, fits, fits, fits, fits, asked, '10.00') : undefined;
    const content = honours
      ? { granted, ...(variant % 9 !== 0 && { activities: 'All' }), provisionsVersion: '2022' }
      : { reasonCode: kind === 'reject' ? 'quality' : 'given_up', ...(variant % 9 !== 0 && { reasons: 'In words' }) };
    const announced = (await this.#rows('decision')).filter(
      ({ status, details }) => status === 'announced' && details['application'] === application.id,
    );
    const corrected = variant % 5 === 0 ? announced[0] : undefined;
    return {
      command: 'prepare',
      to: 'prepared',
      commands: { decision: 'prepare' },
      useCase: ({ occurred, reason }) =>
        on.registry.prepareDecision.execute(
          {
            reference: application.reference,
            version: application.version,
            kind,
            ...content,
            supersedes: corrected?.reference,
            occurred,
            reason,
            request: null,
          },
          moment,
        ),
      work: async (tx) => {
        const grounds = 'reasons' in content ? content.reasons : undefined;
        const text = { subjectId: application.id, purpose: 'grounds', content: grounds ?? '', by: moment.actor.id };
        const reasonTextId = grounds === undefined ? null : await on.vault.keep(tx, text);
        return tx.client.query(
          `insert into decision (id, funder_id, application_id, project_id, reference, number, kind, granted, activities, provisions_version,
             reason_code, reason_text_id, supersedes_id, prepared_by, status)
           select gen_random_uuid(), application.funder_id, application.id, case when $2::text = 'withdraw_grant' then project.id end, gen_random_uuid(), 999,
                  $2, $3, $4, $5, $6, $7, $8, gen_random_uuid(), 'prepared'
             from application left join project on project.application_id = application.id where application.id = $1`,
          [
            application.id,
            kind,
            granted ?? null,
            'activities' in content ? content.activities : null,
            honours ? '2022' : null,
            'reasonCode' in content ? content.reasonCode : null,
            reasonTextId,
            corrected?.id ?? null,
          ],
        );
      },
    };
  }

  #announcement(decision: Row, to: string, moment: ReturnType<TestRegistry['as']>): Way {
    const { kind, application, supersedes, project, projectStatus } = decision.details;
    const about = { id: decision.id, application: { id: application ?? '' } };
    const useCase = (input: StepInput) => this.#on.registry.announceDecision.execute(input, moment);
    const way = { command: 'announce', to, decisionId: decision.id, useCase };
    const announce = { decision: 'announce' } as const;
    if (supersedes) {
      const both = sql(
        `with gone as (update decision set status = 'superseded', version = version + 1 where id = $2 and status = 'announced')
         select 1 where $1::uuid is not null`,
        decision.id,
        supersedes,
      );
      return {
        ...way,
        commands: { decision: 'supersede' },
        // Two steps on one machine: the corrected decision goes, then its correction comes.
        work: async (tx) => {
          await both(tx);
          await tx.client.query(
            `select set_config('registry.step', jsonb_set(registry_step(), '{commands,decision,command}', '"announce"')::text, true)`,
          );
          return rawMove(decision, to)(tx);
        },
      };
    }
    if (kind === 'withdraw_grant') {
      const [command, ended] =
        projectStatus === 'awaiting_start' ? ['withdraw_grant', 'not_started'] : ['terminate', 'terminated'];
      const work = sql(
        `with told as (update decision set status = $3, version = version + 1 where id = $1)
         update project set status = $4, version = version + 1 where id = $2`,
        decision.id,
        project,
        to,
        ended,
      );
      return { ...way, commands: { ...announce, project: command }, work };
    }
    if (kind === 'reject') {
      return { ...way, commands: { ...announce, application: 'reject' }, work: rawAnnouncement(about, 'rejected') };
    }
    return { ...way, commands: honouring, work: rawAnnouncement(about) };
  }
}

/** The row of the lifecycle that a random step asks for. */
function chosenRow(step: RandomStep, state: string): Transition<string> {
  const rows: readonly Transition<string>[] = lifecycles[step.machine].transitions;
  const moves = rows.filter(({ from, bulkOnly }) => !bulkOnly && from.includes(UNBORN) === (state === UNBORN));
  const fitting = moves.filter(({ from }) => from.includes(state));
  const among = step.fitting && fitting.length > 0 ? fitting : moves;
  const row = among[step.command % among.length];
  if (!row) throw new Error(`The ${step.machine} has no commands`);
  return row;
}
