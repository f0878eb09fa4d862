import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bookingRules, lifecycles, type Machine, type ProjectStatus, type Transition } from '@grants/domain';
import { newId, setStep, type Actor, type Tx } from '@grants/persistence';
import { aReason, answerTo, honouring, rawAnnouncement, rawMove, sql, type RawStep } from '../support/raw-step.js';
import {
  testRegistry,
  type Subject,
  type TestApplication,
  type TestCall,
  type TestRegistry,
} from '../support/registry.js';
import type { Attempts } from './attempts/attempts.js';
import { fullProcedureAttempts } from './attempts/full-procedure.js';

/** The codes of the guards that the database holds too. */
const guardCodes = Object.values(lifecycles)
  .flatMap(({ transitions }) => transitions.flatMap((row: Transition<string>) => row.guards))
  .filter(({ enforcedBy }) => enforcedBy === 'database')
  .map(({ code }) => code);

/** Rules on the values of one row, whatever the step. */
const rulesOnRows = [
  'application_duration_positive',
  'application_requested_money',
  'call_ceiling_money',
  'call_currency_code',
  'call_dates_in_order',
  'call_limits_positive',
  'call_line_needs_programme',
  'call_procedure_known',
  'call_type_known',
  'decision_condition_kind_known',
  'decision_dates_in_order',
  'decision_granted_money',
  'decision_kind_known',
  'decision_withdrawal_needs_project',
  'project_dates_in_order',
  'project_started_has_date',
];
/** Rules that only raw SQL can break: no use case asks for what they refuse. */
const rulesForRawSql = [
  'decision_stands_already',
  'wrong_state',
  'wrong_role',
  'step_required',
  'version_required',
  'head_forged',
  'append_only',
  'project_required',
  'award_decision_required',
  'withdrawing_decision_required',
  'call_frozen',
  'application_frozen',
  'decision_frozen',
  'project_frozen',
];

let on: TestRegistry;

const step = (
  subject: Pick<Subject, 'machine' | 'id'>,
  command: string,
  actor: Actor,
  also: Partial<RawStep> = {},
): RawStep => ({
  actor,
  commands: { [subject.machine]: command },
  ...also,
});
const move = (
  subject: Pick<Subject, 'machine' | 'id'>,
  command: string,
  to: string,
  actor: Actor,
  also: Partial<RawStep> = {},
  set = '',
) => answerTo(on, step(subject, command, actor, also), rawMove(subject, to, set));

/** Does something three days ago. */
async function earlier<T>(work: () => Promise<T>): Promise<T> {
  await on.moveClock(-72);
  const made = await work();
  await on.moveClock(0);
  return made;
}

/** Moves a call by a late booking, so many milliseconds from the moment that it is set for. */
async function atItsMoment(
  status: 'published' | 'open',
  content: { opensAt?: string; closesAt?: string },
  command: string,
  to: string,
  from: number,
): Promise<string> {
  const call = await earlier(() => on.aCall({ status, ...content }));
  const moment = new Date(Date.parse(content.opensAt ?? content.closesAt ?? '') + from).toISOString();
  return move(call, command, to, on.officer, { occurred: moment, reasonId: await aReason(on, call.id) });
}

/**
 * A draft is submitted by raw SQL, with the content of a complete application but for what is given; or registered late,
 * as received on a moment.
 */
async function submit(
  call: TestCall,
  changes: Readonly<Record<string, unknown>> = {},
  receivedAt?: string,
): Promise<string> {
  // An officer begins it: they may on any call.
  const make = () => on.anApplication({ status: 'draft', call, applicant: on.officer });
  const draft = receivedAt === undefined ? await make() : await earlier(make);
  const [person, organisation] = [await on.aPerson(), await on.anOrganisation()];
  const content: Record<string, unknown> = {
    title: 'Invented project',
    requested: '100.00',
    starts_on: '2030-01-01',
    duration_months: 12,
    organisation_id: organisation.id,
    main_applicant_id: person.id,
    project_leader_id: person.id,
    leader_organisation_id: organisation.id,
    ...changes,
  };
  const set = Object.keys(content).map((column, index) => `${column} = $${index + 2}`);
  const update = `update application set status = 'submitted', version = version + 1, ${set.join(', ')} where id = $1`;
  const register = async () =>
    step(draft, 'register', on.officer, { occurred: receivedAt, reasonId: await aReason(on, draft.id) });
  const how =
    receivedAt === undefined ? step(draft, 'submit', { ...draft.applicant, role: 'applicant' }) : await register();
  return answerTo(on, how, sql(update, draft.id, ...Object.values(content)));
}

