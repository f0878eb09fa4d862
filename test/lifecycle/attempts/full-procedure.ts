import { admissibilityItems, type ConditionKind, type ObligationBlock } from '@grants/domain';
import type { PrepareDecisionInput } from '@grants/registry';
import { newId, setStep, type Actor, type Tx } from '@grants/persistence';
import { aReason, answerTo, rawAnnouncement, sql, type RawStep } from '../../support/raw-step.js';
import type { CallOptions, Subject, TestApplication, TestCall, TestRegistry } from '../../support/registry.js';
import type { Attempts } from './attempts.js';

/** A move by raw SQL in a step of its own. */
type Move = (
  subject: Pick<Subject, 'machine' | 'id'>,
  command: string,
  to: string,
  actor: Actor,
  also?: Partial<RawStep>,
  set?: string,
) => Promise<string>;

type DecisionParts = Pick<PrepareDecisionInput, 'conditions' | 'obligations'>;

/** Attempts against the guards of the full procedure up to the decision, by raw SQL. */
export function fullProcedureAttempts(registry: () => TestRegistry, move: Move): Readonly<Record<string, Attempts>> {
  const on = () => registry();
  const aFullCall = (content: CallOptions = {}) => on().aCall({ procedure: 'full', ...content });
  const submitted = async (call?: TestCall) => on().anApplication({ call: call ?? (await aFullCall()) });
  const agreed = async (call?: TestCall) => {
    const application = await submitted(call);
    await on().stepApplication('agree', application.reference, application.applicant);
    return application;
  };
  const officer = () => on().officer;

  const amend = async (call: TestCall, set: string) =>
    move(call, 'amend', call.status, on().authority, { reasonId: await aReason(on(), call.id) }, set);

  const askRepair = async (application: TestApplication, until: string) => {
    const step: RawStep = {
      actor: officer(),
      commands: { application: 'request_repair' },
      reasonId: await aReason(on(), application.id),
    };
    return answerTo(on(), step, rawRepairRequest(application, until));
  };
  const rawRepairRequest = (application: TestApplication, until: string) =>
    sql(
      `with asked as (insert into application_repair (application_id, until) values ($1, (registry_now() at time zone 'Europe/Amsterdam')::date + ${until}))
       update application set status = 'repair_requested', version = version + 1 where id = $1`,
      application.id,
    );

  /** A decision of a kind that is not an award is announced by raw SQL. */
  const leaveAside = async (application: TestApplication, kind: 'not_processed' | 'inadmissible', command: string) => {
    const decision = await on().aSignedDecision({ application, kind });
    return {
      decision,
      announce: (decisionId?: string) =>
        answerTo(
          on(),
          { actor: officer(), commands: { decision: 'announce', application: command }, decisionId },
          rawAnnouncement({ id: decision.id, application }, kind),
        ),
      bare: () => move(application, command, kind, officer(), { decisionId: decision.id }),
    };
  };

  return {
    maximum_not_reached: async () => {
      const byReceipt = { allocationMethod: 'order_of_receipt', ceiling: '100000.00' } as const;
      const close = async (content: CallOptions, applications: number) => {
        const call = await on().aCall(content);
        for (let count = 0; count < applications; count += 1) await on().anApplication({ call });
        return move(call, 'close_early', 'closed', officer(), { reasonId: await aReason(on(), call.id) });
      };
      return {
        refused: [
          await close(byReceipt, 1),
          await close({ ...byReceipt, maxApplications: 3 }, 1),
          await close({ ceiling: '100000.00', maxApplications: 1 }, 2),
        ],
        allowed: [await close(byReceipt, 2), await close({ ...byReceipt, maxApplications: 1 }, 1)],
      };
    },
    amendment_empty: async () => {
      const call = await on().aCall();
      return {
        refused: [await amend(call, ''), await amend(call, 'ceiling = ceiling')],
        allowed: [await amend(call, 'ceiling = ceiling + 1'), await amend(call, `criteria = 'Other criteria'`)],
      };
    },
    closing_brought_forward: async () => {
      const call = await on().aCall();
      const past = await on().aCall({ closesAt: on().hoursFromNow(-0.01) });
      return {
        refused: [
          await amend(call, `closes_at = closes_at - interval '1 second'`),
          await amend(past, `closes_at = closes_at + interval '1 second'`),
        ],
        allowed: [
          await amend(call, `closes_at = closes_at + interval '1 second'`),
          await amend(past, `closes_at = closes_at + interval '1 hour'`),
        ],
      };
    },
    agreement_received_already: async () => {
      const application = await submitted();
      const again = await agreed();
      return {
        refused: [await move(again, 'agree', 'submitted', again.applicant)],
        allowed: [await move(application, 'agree', 'submitted', application.applicant)],
      };
    },
    repair_offered_already: async () => {
      const repaired = await submitted();
      await on().stepApplication('request_repair', repaired.reference, repaired.applicant);
      await on().stepApplication('repair', repaired.reference, repaired.applicant);
      const reasonId = await aReason(on(), repaired.id);
      return {
        refused: [
          await askRepair(repaired, '14'),
          // Nor by the row of the first time.
          await move(repaired, 'request_repair', 'repair_requested', officer(), { reasonId }),
          // Nor without a term at all.
          await move(await submitted(), 'request_repair', 'repair_requested', officer(), { reasonId }),
        ],
        allowed: [await askRepair(await submitted(), '14')],
      };
    },
    repair_term_not_ahead: async () => ({
      refused: [await askRepair(await submitted(), '0'), await askRepair(await submitted(), '-1')],
      allowed: [await askRepair(await submitted(), '1')],
    }),
    repair_term_passed: async () => {
      const asked = async (days: number) => {
        const application = await submitted();
        await on().stepApplication('request_repair', application.reference, application.applicant);
        await on().moveClock(24 * days);
        const answer = await move(application, 'repair', 'submitted', application.applicant);
        await on().moveClock(0);
        return answer;
      };
      return { refused: [await asked(15)], allowed: [await asked(14), await asked(0)] };
    },
    repair_not_offered: async () => {
      const [open, unanswered, answered] = [await submitted(), await submitted(), await submitted()];
      for (const application of [unanswered, answered]) {
        await on().stepApplication('request_repair', application.reference, application.applicant);
      }
      await on().stepApplication('repair', answered.reference, answered.applicant);
      const announceOn = async (application: TestApplication) => {
        const { decision, announce } = await leaveAside(application, 'not_processed', 'leave_unprocessed');
        return announce(decision.id);
      };
      const before = [await announceOn(open), await announceOn(unanswered)];
      const late = await leaveAsideLater(unanswered);
      return { refused: before, allowed: [await announceOn(answered), late] };
    },
    procedure_is_simple: async () => {
      const admit = (application: TestApplication) => move(application, 'admit', 'admitted', officer());
      const ready = async (procedure: string) => checked(await agreed(await on().aCall({ procedure })));
      return { refused: [await admit(await ready('simple'))], allowed: [await admit(await ready('full'))] };
    },
    checklist_incomplete: async () => {
      const admit = (application: TestApplication) => move(application, 'admit', 'admitted', officer());
      return {
        refused: [await admit(await agreed()), await admit(await checked(await agreed(), 'complete'))],
        allowed: [await admit(await checked(await agreed()))],
      };
    },
    agreement_missing: async () => {
      const admit = (application: TestApplication) => move(application, 'admit', 'admitted', officer());
      return {
        refused: [await admit(await checked(await submitted()))],
        allowed: [await admit(await checked(await agreed()))],
      };
    },
    stage_not_supported: async () => {
      const publish = async (content: CallOptions) =>
        move(await on().aCall({ status: 'draft', ...content }), 'publish', 'published', on().authority);
      return {
        refused: [await publish({ usesReferees: true }), await publish({ hasProjectIdeaStage: true })],
        allowed: [await publish({ procedure: 'full' })],
      };
    },
    admission_required: async () => {
      const call = await on().aCall();
      const decision = await on().aSignedDecision({ kind: 'reject', application: await submitted(call) });
      const decided = () =>
        answerTo(
          on(),
          { actor: officer(), commands: { decision: 'announce', application: 'reject' }, decisionId: decision.id },
          rawAnnouncement(decision, 'rejected'),
        );
      const allowed = [await decided()];
      // No decision is prepared before the admission: only the owner can make such a case.
      await on().ownerSql('alter table call disable trigger user');
      await on().ownerSql(`update call set procedure = 'full' where id = $1`, call.id);
      await on().ownerSql('alter table call enable trigger user');
      return { refused: [await decided()], allowed };
    },
    not_processing_decision_required: async () => {
      const application = await submitted();
      await on().stepApplication('request_repair', application.reference, application.applicant);
      await on().stepApplication('repair', application.reference, application.applicant);
      const { decision, announce, bare } = await leaveAside(application, 'not_processed', 'leave_unprocessed');
      return { refused: [await bare(), await announce()], allowed: [await announce(decision.id)] };
    },
    inadmissible_decision_required: async () => {
      const application = await submitted();
      const { decision, announce, bare } = await leaveAside(application, 'inadmissible', 'declare_inadmissible');
      return { refused: [await bare(), await announce()], allowed: [await announce(decision.id)] };
    },
    conditions_do_not_fit_kind: async () => {
      const application = await on().anApplication();
      return {
        refused: [
          await prepared(application, 'conditional_honour', null),
          await prepared(application, 'honour', 'event'),
        ],
        allowed: [
          await prepared(application, 'conditional_honour', 'event'),
          await prepared(application, 'honour', null),
        ],
      };
    },
    decision_condition_kind_known: async () => {
      const application = await on().anApplication();
      return {
        refused: [await prepared(application, 'conditional_honour', 'adapted_plan')],
        allowed: [await prepared(application, 'conditional_honour', 'agreement')],
      };
    },
    objection_term_runs: async () => {
      const settle = async (days: number) => {
        const decision = await on().aDecision({ kind: 'reject', status: 'announced' });
        const [term] = await on().appSql<{ days: number }>(
          `select ends_on - $2::date as days from deadline where subject_id = $1 and kind = 'objection'`,
          decision.id,
          on().today(),
        );
        await on().moveClock(24 * ((term?.days ?? 0) + days));
        const answer = await move(decision, 'become_irrevocable', 'irrevocable', on().system);
        await on().moveClock(0);
        return answer;
      };
      return { refused: [await settle(0), await settle(7)], allowed: [await settle(8)] };
    },
    ...settlementAttempts(),
    ...clockAttempts(),
    occurred_before_state: async () => {
      const application = await submitted();
      const reasonId = await aReason(on(), application.id);
      const agree = (occurred: string) => move(application, 'agree', 'submitted', officer(), { occurred, reasonId });
      const [begun, received] = await on().eventsOf(application);
      return { refused: [await agree(begun?.occurred ?? '')], allowed: [await agree(received?.occurred ?? '')] };
    },
  };

  /** Attempts on the term for deciding. */
  function clockAttempts(): Readonly<Record<string, Attempts>> {
    const rawFact = (application: TestApplication, columns: string, values: string) =>
      sql(
        `with added as (insert into application_term_fact (application_id, ${columns}) values ($1, ${values}))
         update application set status = status, version = version + 1 where id = $1`,
        application.id,
      );
    const stepOf = async (application: TestApplication, command: string): Promise<RawStep> => ({
      actor: officer(),
      commands: { application: command },
      reasonId: await aReason(on(), application.id),
    });
    const suspend = async (application: TestApplication, through = 'null') =>
      answerTo(
        on(),
        await stepOf(application, 'suspend_term'),
        rawFact(application, 'fact, ground, through', `'suspended', 'consent', ${through}`),
      );
    const suspended = async () => {
      const application = await submitted();
      const { reference, version } = await on().read('application', application.reference);
      const step = { reference, version, reason: 'an invented reason', request: null };
      await on().registry.timeApplication.execute(
        { ...step, command: 'suspend_term', ground: 'consent' },
        on().as(officer()),
      );
      return application;
    };
    const resume = async (application: TestApplication) =>
      answerTo(
        on(),
        await stepOf(application, 'resume_term'),
        sql(
          `with ended as (update application_term_fact set through = occurred_on where application_id = $1 and through is null)
           update application set status = status, version = version + 1 where id = $1`,
          application.id,
        ),
      );
    const notice = async (application: TestApplication) =>
      answerTo(
        on(),
        await stepOf(application, 'give_notice_of_default'),
        rawFact(application, 'fact', `'default_notice'`),
      );
    return {
      term_stands_still: async () => ({
        refused: [await suspend(await suspended())],
        allowed: [await suspend(await submitted())],
      }),
      suspension_out_of_order: async () => ({
        refused: [await suspend(await submitted(), 'current_date - 2')],
        allowed: [await suspend(await submitted(), 'current_date + 2')],
      }),
      term_runs: async () => ({
        refused: [await resume(await submitted())],
        allowed: [await resume(await suspended())],
      }),
      default_notice_given_already: async () => {
        const application = await submitted();
        await on().moveClock(24 * 100);
        const { reference, version } = await on().read('application', application.reference);
        await on().registry.timeApplication.execute(
          { reference, version, command: 'give_notice_of_default', request: null },
          on().as(application.applicant),
        );
        const refused = [await notice(application)];
        await on().moveClock(0);
        return { refused, allowed: [await notice(await submitted())] };
      },
    };
  }

  /** Attempts on what an announced decision stands under. */
  function settlementAttempts(): Readonly<Record<string, Attempts>> {
    const described = { description: 'Invented' } as const;
    const announced = (...kinds: ConditionKind[]) =>
      on().aDecision({
        kind: 'conditional_honour',
        status: 'announced',
        parts: {
          conditions: kinds.map((kind) => ({ kind, ...described })),
          obligations: [{ ...described, blocks: 'nothing' }],
        },
      });
    const facts = {
      note_budget: 'budget_adopted',
      invoke_reservation: 'invoked',
      lapse_reservation: 'lapsed',
      meet_condition: 'met',
    } as const;
    const actorOf = (command: string): Actor =>
      ({ invoke_reservation: on().authority, lapse_reservation: on().system })[command] ?? officer();
    const settle = async (
      decision: Subject,
      command: keyof typeof facts,
      { number = 1, adopted = '0' }: { number?: number; adopted?: string } = {},
    ) => {
      const step = {
        actor: actorOf(command),
        commands: { decision: command },
        reasonId: await aReason(on(), decision.id),
      };
      return {
        tried: await answerTo(on(), step, rawSettlement(decision, command, number, adopted)),
        done: () =>
          on().db.transaction(async (tx) => {
            await setStep(tx, step);
            await rawSettlement(decision, command, number, adopted)(tx);
          }),
      };
    };
    const rawSettlement = (decision: Subject, command: keyof typeof facts, number: number, adopted: string) =>
      sql(
        `with noted as (
           insert into decision_condition_fact (decision_id, number, fact, occurred_on)
           values ($1, $2, $3, (registry_now() at time zone 'Europe/Amsterdam')::date - $4::integer)
         ) update decision set status = status, version = version + 1 where id = $1`,
        decision.id,
        number,
        facts[command],
        adopted,
      );
    const fulfil = (decision: Subject, number: number) =>
      answerTo(
        on(),
        { actor: officer(), commands: { decision: 'fulfil_obligation' } },
        sql(
          `with noted as (insert into decision_obligation_fact (decision_id, number, fulfilled_on) values ($1, $2, current_date))
           update decision set status = status, version = version + 1 where id = $1`,
          decision.id,
          number,
        ),
      );
    const noted = async (adopted: string) => {
      const decision = await announced('budget_reservation');
      await (await settle(decision, 'note_budget', { adopted })).done();
      return decision;
    };
    const tried = async (...args: Parameters<typeof settle>) => (await settle(...args)).tried;
    return {
      condition_not_open: async () => {
        const decision = await announced('event', 'agreement');
        await (await settle(decision, 'meet_condition', { number: 1 })).done();
        const reasonId = await aReason(on(), decision.id);
        return {
          refused: [
            await tried(decision, 'meet_condition', { number: 1 }),
            await tried(decision, 'meet_condition', { number: 3 }),
            // Nor a step that names none.
            await move(decision, 'meet_condition', 'announced', officer(), { reasonId }),
          ],
          allowed: [await tried(decision, 'meet_condition', { number: 2 })],
        };
      },
      budget_reservation_required: async () => {
        const decision = await announced('event', 'budget_reservation');
        return {
          refused: [await tried(decision, 'note_budget', { number: 1 })],
          allowed: [await tried(decision, 'note_budget', { number: 2 })],
        };
      },
      condition_not_to_be_shown: async () => {
        const decision = await announced('event', 'budget_reservation');
        return {
          refused: [await tried(decision, 'meet_condition', { number: 2 })],
          allowed: [await tried(decision, 'meet_condition', { number: 1 })],
        };
      },
      budget_adopted_already: async () => ({
        refused: [await tried(await noted('1'), 'note_budget')],
        allowed: [await tried(await announced('budget_reservation'), 'note_budget')],
      }),
      reservation_not_to_be_invoked: async () => ({
        refused: [
          await tried(await announced('budget_reservation'), 'invoke_reservation'),
          await tried(await noted('29'), 'invoke_reservation'),
        ],
        allowed: [await tried(await noted('28'), 'invoke_reservation')],
      }),
      reservation_term_runs: async () => ({
        refused: [
          await tried(await announced('budget_reservation'), 'lapse_reservation'),
          await tried(await noted('28'), 'lapse_reservation'),
        ],
        allowed: [await tried(await noted('29'), 'lapse_reservation')],
      }),
      obligation_not_open: async () => {
        const decision = await announced('event');
        return {
          refused: [await fulfil(decision, 2), await move(decision, 'fulfil_obligation', 'announced', officer())],
          allowed: [await fulfil(decision, 1)],
        };
      },
      start_held_back: async () => {
        const start = async (parts: DecisionParts) => {
          const kind = parts.conditions ? 'conditional_honour' : 'honour';
          const { application } = await on().aDecision({ kind, status: 'announced', parts });
          const project = await on().read('project', `${application.reference}-P`);
          return move(project, 'confirm_start', 'started', officer(), {}, 'started_on = current_date');
        };
        const obligation = (blocks: ObligationBlock) => ({ obligations: [{ ...described, blocks }] });
        const condition = (kind: ConditionKind) => ({ conditions: [{ kind, ...described }] });
        return {
          refused: [
            await start(obligation('start')),
            await start(condition('event')),
            await start(condition('agreement')),
          ],
          allowed: [
            await start(obligation('activity')),
            await start(obligation('first_advance')),
            await start(condition('budget_reservation')),
          ],
        };
      },
    };
  }

  /** Goes through the checklist; one item may be found wanting. */
  async function checked(application: TestApplication, wanting?: string): Promise<TestApplication> {
    const found = Object.keys(admissibilityItems).map((item) => ({
      item: item as 'complete',
      inOrder: item !== wanting,
    }));
    await on().registry.checkApplication.execute({ reference: application.reference, found }, on().as(officer()));
    return application;
  }

  /** Not processed after the term for repair has passed unused. */
  async function leaveAsideLater(application: TestApplication): Promise<string> {
    const [decision] = await on().appSql<{ id: string }>(
      `select id from decision where application_id = $1 and status = 'signed'`,
      application.id,
    );
    await on().moveClock(24 * 15);
    const answer = await answerTo(
      on(),
      {
        actor: officer(),
        commands: { decision: 'announce', application: 'leave_unprocessed' },
        decisionId: decision?.id ?? '',
      },
      rawAnnouncement({ id: decision?.id ?? '', application }, 'not_processed'),
    );
    await on().moveClock(0);
    return answer;
  }

  /** Prepares a decision by raw SQL, with a condition or without. */
  function prepared(application: TestApplication, kind: string, condition: string | null): Promise<string> {
    const id = newId();
    const work = async (tx: Tx) => {
      if (condition !== null) {
        await tx.client.query(
          `insert into decision_condition (decision_id, number, kind, description) values ($1, 1, $2, 'Invented')`,
          [id, condition],
        );
      }
      return tx.client.query(
        `insert into decision (id, funder_id, application_id, reference, number, kind, granted, activities, provisions_version, prepared_by, status)
         select $2, funder_id, id, gen_random_uuid(), 99, $3, requested, 'All', '2022', gen_random_uuid(), 'prepared' from application where id = $1`,
        [application.id, id, kind],
      );
    };
    return answerTo(on(), { actor: officer(), commands: { decision: 'prepare' } }, work);
  }
}
