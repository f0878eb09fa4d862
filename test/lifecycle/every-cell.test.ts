import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  dateInAmsterdam,
  decide,
  endOf,
  lifecycles,
  plus,
  roles,
  TransitionRefused,
  UNBORN,
  type Lifecycle,
  type Machine,
  type Role,
  type Transition,
} from '@grants/domain';
import { newId, setStep, type Step, type Tx } from '@grants/persistence';
import { aReason, honouring, rawAnnouncement, rawMove, refusalOf, sql } from '../support/raw-step.js';
import { anActor, testRegistry, type Subject, type TestApplication, type TestRegistry } from '../support/registry.js';

/** The machines that the service moves one by one; legacy awards go by bulk work alone. */
const machines = ['call', 'application', 'decision', 'project'] as const;
type Moved = (typeof machines)[number];

/** How a step is booked: with a reason or without, now or late. */
const bookings = [
  { late: false, hasReason: true },
  { late: false, hasReason: false },
  { late: true, hasReason: true },
  { late: true, hasReason: false },
] as const;

/** What raw SQL tries in one cell: the move itself, with what its command says besides, in as few statements as it takes. */
interface Attempt {
  /** The subject that would move; none for a birth. */
  readonly subject: Pick<Subject, 'id'> | null;
  readonly commands: Step['commands'];
  readonly decisionId?: string;
  readonly work: (tx: Tx) => Promise<unknown>;
}

/** The lifecycle with the guards alone that the database enforces too. */
function asTheDatabaseSees(machine: Machine): Lifecycle<string> {
  const lifecycle: Lifecycle<string> = lifecycles[machine];
  const transitions = lifecycle.transitions.map((row) => ({
    ...row,
    guards: row.guards.filter(({ enforcedBy }) => enforcedBy === 'database'),
  }));
  return { ...lifecycle, transitions };
}

/** Facts by which every guard holds that the subjects of this test meet; a decision is there only where it is tried. */
const facts = (now: string, tried: Attempt) => ({
  procedure: 'simple',
  ceiling: '1.00',
  allocationMethod: 'ranking',
  criteria: 'criteria',
  opensAt: '2000-01-01T00:00:00Z',
  closesAt: now,
  occurred: now,
  missing: [],
  callStatus: 'open',
  maker: 'applicant' as const,
  requested: '1.00',
  maxAmount: null,
  decisionKind: 'commands' in tried && tried.commands.application === 'reject' ? 'reject' : 'honour',
  decisionStatus: tried.decisionId === undefined ? 'none' : 'signed',
  granted: '1.00',
  ceilingLeft: '1.00',
  kind: 'honour',
  activities: 'as applied for',
  provisionsVersion: '2022',
  hasOpenDecision: false,
  receivedAt: null,
  supersedes: null,
  signedBy: 'another',
  preparedBy: 'one',
  takesEffect: tried.decisionId !== undefined,
  hasProject: false,
  endedOn: dateInAmsterdam(now),
  startedOn: dateInAmsterdam(now),
  today: dateInAmsterdam(now),
  finalReportApprovedOn: dateInAmsterdam(now),
  holdingStart: 0,
  // What the subjects of this test lack: an amendment that says nothing, a call by ranking, no checklist.
  hasProjectIdeaStage: false,
  usesReferees: false,
  changes: [],
  newClosesAt: null,
  maxApplications: null,
  standingApplications: 0,
  requestedTotal: '0.00',
  agreementReceivedOn: null,
  openItems: ['complete'],
  repair:
    tried.commands.application === 'repair'
      ? { until: plus(dateInAmsterdam(now), { days: 14 }), answeredOn: null }
      : null,
  repairUntil: plus(dateInAmsterdam(now), { days: 14 }),
  day: dateInAmsterdam(now),
  standsStill: false,
  from: dateInAmsterdam(now),
  through: null,
  noticeGiven: false,
  applicationStatus: 'submitted',
  reasonCode: null,
  penalty: null,
  penaltyDue: null,
  conditions: [],
  condition: null,
  obligation: null,
  irrevocableFrom: plus(dateInAmsterdam(now), { days: 50 }),
});

const today = `(registry_now() at time zone 'Europe/Amsterdam')::date`;
/** What a step on an application adds besides its move. */
const added: Readonly<Record<string, string>> = {
  request_repair: `insert into application_repair (application_id, until) values ($1, ${today} + 14)`,
  suspend_term: `insert into application_term_fact (application_id, fact, ground) values ($1, 'suspended', 'consent')`,
  name_another_term: `insert into application_term_fact (application_id, fact, through) values ($1, 'another_term_named', ${today} + 30)`,
  give_notice_of_default: `insert into application_term_fact (application_id, fact) values ($1, 'default_notice')`,
};
const said: Readonly<Record<string, string>> = {
  confirm_start: `started_on = ${today}`,
  end: `ended_on = ${today}`,
  complete: `final_report_approved_on = ${today}`,
};