/** A decision is prepared by raw SQL, in full but for what is given. */
const rawDecision = (application: TestApplication, changes: Readonly<Record<string, unknown>> = {}) => {
  const content: Record<string, unknown> = {
    id: newId(),
    reference: `RAW-${newId()}`,
    number: 99,
    kind: 'honour',
    granted: '50000.00',
    activities: 'As applied for',
    provisions_version: '2022',
    prepared_by: on.officer.id,
    status: 'prepared',
    ...changes,
  };
  const columns = Object.keys(content);
  const insert = `insert into decision (funder_id, application_id, ${columns.join(', ')})
    select funder_id, id, ${columns.map((_, index) => `$${index + 2}`).join(', ')} from application where id = $1`;
  return async (tx: Tx) => {
    await tx.client.query(insert, [application.id, ...Object.values(content)]);
    return { machine: 'decision', id: String(content['id']) } as const;
  };
};
/** A decision is prepared and signed by raw SQL. */
async function signedRaw(application: TestApplication, changes: Readonly<Record<string, unknown>> = {}) {
  const made = await on.db.transaction(async (tx) => {
    await setStep(tx, { actor: on.officer, commands: { decision: 'prepare' } });
    return rawDecision(application, changes)(tx);
  });
  await on.db.transaction(async (tx) => {
    await setStep(tx, { actor: on.authority, commands: { decision: 'sign' } });
    await rawMove(made, 'signed')(tx);
  });
  return made;
}
const prepare = (application: TestApplication, changes: Readonly<Record<string, unknown>> = {}) =>
  answerTo(on, { actor: on.officer, commands: { decision: 'prepare' } }, rawDecision(application, changes));

/** A call is made by raw SQL. */
const createCall = (columns: string, values: string) =>
  answerTo(
    on,
    { actor: on.officer, commands: { call: 'create' } },
    sql(`insert into call (id, funder_id, reference, title, status, ${columns})
         select gen_random_uuid(), id, gen_random_uuid(), 'Raw', 'draft', ${values} from funder limit 1`),
  );

/** A draft is begun by raw SQL. */
const begin = (call: TestCall, actor: Actor) =>
  answerTo(
    on,
    { actor, commands: { application: 'create' } },
    sql(
      `insert into application (id, funder_id, call_id, reference, created_by, status)
       select gen_random_uuid(), funder_id, id, gen_random_uuid(), $2, 'draft' from call where id = $1`,
      call.id,
      actor.id,
    ),
  );

