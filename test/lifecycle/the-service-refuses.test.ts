import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lifecycles, TransitionRefused, type ProjectStatus, type Transition } from '@grants/domain';
import type { CallCommand, ProjectCommandInput } from '@grants/registry';
import {
  testRegistry,
  type TestApplication,
  type TestCall,
  type TestProject,
  type TestRegistry,
} from '../support/registry.js';

/** The codes of the guards that the service alone holds: no constraint stands behind them. */
const guardCodes = Object.values(lifecycles)
  .flatMap(({ transitions }) => transitions.flatMap((row: Transition<string>) => row.guards))
  .filter(({ enforcedBy }) => enforcedBy === 'application')
  .map(({ code }) => code);

let on: TestRegistry;
/** Attempts that each break one rule, by the use cases; `allowed` is the same within the rule. */
type Attempts = () => Promise<{ refused: string[]; allowed: string[] }>;

/** What comes of an attempt: it is done, or the guards that stand in the way. */
const answerTo = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof TransitionRefused && error.reason === 'guard_failed')
        return error.details.concerned.join(' ');
      throw error;
    },
  );

/** Does something at noon of a day. */
async function onDay<T>(day: string, work: () => Promise<T>): Promise<T> {
  await on.moveClock((Date.parse(`${day}T12:00:00Z`) - Date.now()) / 3_600_000);
  const made = await work();
  await on.moveClock(0);
  return made;
}

const moveCall = ({ reference, version }: TestCall, command: CallCommand) => {
  const actor = command === 'cancel' || command === 'publish' ? on.authority : on.officer;
  const step = { reference, version, command, reason: 'an invented reason', request: null };
  return answerTo(on.registry.moveCall.execute(step, on.as(actor)));
};
const moveProject = ({ reference, version }: TestProject, also: ProjectCommandInput & { reason?: string }) =>
  answerTo(on.registry.moveProject.execute({ reference, version, request: null, ...also }, on.as(on.officer)));
const start = (project: TestProject, startedOn: string, lateStartReason?: string) =>
  moveProject(project, { command: 'confirm_start', startedOn, lateStartReason });
type Submission = Parameters<TestRegistry['anApplication']>[0];
const submit = (submission: Submission) => answerTo(on.anApplication(submission));
const prepare = (decision: Parameters<TestRegistry['aDecision']>[0]) =>
  answerTo(on.aDecision({ ...decision, status: 'prepared' }));

/** An application that came in on paper, two hours ago, on a call that has closed since. */
async function onPaper(call: TestCall): Promise<TestApplication> {
  const { reference } = await on.registry.registerApplication.execute(
    {
      call: call.reference,
      content: await on.content(),
      occurred: on.hoursFromNow(-2),
      reason: 'an invented reason',
      request: null,
    },
    on.as(on.officer),
  );
  return { ...(await on.read('application', reference)), call, applicant: on.officer };
}