describe('domain and database', () => {
  let on: TestRegistry;
  /** For each machine and state: what raw SQL would try for a command. */
  let cells: Record<Moved, Record<string, (command: string, to: string) => Attempt>>;

  beforeAll(async () => {
    on = await testRegistry();
    const call = await on.aCall();
    const submitted = () => on.anApplication({ call });
    const moveOf = (subject: Subject) => (command: string, to: string) => ({
      subject,
      commands: { [subject.machine]: command },
      work: added[command]
        ? sql(
            `with added as (${added[command]}) update application set status = $2, version = version + 1 where id = $1`,
            subject.id,
            to,
          )
        : rawMove(subject, to, subject.machine === 'project' ? said[command] : ''),
    });
    const stated = async (machine: Moved, make: (status: never) => Promise<Subject>) => {
      const states: Record<string, (command: string, to: string) => Attempt> = {};
      for (const status of Object.keys(lifecycles[machine].states))
        states[status] = moveOf(await make(status as never));
      return states;
    };
    cells = {
      call: await stated('call', (status) => on.aCall({ status, closesAt: on.hoursFromNow(-1) })),
      application: await stated('application', (status) =>
        on.anApplication(status === 'admitted' ? { status } : { status, call }),
      ),
      decision: await stated('decision', (status) => on.aDecision({ status })),
      project: await stated('project', (status) => on.aProject({ status })),
    };

    // Births.
    const toDecide = await submitted();
    const { id: funderId } = await on.aFunder();
    const birth = (machine: Moved, insert: (to: string) => (tx: Tx) => Promise<unknown>) => {
      cells[machine][UNBORN] = (command, to) => ({ subject: null, commands: { [machine]: command }, work: insert(to) });
    };
    birth('call', (to) =>
      sql(
        `insert into call (id, funder_id, reference, title, ceiling, allocation_method, criteria, opens_at, closes_at, status)
         values (gen_random_uuid(), $1, gen_random_uuid(), 'Raw', 1, 'ranking', 'None', now(), now() + interval '1 hour', $2)`,
        funderId,
        to,
      ),
    );
    birth('application', (to) =>
      sql(
        `insert into application (id, funder_id, call_id, reference, created_by, status)
         select gen_random_uuid(), funder_id, id, gen_random_uuid(), gen_random_uuid(), $2 from call where id = $1`,
        call.id,
        to,
      ),
    );
    birth('decision', (to) =>
      sql(
        `insert into decision (id, funder_id, application_id, reference, number, kind, granted, activities, provisions_version, prepared_by, status)
         select gen_random_uuid(), funder_id, id, gen_random_uuid(), 99, 'honour', requested, 'All', '2022', gen_random_uuid(), $2
           from application where id = $1`,
        toDecide.id,
        to,
      ),
    );

    // What a decision brings about is tried as a whole: the decision with what it moves.
    const honoured = await on.aSignedDecision({ application: await submitted() });
    const rejected = await on.aSignedDecision({ application: await submitted(), kind: 'reject' });
    const announce = (subject: Pick<Subject, 'id'> | null): Attempt => ({
      subject,
      commands: honouring,
      decisionId: honoured.id,
      work: rawAnnouncement(honoured),
    });
    const draft = await on.anApplication({ status: 'draft', call });
    instead('application', 'draft', ['submit', 'register'], (to, command) => ({
      subject: draft,
      commands: { application: command },
      work: rawSubmission(draft, to),
    }));
    instead('application', 'submitted', ['honour'], () => announce(honoured.application));
    instead('application', 'submitted', ['reject'], () => ({
      subject: rejected.application,
      commands: { decision: 'announce', application: 'reject' },
      decisionId: rejected.id,
      work: rawAnnouncement(rejected, 'rejected'),
    }));
    instead('decision', 'signed', ['announce'], () => announce(honoured));
    cells.project[UNBORN] = (command, to) =>
      command === 'award' && to === lifecycles.project.initial
        ? announce(null)
        : {
            subject: null,
            commands: { ...honouring, project: command },
            decisionId: honoured.id,
            work: sql(
              `insert into project (id, funder_id, application_id, decision_id, reference, title, granted, status)
               select gen_random_uuid(), funder_id, application_id, id, gen_random_uuid(), 'Raw', granted, $2 from decision where id = $1`,
              honoured.id,
              to,
            ),
          };
    for (const [status, command] of [
      ['awaiting_start', 'withdraw_grant'],
      ['started', 'terminate'],
      ['suspended', 'terminate'],
    ] as const) {
      const project = await on.aProject({ status });
      const { application } = project;
      const withdrawal = await on.aSignedDecision({ application, kind: 'withdraw_grant' });
      instead('project', status, [command], (to) => ({
        subject: project,
        commands: { decision: 'announce', project: command },
        decisionId: withdrawal.id,
        work: sql(
          `with told as (update decision set status = 'announced', version = version + 1 where id = $1)
           update project set status = $3, version = version + 1 where id = $2`,
          withdrawal.id,
          project.id,
          to,
        ),
      }));
    }
  });
  afterAll(() => on.close());

  /** Some commands from a state are tried in another way than by a bare change of status. */
  function instead(
    machine: Moved,
    state: string,
    commands: readonly string[],
    make: (to: string, command: string) => Attempt,
  ): void {
    const otherwise = cells[machine][state];
    cells[machine][state] = (command, to) =>
      commands.includes(command) || !otherwise ? make(to, command) : otherwise(command, to);
  }

  function rawSubmission({ id }: TestApplication, to: string): (tx: Tx) => Promise<unknown> {
    return sql(
      `update application set status = $2, version = version + 1, title = 'Raw', requested = 1, starts_on = ${today},
              duration_months = 1, organisation_id = party.organisation, leader_organisation_id = party.organisation,
              main_applicant_id = party.person, project_leader_id = party.person
         from (select (select id from organisation limit 1) as organisation, (select id from person limit 1) as person) party
        where application.id = $1`,
      id,
      to,
    );
  }

  /** Whether raw SQL moves the subject in a step by this role: `moved`, or the codes of the refusal; then taken back. */
  async function databaseSays(
    attempt: Attempt,
    role: Role,
    how: Pick<Step, 'occurred' | 'reasonId'>,
  ): Promise<readonly string[]> {
    const { subject, commands, decisionId, work } = attempt;
    const isMoved = `select exists (
      select from registry_event where subject_id = $1 and xact = pg_current_xact_id()) as moved`;
    try {
      return await on.db.transaction(async (tx) => {
        await setStep(tx, { actor: anActor(role), commands, decisionId, ...how });
        await work(tx);
        // Where it is there already nothing moves, and nothing is refused.
        const moved = !subject || (await tx.client.query<{ moved: boolean }>(isMoved, [subject.id])).rows[0]?.moved;
        throw new Answer(moved === true ? ['moved'] : ['wrong_state']);
      });
    } catch (error) {
      return error instanceof Answer ? error.codes : refusalOf(error);
    }
  }

  /** What the domain says, as far as the database is to say the same. */
  function domainSays(
    machine: Moved,
    asked: { state: string; command: string; role: Role; late: boolean; hasReason: boolean; facts: object },
  ): readonly string[] {
    const row = lifecycles[machine].transitions.find(({ command }) => command === asked.command);
    if (row && 'bulkOnly' in row) return ['wrong_state']; // not for a step of one subject
    try {
      decide(asTheDatabaseSees(machine), { ...asked, facts: asked.facts });
      return ['moved'];
    } catch (error) {
      if (!(error instanceof TransitionRefused)) throw error;
      return error.reason === 'guard_failed' ? error.details.concerned : [error.reason];
    }
  }

  it.each(machines)('agree on every cell of %s: state, command, role, reason and lateness', async (machine) => {
    const commands = new Map(lifecycles[machine].transitions.map((row: Transition<string>) => [row.command, row]));
    const reasonId = await aReason(on, newId());
    const disagreements: unknown[] = [];
    const counts = { tried: 0, moved: 0 };
    for (const state of [UNBORN, ...Object.keys(lifecycles[machine].states)]) {
      for (const [command, row] of commands) {
        const to = endOf(row, state);
        for (const role of roles) {
          for (const { late, hasReason } of bookings) {
            const attempt = cells[machine][state]?.(command, to);
            if (!attempt) throw new Error(`There is no ${machine} in state ${state}`);
            const now = await on.aMomentLater();
            const how = { occurred: late ? now : undefined, reasonId: hasReason ? reasonId : undefined };
            const database = await databaseSays(attempt, role, how);
            const domain = domainSays(machine, { state, command, role, late, hasReason, facts: facts(now, attempt) });
            counts.tried += 1;
            counts.moved += database.includes('moved') ? 1 : 0;
            // Of a wrong role in a wrong state the domain names the role, the database the state.
            const sameReason =
              database.every((code) => domain.includes(code)) ||
              (domain[0] === 'wrong_role' && database[0] === 'wrong_state');
            if (!sameReason) disagreements.push({ state, command, role, late, hasReason, domain, database });
          }
        }
      }
    }

    expect(disagreements.slice(0, 5)).toEqual([]);
    expect(counts.tried).toBe(
      (Object.keys(lifecycles[machine].states).length + 1) * commands.size * roles.length * bookings.length,
    );
    expect(counts.moved).toBeGreaterThan(commands.size);
  });

  it.each(machines)('let no %s be born in another state than the one its command leads to', async (machine) => {
    const { initial, states, transitions }: Lifecycle<string> = lifecycles[machine];
    const birth = transitions.find(({ from, bulkOnly }) => from.includes(UNBORN) && !bulkOnly);
    const answers: Record<string, readonly string[]> = {};
    for (const state of Object.keys(states)) {
      const attempt = birth && cells[machine][UNBORN]?.(birth.command, state);
      if (!attempt) throw new Error(`No ${machine} can be born`);
      answers[state] = await databaseSays(attempt, birth.by[0] ?? 'system', {});
    }

    const refused = Object.fromEntries(Object.keys(states).map((state) => [state, ['wrong_state']]));
    expect(answers).toEqual({ ...refused, [initial]: ['moved'] });
  });
});

/** Not an error: ends a transaction that is to be taken back. */
class Answer extends Error {
  constructor(readonly codes: readonly string[]) {
    super();
  }
}
