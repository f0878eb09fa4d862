import { admissibilityItems, endOf, UNBORN, type DecisionKind, type Transition } from '@grants/domain';
import type { Step, Tx } from '@grants/persistence';
import { aRecord, type Moved } from '../../support/every-state.js';
import { honouring, rawAnnouncement, rawMove, sql } from '../../support/raw-step.js';
import type { Subject, TestApplication, TestDecision, TestRegistry } from '../../support/registry.js';

/** What raw SQL tries for a command: the move itself, with what its command says besides. */
export interface RawMove {
  /** The subject that would move; none for a birth. */
  readonly subject: Pick<Subject, 'id'> | null;
  readonly commands: Step['commands'];
  readonly decisionId?: string;
  readonly work: (tx: Tx) => Promise<unknown>;
}

/** Makes a move from a state; `to` is where the row leads, `also` a subject in that state. */
type Make = (on: TestRegistry, to: string, state: string, also: Subject) => Promise<RawMove>;

const today = `(registry_now() at time zone 'Europe/Amsterdam')::date`;

const bare = ({ machine, id }: Subject, command: string, to: string, set = ''): RawMove => ({
  subject: { id },
  commands: { [machine]: command },
  work: rawMove({ machine, id }, to, set),
});

/** A bare move that also says something. */
const saying =
  (command: string, set: string): Make =>
  (_, to, __, subject) =>
    Promise.resolve(bare(subject, command, to, set));

/** A move of an application or decision that adds a fact of its own in the same statement. */
const adding =
  (command: string, fact: string): Make =>
  (_, to, __, { machine, id }) =>
    Promise.resolve({
      subject: { id },
      commands: { [machine]: command },
      work: sql(
        `with fact as (${fact}) update ${machine} set status = $2, version = version + 1 where id = $1::uuid`,
        id,
        to,
      ),
    });

const submission =
  (command: string): Make =>
  (_, to, __, { id }) =>
    Promise.resolve({
      subject: { id },
      commands: { application: command },
      work: sql(
        `update application set status = $2, version = version + 1, title = 'Raw', requested = 1, starts_on = ${today},
                duration_months = 1, organisation_id = party.organisation, leader_organisation_id = party.organisation,
                main_applicant_id = party.person, project_leader_id = party.person
           from (select (select id from organisation limit 1) as organisation, (select id from person limit 1) as person) party
          where application.id = $1`,
        id,
        to,
      ),
    });

/** An outcome is tried as a whole: the decision with what it moves. */
const outcome =
  (command: string, kind: DecisionKind): Make =>
  async (on, to, state) => {
    const application = await applicationToDecide(on, state, kind);
    const decision = await on.aSignedDecision({ application, kind });
    return {
      subject: application,
      commands: command === 'honour' ? honouring : { decision: 'announce', application: command },
      decisionId: decision.id,
      work: rawAnnouncement(decision, to as 'honoured'),
    };
  };

async function applicationToDecide(on: TestRegistry, state: string, kind: DecisionKind): Promise<TestApplication> {
  const application = await aRecord(on, 'application', state);
  if (kind !== 'not_processed' || state !== 'submitted') return application;
  await on.stepApplication('request_repair', application.reference, application.applicant);
  await on.stepApplication('repair', application.reference, application.applicant);
  return application;
}

const withdrawal =
  (command: string): Make =>
  async (on, to, state) => {
    const project = await aRecord(on, 'project', state);
    const decision = await on.aSignedDecision({ application: project.application, kind: 'withdraw_grant' });
    return {
      subject: project,
      commands: { decision: 'announce', project: command },
      decisionId: decision.id,
      work: sql(
        `with told as (update decision set status = 'announced', version = version + 1 where id = $1)
         update project set status = $3, version = version + 1 where id = $2`,
        decision.id,
        project.id,
        to,
      ),
    };
  };