const attempts: Readonly<Record<string, Attempts>> = {
  ...fullProcedureAttempts(() => on, move),
  call_takes_no_drafts: async () => {
    const refused = [];
    for (const status of ['draft', 'closed', 'archived', 'cancelled'] as const) {
      refused.push(await begin(await on.aCall({ status }), { ...on.officer, role: 'applicant' }));
    }
    const [published, closed] = [await on.aCall({ status: 'published' }), await on.aCall({ status: 'closed' })];
    const applicant: Actor = { ...on.officer, role: 'applicant' };
    return { refused, allowed: [await begin(published, applicant), await begin(closed, on.officer)] };
  },
  call_incomplete: async () => {
    const publish = async (content: object) =>
      move(await on.aCall({ status: 'draft', ...content }), 'publish', 'published', on.authority);
    const refused = [];
    for (const field of ['ceiling', 'allocationMethod', 'criteria', 'opensAt', 'closesAt']) {
      refused.push(await publish({ [field]: null }));
    }
    refused.push(await publish({ criteria: ' \t\n' }));
    return { refused, allowed: [await publish({})] };
  },
  before_opening: async () => {
    const open = async (hours: number) =>
      move(await on.aCall({ status: 'published', opensAt: on.hoursFromNow(hours) }), 'open', 'open', on.system);
    const exactly = (from: number) => atItsMoment('published', { opensAt: on.hoursFromNow(-1) }, 'open', 'open', from);
    return { refused: [await open(1), await exactly(-1)], allowed: [await open(-1), await exactly(0)] };
  },
  before_closing: async () => {
    const close = async (hours: number) =>
      move(await on.aCall({ status: 'open', closesAt: on.hoursFromNow(hours) }), 'close', 'closed', on.system);
    const exactly = (from: number) => atItsMoment('open', { closesAt: on.hoursFromNow(-1) }, 'close', 'closed', from);
    return { refused: [await close(1), await exactly(-1)], allowed: [await close(-1), await exactly(0)] };
  },
  application_incomplete: async () => {
    const call = await on.aCall();
    const refused = [];
    for (const column of [
      'requested',
      'starts_on',
      'duration_months',
      'organisation_id',
      'main_applicant_id',
      'project_leader_id',
    ]) {
      refused.push(await submit(call, { [column]: null }));
    }
    return { refused, allowed: [await submit(call)] };
  },
  call_not_open: async () => {
    const refused = [
      await submit(await on.aCall({ status: 'published' })),
      await submit(await on.aCall({ status: 'cancelled' })),
    ];
    refused.push(await submit(await on.aCall({ status: 'open', closesAt: on.hoursFromNow(-0.001) })));
    // Received from the moment of opening up to and including that of closing.
    const [opensAt, closesAt] = [on.hoursFromNow(-20), on.hoursFromNow(-10)];
    const call = await earlier(() => on.aCall({ status: 'draft', opensAt, closesAt }));
    await on.registry.moveCall.execute(
      { reference: call.reference, version: 1, command: 'publish', request: null },
      on.as(on.authority),
    );
    await on.registry.moveCall.execute(
      { reference: call.reference, version: 2, command: 'open', request: null },
      on.as(on.system),
    );
    const received = (moment: string, from: number) =>
      submit(call, {}, new Date(Date.parse(moment) + from).toISOString());
    refused.push(await received(opensAt, -1), await received(closesAt, 1));
    return {
      refused,
      allowed: [await submit(await on.aCall()), await received(opensAt, 0), await received(closesAt, 0)],
    };
  },
  above_call_maximum: async () => {
    const call = await on.aCall({ maxAmount: '100.00' });
    return { refused: [await submit(call, { requested: '100.01' })], allowed: [await submit(call)] };
  },
  honouring_decision_required: async () => {
    const decision = await on.aSignedDecision();
    const { application } = decision;
    const rejection = await on.aSignedDecision({ kind: 'reject' });
    const other = await on.anApplication();
    const honour = (decisionId?: string) => ({ actor: on.officer, commands: honouring, decisionId });
    const twoAtOnce = { id: decision.id, application: other };
    return {
      refused: [
        await answerTo(on, honour(), rawMove(application, 'honoured')),
        await answerTo(on, honour(decision.id), rawMove(application, 'honoured')),
        await answerTo(on, honour(rejection.id), rawAnnouncement(rejection)),
        await answerTo(on, honour(decision.id), rawAnnouncement(twoAtOnce)),
      ],
      allowed: [await answerTo(on, honour(decision.id), rawAnnouncement(decision))],
    };
  },
  rejecting_decision_required: async () => {
    const rejection = await on.aSignedDecision({ kind: 'reject' });
    const decision = await on.aSignedDecision();
    const reject = (decisionId?: string) => ({
      actor: on.officer,
      commands: { decision: 'announce', application: 'reject' },
      decisionId,
    });
    return {
      refused: [
        await answerTo(on, reject(), rawMove(rejection.application, 'rejected')),
        await answerTo(on, reject(rejection.id), rawMove(rejection.application, 'rejected')),
        await answerTo(on, reject(decision.id), rawAnnouncement(decision, 'rejected')),
      ],
      allowed: [await answerTo(on, reject(rejection.id), rawAnnouncement(rejection, 'rejected'))],
    };
  },
  ceiling_exceeded: async () => {
    const announce = async (ceiling: string) => {
      const application = await on.anApplication({ call: await on.aCall({ ceiling }) });
      const decision = await on.aSignedDecision({ application });
      return answerTo(
        on,
        { actor: on.officer, commands: honouring, decisionId: decision.id },
        rawAnnouncement(decision),
      );
    };
    return { refused: [await announce('49999.99')], allowed: [await announce('50000.00')] };
  },
  four_eyes: async () => {
    const decision = await on.aDecision({ status: 'prepared' });
    const same = { ...decision.preparedBy, role: 'decision_authority' } as const;
    const application = await on.anApplication();
    // Who prepared it is who did, not who is said to have done.
    const other = await on.db.transaction(async (tx) => {
      await setStep(tx, { actor: on.officer, commands: { decision: 'prepare' } });
      return rawDecision(application, { prepared_by: newId() })(tx);
    });
    return {
      refused: [await move(decision, 'sign', 'signed', same), await move(other, 'sign', 'signed', same)],
      allowed: [await move(decision, 'sign', 'signed', on.authority)],
    };
  },
  amount_does_not_fit_kind: async () => {
    const application = await on.anApplication();
    const reasonTextId = await aReason(on, application.id);
    const reject = { kind: 'reject', reason_code: 'quality', reason_text_id: reasonTextId, activities: null };
    return {
      refused: [
        await prepare(application, { granted: '49999.99' }),
        await prepare(application, { granted: '50000.01' }),
        await prepare(application, { granted: null }),
        await prepare(application, { kind: 'partial_honour' }),
        await prepare(application, { kind: 'partial_honour', granted: '0.00' }),
        await prepare(application, { kind: 'partial_honour', granted: null }),
        await prepare(application, reject),
      ],
      allowed: [
        await prepare(application),
        await prepare(application, { kind: 'partial_honour', granted: '0.01' }),
        await prepare(application, { ...reject, granted: null }),
      ],
    };
  },
  grant_not_described: async () => {
    const application = await on.anApplication();
    return {
      refused: [
        await prepare(application, { activities: null }),
        await prepare(application, { provisions_version: null }),
        await prepare(application, { activities: ' \n' }),
        await prepare(application, { provisions_version: ' ' }),
      ],
    };
  },
  reasons_required: async () => {
    const application = await on.anApplication();
    const reasonTextId = await aReason(on, application.id);
    const reject = { kind: 'reject', granted: null, reason_code: 'quality', reason_text_id: reasonTextId };
    return {
      refused: [
        await prepare(application, { ...reject, reason_code: null }),
        await prepare(application, { ...reject, reason_text_id: null }),
      ],
      allowed: [await prepare(application, reject)],
    };
  },
  decision_in_preparation: async () => {
    const prepared = await on.aDecision({ status: 'prepared' });
    const signed = await on.aDecision({ status: 'signed' });
    const discarded = await on.aDecision({ status: 'superseded' });
    return {
      refused: [await prepare(prepared.application), await prepare(signed.application)],
      allowed: [await prepare(discarded.application)],
    };
  },
  decision_before_receipt: async () => {
    const application = await on.anApplication();
    const reasonId = await aReason(on, application.id);
    const received = (await on.eventsOf(application)).at(-1)?.occurred ?? '';
    const prepared = (occurred: string) =>
      answerTo(
        on,
        { actor: on.officer, commands: { decision: 'prepare' }, occurred, reasonId },
        rawDecision(application),
      );
    return {
      refused: [await prepared(new Date(Date.parse(received) - 1).toISOString())],
      allowed: [await prepared(await on.aMomentLater())],
    };
  },
  correction_changes_outcome: async () => {
    const partial = await on.aDecision({ kind: 'partial_honour', granted: '10.00', status: 'announced' });
    const other = await on.aDecision({ status: 'announced' });
    const corrects = { kind: 'partial_honour', granted: '10.00', supersedes_id: partial.id };
    const rejection = await on.aDecision({ kind: 'reject', status: 'announced' });
    const withdrawal = {
      kind: 'withdraw_grant',
      granted: null,
      reason_code: 'given_up',
      reason_text_id: await aReason(on, rejection.application.id),
      project_id: (await on.aProject()).id,
      supersedes_id: rejection.id,
    };
    return {
      refused: [
        await prepare(partial.application, { ...corrects, granted: '11.00' }),
        await prepare(partial.application, { ...corrects, kind: 'honour', granted: '50000.00' }),
        await prepare(other.application, corrects),
        await prepare(rejection.application, withdrawal),
      ],
      allowed: [await prepare(partial.application, corrects)],
    };
  },
  decision_without_effect: async () => {
    const project = await on.aProject();
    const decisions = [
      await on.aSignedDecision(),
      await on.aSignedDecision({ kind: 'reject' }),
      await on.aSignedDecision({ kind: 'withdraw_grant', application: project.application }),
    ];
    const refused = [];
    for (const decision of decisions) {
      refused.push(await move(decision, 'announce', 'announced', on.officer, { decisionId: decision.id }));
    }
    // Nor does it where the application's row is touched, and what came about before is not what it brings about.
    const touched = await on.aSignedDecision();
    refused.push(
      await answerTo(
        on,
        { ...step(touched, 'announce', on.officer), decisionId: touched.id },
        sql(
          `with touch as (update application set version = version + 1 where id = $2)
           update decision set status = 'announced', version = version + 1 where id = $1`,
          touched.id,
          touched.application.id,
        ),
      ),
    );
    return { refused };
  },
  project_exists: async () => {
    const project = await on.aProject();
    const again = `insert into project (id, funder_id, application_id, decision_id, reference, title, granted, currency, status)
      select gen_random_uuid(), funder_id, application_id, decision_id, reference || '2', title, granted, currency, 'awaiting_start'
        from project where id = $1`;
    return { refused: [await answerTo(on, step(project, 'award', on.officer), sql(again, project.id))] };
  },
  nothing_to_decide: async () => {
    const reasons = async ({ id }: TestApplication) => ({ granted: null, reason_text_id: await aReason(on, id) });
    const refused = [];
    const allowed = [];
    for (const status of ['draft', 'withdrawn', 'honoured', 'rejected', 'inadmissible'] as const) {
      const application = await on.anApplication({ status });
      refused.push(
        await prepare(application),
        await prepare(application, { kind: 'reject', reason_code: 'quality', ...(await reasons(application)) }),
      );
    }
    const full = await on.anApplication({ call: await on.aCall({ procedure: 'full' }) });
    refused.push(await prepare(full));
    const late = { kind: 'inadmissible', reason_code: 'late' };
    allowed.push(await prepare(full, { ...late, ...(await reasons(full)) }));
    const withdraw = async (status: ProjectStatus) => {
      const { id, application } = await on.aProject({ status });
      const withdrawal = { kind: 'withdraw_grant', reason_code: 'given_up', project_id: id };
      return prepare(application, { ...withdrawal, ...(await reasons(application)) });
    };
    for (const status of ['ended', 'completed', 'terminated', 'not_started'] as const) {
      refused.push(await withdraw(status));
    }
    for (const status of ['awaiting_start', 'started', 'suspended'] as const) allowed.push(await withdraw(status));
    const correct = async (status: 'superseded' | 'announced') => {
      const { id, application } = await on.aDecision({ kind: 'reject', status });
      const rejection = { kind: 'reject', reason_code: 'quality', supersedes_id: id };
      return prepare(application, { ...rejection, ...(await reasons(application)) });
    };
    return { refused: [...refused, await correct('superseded')], allowed: [...allowed, await correct('announced')] };
  },
  decision_stands_already: async () => {
    const rejected = await on.aDecision({ kind: 'reject', status: 'announced' });
    const correction = { kind: 'reject', application: rejected.application, corrects: rejected } as const;
    const again = await on.aSignedDecision(correction);
    return { refused: [await move(again, 'announce', 'announced', on.officer, { decisionId: again.id })] };
  },
  correction_required: async () => {
    const alone = await on.aDecision({ kind: 'reject', status: 'announced' });
    const irrevocable = await on.aDecision({ kind: 'reject', status: 'irrevocable' });
    const corrected = await on.aDecision({ kind: 'reject', status: 'announced' });
    const { application } = corrected;
    const correction = await on.aDecision({ kind: 'reject', application, corrects: corrected, status: 'prepared' });
    const supersede = (decision: Subject) => move(decision, 'supersede', 'superseded', on.officer);
    const refused = [await supersede(alone), await supersede(irrevocable), await supersede(corrected)];
    const { reference, version } = correction;
    const signed = { reference, version, command: 'sign', request: null } as const;
    await on.registry.moveDecision.execute(signed, on.as(on.authority));
    const together = answerTo(on, step(corrected, 'supersede', on.officer), async (tx) => {
      await rawMove(corrected, 'superseded')(tx);
      await setStep(tx, {
        ...step(correction, 'announce', on.officer),
        actor: on.officer,
        commands: { decision: 'announce' },
      });
      await rawMove(correction, 'announced')(tx);
    });
    // Signed, it lets the other go; which is not to stay so.
    return { refused: [...refused, await supersede(corrected)], allowed: [await together] };
  },
  late_start_unexplained: async () => {
    await on.moveClock(-24 * 300);
    const made = async () => on.aProject({ application: await on.anApplication() });
    const [project, told] = [await made(), await made()];
    await on.moveClock(0);
    const start = (subject: Subject, set: string) => move(subject, 'confirm_start', 'started', on.officer, {}, set);
    const months = `(select announced_on + interval '6 months' from decision where id = decision_id)`;
    const explained = `late_start_reason_id = '${await aReason(on, told.id)}'`;
    return {
      refused: [await start(project, `started_on = ${months} + interval '1 day'`)],
      allowed: [
        await start(project, `started_on = ${months}`),
        await start(told, `started_on = ${months} + interval '1 day', ${explained}`),
      ],
    };
  },
  start_in_future: async () => {
    const project = await on.aProject();
    const start = (day: string) => move(project, 'confirm_start', 'started', on.officer, {}, `started_on = '${day}'`);
    return { refused: [await start(on.today(1))], allowed: [await start(on.today())] };
  },
  start_before_honouring: async () => {
    const project = await on.aProject();
    const start = (day: string) => move(project, 'confirm_start', 'started', on.officer, {}, `started_on = '${day}'`);
    return { refused: [await start(on.today(-1))], allowed: [await start(on.today())] };
  },
  end_not_reached: async () => {
    const project = await on.aProject({ status: 'started' });
    const reasonId = await aReason(on, project.id);
    const end = (reason?: string) =>
      move(project, 'end', 'ended', on.officer, { reasonId: reason }, `ended_on = '${on.today()}'`);
    return { refused: [await end()], allowed: [await end(reasonId)] };
  },
  end_out_of_order: async () => {
    const project = await on.aProject({ status: 'started' });
    const reasonId = await aReason(on, project.id);
    const end = (endedOn: string) => move(project, 'end', 'ended', on.officer, { reasonId }, `ended_on = ${endedOn}`);
    return {
      refused: [await end('started_on - 1'), await end('current_date + 2'), await end('null')],
      allowed: [await end('started_on')],
    };
  },
  final_report_required: async () => {
    const project = await on.aProject({ status: 'ended' });
    const complete = (on_: string) =>
      move(project, 'complete', 'completed', on.officer, {}, `final_report_approved_on = ${on_}`);
    return {
      refused: [await complete('null'), await complete('ended_on - 1'), await complete('current_date + 2')],
      allowed: [await complete('ended_on')],
    };
  },

  // How a step is booked.
  reason_required: async () => {
    const project = await on.aProject({ status: 'started' });
    const reasonId = await aReason(on, project.id);
    return {
      refused: [
        await move(project, 'suspend', 'suspended', on.officer),
        await move(project, 'suspend', 'suspended', on.officer, { reasonId: newId() }),
        await move(await on.aCall(), 'cancel', 'cancelled', on.authority),
        await move(await on.aDecision({ status: 'prepared' }), 'discard', 'superseded', on.officer),
      ],
      allowed: [await move(project, 'suspend', 'suspended', on.officer, { reasonId })],
    };
  },
  late_booking_not_allowed: async () => {
    const application = await on.anApplication();
    const reasonId = await aReason(on, application.id);
    const occurred = await on.aMomentLater();
    const { applicant } = application;
    return {
      refused: [await move(application, 'withdraw', 'withdrawn', applicant, { occurred, reasonId })],
      allowed: [await move(application, 'withdraw', 'withdrawn', applicant, { reasonId })],
    };
  },
  late_booking_needs_reason: async () => {
    const project = await on.aProject({ status: 'suspended' });
    const reasonId = await aReason(on, project.id);
    const occurred = await on.aMomentLater();
    return {
      refused: [await move(project, 'resume', 'started', on.officer, { occurred })],
      allowed: [await move(project, 'resume', 'started', on.officer, { occurred, reasonId })],
    };
  },
  occurred_in_future: async () => {
    const project = await on.aProject({ status: 'suspended' });
    const reasonId = await aReason(on, project.id);
    const resume = (hours: number) =>
      move(project, 'resume', 'started', on.officer, { occurred: on.hoursFromNow(hours), reasonId });
    return { refused: [await resume(0.01)], allowed: [await resume(0)] };
  },
  occurred_before_first_event: async () => {
    const project = await on.aProject({ status: 'suspended' });
    const reasonId = await aReason(on, project.id);
    const [first] = await on.eventsOf(project);
    const resume = (occurred: string) => move(project, 'resume', 'started', on.officer, { occurred, reasonId });
    return { refused: [await resume(on.hoursFromNow(-1))], allowed: [await resume(first?.occurred ?? '')] };
  },

  // What only raw SQL would ask for.
  wrong_state: async () => {
    const draft = await on.anApplication({ status: 'draft' });
    return {
      refused: [
        await move(draft, 'reject', 'rejected', on.officer),
        await move(draft, 'withdraw', 'submitted', draft.applicant),
        await move(draft, 'withdraw', 'invented', draft.applicant),
        await move(draft, 'invented', 'withdrawn', draft.applicant),
      ],
      allowed: [await move(draft, 'withdraw', 'withdrawn', draft.applicant)],
    };
  },
  wrong_role: async () => {
    const draft = await on.anApplication({ status: 'draft' });
    return { refused: [await move(draft, 'withdraw', 'withdrawn', on.officer)] };
  },
  step_required: async () => {
    const project = await on.aProject({ status: 'suspended' });
    const resumed = rawMove(project, 'started');
    const insert = sql(`insert into call (id, funder_id, reference, title, status)
      select gen_random_uuid(), id, 'RAW', 'Raw', 'draft' from funder limit 1`);
    return {
      refused: [
        await answerTo(on, {}, resumed),
        await answerTo(on, { actor: on.officer, commands: { application: 'resume' } }, resumed),
        await answerTo(on, {}, insert),
      ],
    };
  },
  version_required: async () => {
    const project = await on.aProject({ status: 'suspended' });
    const resume = (version: string) =>
      answerTo(
        on,
        step(project, 'resume', on.officer),
        sql(`update project set status = 'started', version = ${version} where id = $1`, project.id),
      );
    return { refused: [await resume('version'), await resume('version + 2')], allowed: [await resume('version + 1')] };
  },
  head_forged: async () => {
    // The service has no right on these columns at all; this is what stops whoever has.
    const project = await on.aProject();
    const forge = on.ownerSql(`update project set event_seq = 7 where id = $1`, project.id);
    return {
      refused: [
        await forge.then(
          () => 'done',
          (error: unknown) => (error as { constraint: string }).constraint,
        ),
      ],
    };
  },
  append_only: async () => ({ refused: [await answerTo(on, {}, sql(`update call_ceiling set committed = 0`))] }),
  project_required: async () => {
    const decision = await on.aSignedDecision();
    const both = sql(
      `with told as (update decision set status = 'announced', version = version + 1 where id = $1)
       update application set status = 'honoured', version = version + 1 where id = $2`,
      decision.id,
      decision.application.id,
    );
    return { refused: [await answerTo(on, { actor: on.officer, commands: honouring, decisionId: decision.id }, both)] };
  },
  award_decision_required: async () => {
    const decision = await on.aSignedDecision();
    const insert = (granted: string) =>
      `insert into project (id, funder_id, application_id, decision_id, reference, title, granted, currency, status)
       select gen_random_uuid(), funder_id, application_id, id, reference || '-P', 'Raw', ${granted}, currency, 'awaiting_start'
         from decision where id = $1`;
    const withItsDecision = (granted: string) =>
      sql(
        `with told as (update decision set status = 'announced', version = version + 1 where id = $1),
              moved as (update application set status = 'honoured', version = version + 1 where id = $2)
         ${insert(granted)}`,
        decision.id,
        decision.application.id,
      );
    const honour = { actor: on.officer, commands: honouring, decisionId: decision.id };
    return {
      refused: [
        await answerTo(on, honour, sql(insert('granted'), decision.id)),
        await answerTo(on, honour, withItsDecision('granted + 0.01')),
      ],
      allowed: [await answerTo(on, honour, withItsDecision('granted'))],
    };
  },
  withdrawing_decision_required: async () => {
    const project = await on.aProject();
    const started = await on.aProject({ status: 'started' });
    const signed = await on.aSignedDecision({ kind: 'withdraw_grant', application: project.application });
    const another = await on.aProject();
    // The decision withdraws the grant of one project, and another goes with it.
    const withIts = sql(
      `with told as (update decision set status = 'announced', version = version + 1 where id = $1)
       update project set status = 'not_started', version = version + 1 where id = any($2::uuid[])`,
      signed.id,
      [project.id, another.id],
    );
    const commands = { decision: 'announce', project: 'withdraw_grant' };
    const both = { actor: on.officer, commands, decisionId: signed.id };
    // A decision to honour that names a project, which is ended with it.
    const application = await on.anApplication();
    const honour = await signedRaw(application, { project_id: another.id });
    const honours = { actor: on.officer, commands: honouring, decisionId: honour.id };
    const honouringWith = async (tx: Tx) => {
      await rawAnnouncement({ id: honour.id, application })(tx);
      await setStep(tx, { actor: on.officer, decisionId: honour.id, commands: { project: 'withdraw_grant' } });
      await rawMove(another, 'not_started')(tx);
    };
    return {
      refused: [
        await move(project, 'withdraw_grant', 'not_started', on.officer),
        await move(project, 'withdraw_grant', 'not_started', on.officer, { decisionId: signed.id }),
        await move(started, 'terminate', 'terminated', on.officer, { decisionId: signed.id }),
        await answerTo(on, both, withIts),
        await answerTo(on, honours, honouringWith),
      ],
    };
  },
  // On the values of one row.
  application_duration_positive: async () => ({ refused: [await submit(await on.aCall(), { duration_months: 0 })] }),
  application_requested_money: async () => ({
    refused: [
      await submit(await on.aCall(), { requested: '100.001' }),
      await submit(await on.aCall(), { requested: '-100' }),
      await submit(await on.aCall(), { requested: '1000000000000' }),
    ],
  }),
  application_requested_positive: async () => ({ refused: [await submit(await on.aCall(), { requested: 0 })] }),
  call_ceiling_money: async () => ({
    refused: [await createCall('ceiling', '0.001'), await createCall('ceiling', '-1')],
    allowed: [await createCall('ceiling', '0'), await createCall('ceiling', '999999999999.99')],
  }),
  call_currency_code: async () => ({ refused: [await createCall('currency', `'euro'`)] }),
  call_dates_in_order: async () => ({ refused: [await createCall('opens_at, closes_at', 'now(), now()')] }),
  call_limits_positive: async () => ({ refused: [await createCall('max_duration_months', '0')] }),
  call_line_needs_programme: async () => ({ refused: [await createCall('programme_line_id', 'gen_random_uuid()')] }),
  call_procedure_known: async () => ({ refused: [await createCall('procedure', `'invented'`)] }),
  call_type_known: async () => ({ refused: [await createCall('type', `'invented'`)] }),
  decision_dates_in_order: async () => {
    await on.moveClock(-72);
    const application = await on.anApplication();
    const decision = await on.aDecision({ application, status: 'prepared' });
    const early = await on.aMomentLater();
    await on.moveClock(0);
    const { moveDecision } = on.registry;
    await moveDecision.execute(
      { reference: decision.reference, version: 1, command: 'sign', request: null },
      on.as(on.authority),
    );
    const reasonId = await aReason(on, application.id);
    const late = { actor: on.officer, commands: honouring, decisionId: decision.id, occurred: early, reasonId };
    return { refused: [await answerTo(on, late, rawAnnouncement(decision))] };
  },
  decision_granted_money: async () => ({
    refused: [await prepare(await on.anApplication(), { kind: 'partial_honour', granted: '1.001' })],
  }),
  decision_kind_known: async () => {
    const application = await on.anApplication();
    const reasonTextId = await aReason(on, application.id);
    const invented = { kind: 'invented', granted: null, reason_code: 'quality', reason_text_id: reasonTextId };
    return { refused: [await prepare(application, invented)] };
  },
  decision_reason_known: async () => {
    const application = await on.anApplication();
    const reasonTextId = await aReason(on, application.id);
    const reject = { kind: 'reject', granted: null, reason_text_id: reasonTextId };
    return {
      refused: [
        await prepare(application, { ...reject, reason_code: 'invented' }),
        await prepare(application, { ...reject, reason_code: 'given_up' }),
      ],
    };
  },
  decision_withdrawal_needs_project: async () => {
    const application = await on.anApplication();
    const reasonTextId = await aReason(on, application.id);
    const withdraw = { kind: 'withdraw_grant', granted: null, reason_code: 'given_up', reason_text_id: reasonTextId };
    return { refused: [await prepare(application, withdraw)] };
  },
  project_dates_in_order: async () => {
    const { id } = await on.aProject();
    const project = { machine: 'project', id } as const;
    const started = `started_on = '${on.today()}', ends_on = starts_on - 1`;
    return { refused: [await move(project, 'confirm_start', 'started', on.officer, {}, started)] };
  },
  project_started_has_date: async () => ({
    refused: [await move(await on.aProject(), 'confirm_start', 'started', on.officer)],
  }),

  ...frozen('call', () => on.aCall(), [
    `reference = 'RAW'`,
    `ceiling = 1`,
    `max_amount = 1`,
    `opens_at = opens_at + interval '1 day'`,
    `closes_at = closes_at + interval '1 day'`,
    `criteria = 'Others'`,
  ]),
  ...frozen('application', () => on.anApplication(), [
    `reference = 'RAW'`,
    `requested = 1`,
    `organisation_id = (select id from organisation where id <> organisation_id limit 1)`,
    `received_at = received_at - interval '1 day'`,
    `created_by = gen_random_uuid()`,
    `title = 'Another'`,
    `starts_on = starts_on + 1`,
  ]),
  ...frozen('decision', () => on.aDecision({ status: 'prepared' }), [
    `reference = 'RAW'`,
    `granted = 1`,
    `activities = 'Others'`,
    `kind = 'partial_honour'`,
    `prepared_by = gen_random_uuid()`,
    `signed_by = gen_random_uuid(), signed_on = current_date`,
    `announced_on = current_date`,
    `irrevocable_on = current_date`,
  ]),
  ...frozen('project', () => on.aProject(), [
    `reference = 'RAW'`,
    `granted = 1`,
    `currency = 'USD'`,
    `started_on = current_date`,
    `ended_on = current_date`,
    `final_report_approved_on = current_date`,
  ]),
};