const attempts: Readonly<Record<string, Attempts>> = {
  // Calls.
  ceiling_published_late: async () => {
    const publish = async (ceilingFrom: string | null) =>
      moveCall(await on.aCall({ status: 'draft', ceilingFrom }), 'publish');
    return {
      refused: [await publish(on.today(-1))],
      allowed: [await publish(on.today()), await publish(on.today(1)), await publish(null)],
    };
  },
  applications_received: async () => {
    const [received, withdrawn, drafted] = [await on.aCall(), await on.aCall(), await on.aCall()];
    await on.anApplication({ call: received });
    const { reference, version, applicant } = await on.anApplication({ call: withdrawn });
    const withdraw = { reference, version, command: 'withdraw', request: null } as const;
    await on.registry.moveApplication.execute(withdraw, on.as(applicant));
    await on.anApplication({ call: drafted, status: 'draft' });
    return {
      refused: [await moveCall(received, 'cancel'), await moveCall(withdrawn, 'cancel')],
      allowed: [await moveCall(drafted, 'cancel'), await moveCall(await on.aCall(), 'cancel')],
    };
  },
  applications_undecided: async () => {
    const call = await on.aCall({ status: 'closed' });
    const [first, second] = [await onPaper(call), await onPaper(call)];
    const refused = [await moveCall(call, 'conclude')];
    await on.aDecision({ application: first, kind: 'reject', status: 'announced' });
    refused.push(await moveCall(call, 'conclude'));
    await on.aDecision({ application: second, status: 'announced' });
    return { refused, allowed: [await moveCall(call, 'conclude')] };
  },
  another_term_not_open: async () => {
    const name = async (application: TestApplication) => {
      const { version } = await on.read('application', application.reference);
      const step = { reference: application.reference, version, reason: 'an invented reason', request: null };
      return answerTo(
        on.registry.timeApplication.execute(
          { ...step, command: 'name_another_term', until: on.today(120) },
          on.as(on.officer),
        ),
      );
    };
    const application = await on.anApplication();
    const allowed = [await name(application)];
    const refused = [await name(application)];
    const late = await on.anApplication();
    await on.moveClock(24 * 100);
    refused.push(await name(late));
    await on.moveClock(0);
    return { refused, allowed };
  },
  decision_not_late: async () => {
    const notice = async (days: number) => {
      const application = await on.anApplication();
      await on.moveClock(24 * days);
      const step = { reference: application.reference, version: application.version, request: null };
      const answer = await answerTo(
        on.registry.timeApplication.execute(
          { ...step, command: 'give_notice_of_default' },
          on.as(application.applicant),
        ),
      );
      await on.moveClock(0);
      return answer;
    };
    return { refused: [await notice(0), await notice(50)], allowed: [await notice(65)] };
  },
  penalty_not_due: async () => {
    const application = await on.anApplication();
    await on.moveClock(24 * 65);
    const step = { reference: application.reference, version: application.version, request: null };
    await on.registry.timeApplication.execute(
      { ...step, command: 'give_notice_of_default' },
      on.as(application.applicant),
    );
    await on.moveClock(24 * 200);
    const set = (penalty: string | undefined, kind: 'default_penalty' | 'reject' = 'default_penalty') =>
      answerTo(
        on.registry.prepareDecision.execute(
          {
            ...step,
            version: step.version + 1,
            kind,
            penalty,
            ...(kind === 'reject' && { reasonCode: 'quality', reasons: 'an invented reason' }),
          },
          on.as(on.officer),
        ),
      );
    const refused = [await set('1441.99'), await set('1442.01'), await set(undefined), await set('1442.00', 'reject')];
    const allowed = [await set('1442.00')];
    await on.moveClock(0);
    return { refused, allowed };
  },
  decisions_revocable: async () => {
    const decided = async (status: 'announced' | 'irrevocable') => {
      const call = await on.aCall({ status: 'closed' });
      await on.aDecision({ application: await onPaper(call), kind: 'reject', status });
      await moveCall(call, 'conclude');
      return moveCall({ ...call, version: call.version + 1 }, 'archive');
    };
    return { refused: [await decided('announced')], allowed: [await decided('irrevocable')] };
  },

  // Starts and ends of projects.
  late_start_unexplained: async () => {
    const refused = [];
    const allowed = [];
    // Six months to the day, or to the last of a shorter month; or as long as the call says.
    for (const { honoured, last, late, startTermMonths } of [
      { honoured: '2025-01-15', last: '2025-07-15', late: '2025-07-16' },
      { honoured: '2024-08-31', last: '2025-02-28', late: '2025-03-01' },
      { honoured: '2025-01-15', last: '2025-04-15', late: '2025-04-16', startTermMonths: 3 },
    ]) {
      const awarded = async () =>
        on.aProject({ application: await on.anApplication({ call: await on.aCall({ startTermMonths }) }) });
      const [project, explained] = await onDay(honoured, async () => [await awarded(), await awarded()] as const);
      refused.push(await start(project, late));
      allowed.push(await start(project, last), await start(explained, late, 'an invented reason'));
    }
    return { refused, allowed };
  },
  start_in_future: async () => {
    const project = await on.aProject();
    return { refused: [await start(project, on.today(1))], allowed: [await start(project, on.today())] };
  },
  start_before_honouring: async () => {
    const project = await on.aProject();
    return { refused: [await start(project, on.today(-1))], allowed: [await start(project, on.today())] };
  },
  end_not_reached: async () => {
    const started = async () => {
      const application = await on.anApplication({ content: { startsOn: '2025-02-01', durationMonths: 6 } });
      return on.aProject({ application, status: 'started' });
    };
    const [project, early] = await onDay('2025-01-15', async () => [await started(), await started()] as const);
    const reason = 'an invented reason';
    return {
      refused: [await moveProject(project, { command: 'end', endedOn: '2025-07-30' })],
      allowed: [
        await moveProject(project, { command: 'end', endedOn: '2025-07-31' }),
        await moveProject(early, { command: 'end', endedOn: '2025-07-30', reason }),
      ],
    };
  },

  // What a call takes in.
  above_call_duration: async () => {
    const call = await on.aCall({ maxDurationMonths: 12 });
    return {
      refused: [await submit({ call, content: { durationMonths: 13 } })],
      allowed: [
        await submit({ call, content: { durationMonths: 12 } }),
        await submit({ content: { durationMonths: 13 } }),
      ],
    };
  },
  organisation_limit_reached: async () => {
    const call = await on.aCall({ maxApplicationsPerOrganisation: 1 });
    const { reference: organisation } = await on.anOrganisation();
    // A draft does not count, nor what another organisation asks for, nor what was withdrawn.
    await on.anApplication({ call, status: 'draft' });
    const { reference, version, applicant } = await on.anApplication({ call });
    const refused = [await submit({ call })];
    const allowed = [await submit({ call, content: { organisation } })];
    const withdraw = { reference, version, command: 'withdraw', request: null } as const;
    await on.registry.moveApplication.execute(withdraw, on.as(applicant));
    allowed.push(await submit({ call }));
    return { refused: [...refused, await submit({ call })], allowed };
  },
  invitation_required: async () => {
    const call = await on.aCall({ accessMode: 'invitation' });
    const invited = async (validUntil: string, invitedOn = validUntil) => {
      const { reference: person } = await on.aPerson();
      const invitation = { call: call.reference, person, invitedOn, validUntil, request: null };
      const { reference } = await on.registry.invite.execute(invitation, on.as(on.officer));
      return { person, reference };
    };
    const applies = (mainApplicant: string, its = call) => submit({ call: its, content: { mainApplicant } });
    const [valid, expired, revoked] = [
      await invited(on.today()),
      await invited(on.today(-1)),
      await invited(on.today(1), on.today()),
    ];
    await on.registry.revokeInvitation.execute({ reference: revoked.reference, request: null }, on.as(on.officer));
    const { reference: stranger } = await on.aPerson();
    const another = await on.aCall({ accessMode: 'invitation' });
    const refused = [
      await applies(stranger),
      await applies(expired.person),
      await applies(revoked.person),
      await applies(valid.person, another),
    ];
    const allowed = [await applies(valid.person), await applies(stranger, await on.aCall())];
    return { refused: [...refused, await applies(valid.person)], allowed };
  },

  // What a VIMP follows up.
  parent_project_required: async () => {
    const call = await on.aCall({ type: 'vimp' });
    const ofOthers = await on.aCall({ programme: await on.aProgramme() });
    const foreign = await on.aProject({ application: await on.anApplication({ call: ofOthers }) });
    const own = await on.aProject();
    const followsUp = (...parents: TestProject[]) =>
      submit({ call, content: { parents: parents.map(({ reference }) => reference) } });
    return {
      refused: [await followsUp(foreign), await followsUp(own, foreign)],
      allowed: [await followsUp(own), await submit({})],
    };
  },
  parent_project_terminated: async () => {
    const call = await on.aCall({ type: 'vimp' });
    const { reference: running } = await on.aProject({ status: 'started' });
    const followsUp = async (status: ProjectStatus) => {
      const { reference } = await on.aProject({ status });
      return submit({ call, content: { parents: [running, reference] } });
    };
    return {
      refused: [await followsUp('terminated'), await followsUp('not_started')],
      allowed: [await followsUp('suspended'), await followsUp('completed')],
    };
  },
  applicant_not_of_parent: async () => {
    const call = await on.aCall({ type: 'vimp' });
    const { reference: led } = await onDay(on.today(-10), () => on.aProject());
    const { reference: other } = await on.aProject();
    const [{ reference: leader }, { reference: formerLeader }] = [await on.aPerson(), await on.aPerson()];
    const { reference: organisation } = await on.anOrganisation();
    const applies = (mainApplicant: string, ...parents: string[]) =>
      submit({ call, content: { mainApplicant, parents } });
    const before = [await applies(leader, led), await applies(leader, led, other)];
    for (const [person, validFrom] of [
      [formerLeader, on.today(-5)],
      [leader, on.today(-1)],
    ] as const) {
      const appointment = { project: led, person, organisation, validFrom, request: null };
      await on.registry.appointLeader.execute(appointment, on.as(on.officer));
    }
    return {
      refused: [...before, await applies(leader, other)],
      allowed: [
        await applies(leader, led),
        await applies(leader, other, led),
        await applies(formerLeader, led),
        await submit({ call, content: { parents: [led] } }), // the main applicant of the parent itself
      ],
    };
  },

  // Decisions.
  nothing_to_decide: async () => {
    const refused = [];
    const allowed = [await prepare({ kind: 'reject', application: await on.anApplication() })];
    for (const status of ['draft', 'withdrawn', 'honoured', 'rejected'] as const) {
      refused.push(await prepare({ kind: 'reject', application: await on.anApplication({ status }) }));
    }
    const withdraw = async (status: ProjectStatus) =>
      prepare({ kind: 'withdraw_grant', application: (await on.aProject({ status })).application });
    for (const status of ['ended', 'completed', 'terminated', 'not_started'] as const) {
      refused.push(await withdraw(status));
    }
    for (const status of ['awaiting_start', 'started', 'suspended'] as const) allowed.push(await withdraw(status));
    // A correction is of what was announced.
    const correct = async (status: 'superseded' | 'announced') => {
      const corrects = await on.aDecision({ kind: 'reject', status });
      return prepare({ kind: 'reject', application: corrects.application, corrects });
    };
    return { refused: [...refused, await correct('superseded')], allowed: [...allowed, await correct('announced')] };
  },
};

describe('the service refuses under the code of the rule', () => {
  beforeAll(async () => {
    on = await testRegistry();
  });
  afterAll(() => on.close());

  it.each(Object.keys(attempts))('%s', async (code) => {
    const { refused, allowed } = (await attempts[code]?.()) ?? { refused: [], allowed: [] };

    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused)).toEqual(new Set([code]));
    expect(new Set(allowed)).toEqual(new Set(['done']));
  });

  it('and a VIMP that follows up nothing under both codes that it breaks', async () => {
    const call = await on.aCall({ type: 'vimp' });

    expect(await submit({ call })).toBe('parent_project_required applicant_not_of_parent');
  });

  it('for every guard that says the service alone enforces it, and some that the database holds too', () => {
    expect(guardCodes.filter((code) => !(code in attempts))).toEqual([]);
  });
});