/** A decision that stands under an invented event, a budget reservation and an obligation, in that order. */
async function underConditions(on: TestRegistry, state: string): Promise<TestDecision> {
  const described = { description: 'Invented' } as const;
  const conditions = [
    { kind: 'event', ...described },
    { kind: 'budget_reservation', ...described },
  ] as const;
  const obligations = [{ ...described, blocks: 'nothing' }] as const;
  return on.aDecision({ kind: 'conditional_honour', status: state as 'announced', parts: { conditions, obligations } });
}

const settlement =
  (command: string, fact: string): Make =>
  async (on, to, state) =>
    adding(command, fact)(on, to, state, await underConditions(on, state));

const conditionFact = (number: number, fact: string) =>
  `insert into decision_condition_fact (decision_id, number, fact, occurred_on) values ($1::uuid, ${number}, '${fact}', ${today})`;

/** Moves that take more than a bare change of status, by machine and command. */
const otherwise: Readonly<Record<string, Make>> = {
  'call.amend': saying('amend', 'ceiling = ceiling + 1'),
  'application.submit': submission('submit'),
  'application.register': submission('register'),
  'application.request_repair': adding(
    'request_repair',
    `insert into application_repair (application_id, until) values ($1::uuid, ${today} + 14)`,
  ),
  'application.admit': async (on, to) => {
    const application = await on.anApplication({ call: await on.aCall({ procedure: 'full' }) });
    await on.stepApplication('agree', application.reference, application.applicant);
    const found = Object.keys(admissibilityItems).map((item) => ({ item: item as 'complete', inOrder: true }));
    await on.registry.checkApplication.execute({ reference: application.reference, found }, on.as(on.officer));
    return bare(application, 'admit', to);
  },
  'application.suspend_term': adding(
    'suspend_term',
    `insert into application_term_fact (application_id, fact, ground) values ($1::uuid, 'suspended', 'consent')`,
  ),
  'application.name_another_term': adding(
    'name_another_term',
    `insert into application_term_fact (application_id, fact, through) values ($1::uuid, 'another_term_named', ${today} + 14)`,
  ),
  'application.give_notice_of_default': adding(
    'give_notice_of_default',
    `insert into application_term_fact (application_id, fact) values ($1::uuid, 'default_notice')`,
  ),
  'application.honour': outcome('honour', 'honour'),
  'application.reject': outcome('reject', 'reject'),
  'application.leave_unprocessed': outcome('leave_unprocessed', 'not_processed'),
  'application.declare_inadmissible': outcome('declare_inadmissible', 'inadmissible'),
  'decision.announce': async (on) => {
    const decision = await on.aSignedDecision();
    return { subject: decision, commands: honouring, decisionId: decision.id, work: rawAnnouncement(decision) };
  },
  'decision.supersede': async (on, to, state) => {
    const corrected = await on.aDecision({ kind: 'reject', status: state as 'announced' });
    await on.aSignedDecision({ kind: 'reject', application: corrected.application, corrects: corrected });
    return bare(corrected, 'supersede', to);
  },
  'decision.note_budget': settlement('note_budget', conditionFact(2, 'budget_adopted')),
  'decision.invoke_reservation': settlement('invoke_reservation', conditionFact(2, 'invoked')),
  'decision.lapse_reservation': settlement('lapse_reservation', conditionFact(2, 'lapsed')),
  'decision.meet_condition': settlement('meet_condition', conditionFact(1, 'met')),
  'decision.fulfil_obligation': settlement(
    'fulfil_obligation',
    `insert into decision_obligation_fact (decision_id, number, fulfilled_on) values ($1::uuid, 1, ${today})`,
  ),
  'project.confirm_start': saying('confirm_start', `started_on = ${today}`),
  'project.end': async (on, to) => {
    const day = on.today();
    const application = await on.anApplication({ content: { startsOn: day } });
    const { reference, version, ...project } = await on.aProject({ application });
    const start = { reference, version, command: 'confirm_start', startedOn: day, endsOn: day, request: null } as const;
    await on.registry.moveProject.execute(start, on.as(on.officer));
    return bare({ ...project, reference, version }, 'end', to, `ended_on = ends_on`);
  },
  'project.complete': saying('complete', `final_report_approved_on = ${today}`),
  'project.terminate': withdrawal('terminate'),
  'project.withdraw_grant': withdrawal('withdraw_grant'),
};