/** What was published, submitted, prepared or awarded is not changed, in a step or without. */
function frozen(machine: Machine, make: () => Promise<Subject>, changes: readonly string[]): Record<string, Attempts> {
  return {
    [`${machine}_frozen`]: async () => {
      const { id } = await make();
      const refused = [];
      for (const change of changes) {
        refused.push(await answerTo(on, {}, sql(`update ${machine} set ${change} where id = $1`, id)));
        refused.push(
          await answerTo(
            on,
            { actor: on.officer },
            sql(`update ${machine} set ${change}, version = version + 1 where id = $1`, id),
          ),
        );
      }
      return { refused };
    },
  };
}

describe('raw SQL by the role that serves is refused under the code of the rule', () => {
  beforeAll(async () => {
    on = await testRegistry();
  });
  afterAll(() => on.close());

  it.each(Object.keys(attempts))('%s', async (code) => {
    const { refused, allowed = [] } = (await attempts[code]?.()) ?? { refused: [] };

    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused)).toEqual(new Set([code]));
    expect(new Set(allowed)).toEqual(new Set(allowed.length > 0 ? ['done'] : []));
  });

  it('for every guard that says the database enforces it, every rule on how a step is booked, and more', () => {
    expect(new Set(Object.keys(attempts))).toEqual(
      new Set([...guardCodes, ...Object.keys(bookingRules), ...rulesForRawSql, ...rulesOnRows]),
    );
  });
});