/** What raw SQL would bear, in the state where it should begin or another; a machine without one does not compile. */
const births: Readonly<Record<Moved, (on: TestRegistry) => Promise<(command: string, to: string) => RawMove>>> = {
  call: async (on) => {
    const { id } = await on.aFunder();
    return (command, to) => ({
      subject: null,
      commands: { call: command },
      work: sql(
        `insert into call (id, funder_id, reference, title, ceiling, allocation_method, criteria, opens_at, closes_at, status)
         values (gen_random_uuid(), $1, gen_random_uuid(), 'Raw', 1, 'ranking', 'None', now(), now() + interval '1 hour', $2)`,
        id,
        to,
      ),
    });
  },
  application: async (on) => {
    const { id } = await on.aCall();
    return (command, to) => ({
      subject: null,
      commands: { application: command },
      work: sql(
        `insert into application (id, funder_id, call_id, reference, created_by, status)
         select gen_random_uuid(), funder_id, id, gen_random_uuid(), gen_random_uuid(), $2 from call where id = $1`,
        id,
        to,
      ),
    });
  },
  decision: async (on) => {
    const { id } = await on.anApplication();
    return (command, to) => ({
      subject: null,
      commands: { decision: command },
      work: sql(
        `insert into decision (id, funder_id, application_id, reference, number, kind, granted, activities, provisions_version, prepared_by, status)
         select gen_random_uuid(), funder_id, id, gen_random_uuid(), 99, 'honour', requested, 'All', '2022', gen_random_uuid(), $2
           from application where id = $1`,
        id,
        to,
      ),
    });
  },
  project: async (on) => {
    const honoured = await on.aSignedDecision();
    return (command, to) => ({
      subject: null,
      commands: { ...honouring, project: command },
      decisionId: honoured.id,
      work:
        command === 'award' && to === 'awaiting_start'
          ? rawAnnouncement(honoured)
          : sql(
              `insert into project (id, funder_id, application_id, decision_id, reference, title, granted, status)
               select gen_random_uuid(), funder_id, application_id, id, gen_random_uuid(), 'Raw', granted, $2
                 from decision where id = $1`,
              honoured.id,
              to,
            ),
    });
  },
};

/** What raw SQL tries for each command of a machine from each state: `[state][command]`, and births into any state. */
export interface RawMoves {
  readonly from: (state: string, row: Transition<string>) => RawMove;
  readonly birth: (row: Transition<string>, to: string) => RawMove;
}

/** Makes a subject for each state, and another for each move that needs one of its own. */
export async function rawMovesOf(
  on: TestRegistry,
  machine: Moved,
  states: readonly string[],
  rows: readonly Transition<string>[],
): Promise<RawMoves> {
  const birth = await births[machine](on);
  const made = new Map<string, RawMove>();
  for (const state of states) {
    // A call that is open in this test may be closed: its moment has come.
    const subject =
      machine === 'call'
        ? await on.aCall({ status: state as 'open', closesAt: on.hoursFromNow(-1) })
        : await aRecord(on, machine, state);
    for (const row of rows) {
      const to = endOf(row, state);
      const make = row.from.includes(state) ? otherwise[`${machine}.${row.command}`] : undefined;
      made.set(`${state}/${row.command}`, make ? await make(on, to, state, subject) : bare(subject, row.command, to));
    }
  }
  return {
    birth: ({ command }, to) => birth(command, to),
    from: (state, row) => {
      if (state === UNBORN) return birth(row.command, endOf(row, state));
      const move = made.get(`${state}/${row.command}`);
      if (!move) throw new Error(`There is no ${machine} in state ${state}`);
      return move;
    },
  };
}
