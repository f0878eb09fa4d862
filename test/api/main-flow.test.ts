import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { moveDueCalls } from '@grants/registry';
import { testApi, type ApiRequest, type TestApi } from '../support/api.js';
import { aDecisionAuthority, anOfficer, type Named } from '../support/registry.js';

let api: TestApi;
let programme: Named;
let organisation: Named;
let leader: Named;

beforeAll(async () => {
  api = await testApi();
  programme = await api.aProgramme();
  organisation = await api.anOrganisation();
  leader = await api.aPerson();
});
afterAll(() => api.close());

const move = (
  kind: string,
  reference: string,
  version: number,
  body: object,
  as: ApiRequest['as'] = 'programme_officer',
) => api.post(`/v1/${kind}/${reference}/transitions`, { as, version, body });

/** A call that the clock has opened. */
async function anOpenCall(code: string, content: object = {}): Promise<string> {
  const body = {
    programme: programme.reference,
    code,
    title: 'Verzonnen oproep',
    ceiling: '100000.00',
    maxAmount: '50000.00',
    allocationMethod: 'ranking',
    criteria: 'Verzonnen.',
    opensAt: api.hoursFromNow(-1),
    closesAt: api.hoursFromNow(48),
    ...content,
  };
  const created = await api.post('/v1/calls', { body });
  expect([created.status, created.body]).toMatchObject([201, { status: 'draft', version: 1 }]);
  expect(created.headers['location']).toBe(`/v1/calls/${created.body.reference}`);
  const published = await move('calls', created.body.reference, 1, { command: 'publish' }, 'decision_authority');
  expect(published.body).toMatchObject({ status: 'published' });
  expect(published.headers['etag']).toBe('"2"');
  await moveDueCalls(api.registry, api.clock);
  return created.body.reference;
}

const content = (more: object = {}) => ({
  title: 'Verzonnen project',
  requested: '50000.00',
  startsOn: '2027-03-01',
  durationMonths: 12,
  organisation: organisation.reference,
  mainApplicant: leader.reference,
  projectLeader: leader.reference,
  ...more,
});

/** An application that was submitted by the demo's applicant. */
async function aSubmission(call: string, more: object = {}): Promise<string> {
  const draft = await api.post('/v1/applications', { as: 'applicant', body: { call, content: content(more) } });
  expect(draft.status).toBe(201);
  const submitted = await move('applications', draft.body.reference, 1, { command: 'submit' }, 'applicant');
  expect([submitted.status, submitted.body]).toMatchObject([200, { status: 'submitted' }]);
  return draft.body.reference;
}

describe('from a call to a completed project', () => {
  it('goes by its commands, each by who may give it', async () => {
    const call = await anOpenCall('MAIN-1');
    const application = await aSubmission(call);
    expect(application).toBe(`${call}-0001`);
    const status = (as: ApiRequest['as']) => api.get(`/v1/applications/${application}/status`, { as });
    expect((await status('applicant')).body).toMatchObject({
      status: 'submitted',
      actor: 'programme_officer',
      nextDeadline: { kind: 'decision_on_application', basis: 'Awb 4:13(2)' },
      decision: null,
      project: null,
    });

    const honour = {
      kind: 'partial_honour',
      granted: '45000.00',
      activities: 'Alles behalve het congres.',
      provisionsVersion: '2022',
    };
    const prepared = await api.post(`/v1/applications/${application}/decisions`, { version: 2, body: honour });
    expect([prepared.status, prepared.body]).toEqual([201, { reference: `${application}-D1`, version: 1 }]);
    const decision: string = prepared.body.reference;
    expect((await status('applicant')).body).toMatchObject({ status: 'submitted', decision: null });
    expect((await move('decisions', decision, 1, { command: 'sign' }, 'decision_authority')).body).toMatchObject({
      status: 'signed',
    });

    const announced = await move('decisions', decision, 2, { command: 'announce' });
    expect(announced.body).toEqual({
      reference: decision,
      version: 3,
      applicationReference: application,
      applicationVersion: 3,
      applicationStatus: 'honoured',
      projectReference: `${application}-P`,
    });
    expect((await status('applicant')).body).toMatchObject({
      status: 'honoured',
      phase: { nl: 'Uw aanvraag is gehonoreerd; het project is nog niet gestart.' },
      actor: 'project_leader',
      nextDeadline: { kind: 'objection' },
      decision: { reference: decision, granted: '45000.00' },
      project: { reference: `${application}-P`, status: 'awaiting_start' },
    });

    const project = `${application}-P`;
    const today = api.today();
    expect((await move('projects', project, 1, { command: 'confirm_start', startedOn: today })).body).toMatchObject({
      status: 'started',
    });
    expect((await move('projects', project, 2, { command: 'end', endedOn: today })).body).toMatchObject({
      rules: ['end_not_reached'],
    });
    expect(
      (await move('projects', project, 2, { command: 'end', endedOn: today, reason: 'Eerder klaar (verzonnen).' }))
        .body,
    ).toMatchObject({ status: 'ended' });
    expect((await move('projects', project, 3, { command: 'complete' })).body).toMatchObject({
      rules: ['final_report_required'],
    });
    expect(
      (await move('projects', project, 3, { command: 'complete', finalReportApprovedOn: today })).body,
    ).toMatchObject({ status: 'completed' });
    expect((await status('applicant')).body).toMatchObject({
      phase: { en: 'Your project is completed.' },
      actor: null,
    });
  });

  it('gives the first answer again to a request that comes twice, also without its version, and refuses another body', async () => {
    const call = await anOpenCall('TWICE-1');
    const application = await aSubmission(call);
    const body = { kind: 'reject', reasonCode: 'quality', reasons: 'Onvoldoende (verzonnen).' };
    const prepare = (options: ApiRequest) =>
      api.post(`/v1/applications/${application}/decisions`, { key: 'twice-prepare', body, ...options });
    const first = await prepare({ version: 2 });
    expect(first.status).toBe(201);
    for (const again of [await prepare({ version: 2 }), await prepare({ version: 9 }), await prepare({})]) {
      expect([again.status, again.body, again.headers['etag']]).toEqual([201, first.body, first.headers['etag']]);
    }
    expect(await prepare({ version: 2, body: { ...body, reasonCode: 'relevance' } })).toMatchObject({
      status: 422,
      body: { type: expect.stringContaining('key-reused') },
    });
    await move('decisions', first.body.reference, 1, { command: 'sign' }, 'decision_authority');
    const announce = (options: object) =>
      api.post(`/v1/decisions/${first.body.reference}/transitions`, {
        key: 'twice-announce',
        body: { command: 'announce' },
        ...options,
      });
    const announced = await announce({ version: 2 });
    expect(announced.body).toMatchObject({ applicationStatus: 'rejected', projectReference: null });
    expect((await announce({ version: 2 })).body).toEqual(announced.body);
    expect((await announce({})).body).toEqual(announced.body);
  });

  it('does for each caller what they ask, whoever else used the same key for the same', async () => {
    const call = await anOpenCall('KEY-1');
    const bodies = { body: { call, content: content() }, key: 'shared' };
    const drafts = [
      await api.post('/v1/applications', { as: 'applicant', ...bodies }),
      await api.post('/v1/applications', { as: 'programme_officer', ...bodies }),
      await api.post('/v1/applications', { as: 'applicant', ...bodies }),
    ];
    expect(drafts.map(({ status, body }) => [status, body.reference])).toEqual([
      [201, `${call}-0001`],
      [201, `${call}-0002`],
      [201, `${call}-0001`],
    ]);
    const steps = [];
    for (const [authority, officer] of [
      [aDecisionAuthority(), anOfficer()],
      [aDecisionAuthority(), anOfficer()],
    ] as const) {
      const { machine, reference } = await api.aDecision({ status: 'prepared' });
      const by = (caller: string) => ({ caller, key: 'shared', fingerprint: Buffer.from('the same') });
      const sign = { reference, version: 1, command: 'sign', request: by(authority.id) } as const;
      await api.registry.moveDecision.execute(sign, api.as(authority));
      steps.push(await api.statusOf({ machine, reference }));
      const announce = { reference, version: 2, request: by(officer.id) };
      await api.registry.announceDecision.execute(announce, api.as(officer));
      steps.push(await api.statusOf({ machine, reference }));
    }
    expect(steps).toEqual(['signed', 'announced', 'signed', 'announced']);
  });

  it('honours as many as fit under the ceiling, and refuses the next by its rule', async () => {
    const call = await anOpenCall('CEILING-1', { ceiling: '120000.00' });
    const outcomes: unknown[] = [];
    for (let number = 0; number < 3; number++) {
      const application = await aSubmission(call);
      const honour = { kind: 'honour', granted: '50000.00', activities: 'Alles.', provisionsVersion: '2022' };
      const { body: decision } = await api.post(`/v1/applications/${application}/decisions`, {
        version: 2,
        body: honour,
      });
      await move('decisions', decision.reference, 1, { command: 'sign' }, 'decision_authority');
      const { body: outcome } = await move('decisions', decision.reference, 2, { command: 'announce' });
      outcomes.push(outcome.applicationStatus ?? outcome.rules);
    }
    expect(outcomes).toEqual(['honoured', 'honoured', ['ceiling_exceeded']]);
  });

  it('registers what came in on paper by its date of receipt, judged by what the call allowed then', async () => {
    const call = await anOpenCall('PAPER-1', { opensAt: api.hoursFromNow(-50), closesAt: api.hoursFromNow(-2) });
    await moveDueCalls(api.registry, api.clock);
    const register = (receivedAt: string, reason: string | undefined) =>
      api.post(`/v1/calls/${call}/registrations`, { body: { content: content(), receivedAt, reason } });
    expect((await register(api.hoursFromNow(-10), undefined)).body).toMatchObject({
      rules: ['late_booking_needs_reason'],
    });
    expect((await register(api.hoursFromNow(-1), 'Per post ontvangen.')).body).toMatchObject({
      rules: ['call_not_open'],
    });
    const registered = await register(api.hoursFromNow(-10), 'Per post ontvangen.');
    expect([registered.status, registered.body]).toMatchObject([201, { status: 'submitted' }]);
  });

  it('corrects an announced decision by another, which keeps the outcome', async () => {
    const call = await anOpenCall('CORRECT-1');
    const application = await aSubmission(call);
    const honour = { kind: 'honour', granted: '50000.00', activities: 'Alels.', provisionsVersion: '2022' };
    const { body: wrong } = await api.post(`/v1/applications/${application}/decisions`, { version: 2, body: honour });
    await move('decisions', wrong.reference, 1, { command: 'sign' }, 'decision_authority');
    await move('decisions', wrong.reference, 2, { command: 'announce' });
    const correction = { ...honour, activities: 'Alles.', supersedes: wrong.reference };
    expect(
      (
        await api.post(`/v1/applications/${application}/decisions`, {
          version: 3,
          body: { ...correction, kind: 'partial_honour', granted: '1.00' },
        })
      ).body,
    ).toMatchObject({ rules: ['correction_changes_outcome'] });
    const { body: right } = await api.post(`/v1/applications/${application}/decisions`, {
      version: 3,
      body: correction,
    });
    await move('decisions', right.reference, 1, { command: 'sign' }, 'decision_authority');
    expect((await move('decisions', right.reference, 2, { command: 'announce' })).body).toMatchObject({
      applicationStatus: 'honoured',
      projectReference: `${application}-P`,
    });
    const states = await api.appSql(
      `select reference, status from decision where reference like $1 order by reference`,
      `${application}-%`,
    );
    expect(states).toEqual([
      { reference: wrong.reference, status: 'superseded' },
      { reference: right.reference, status: 'announced' },
    ]);
  });

  it('withdraws a grant before its start, and the project never starts', async () => {
    const call = await anOpenCall('WITHDRAW-1');
    const application = await aSubmission(call);
    const honour = { kind: 'honour', granted: '50000.00', activities: 'Alles.', provisionsVersion: '2022' };
    const { body: grant } = await api.post(`/v1/applications/${application}/decisions`, { version: 2, body: honour });
    await move('decisions', grant.reference, 1, { command: 'sign' }, 'decision_authority');
    await move('decisions', grant.reference, 2, { command: 'announce' });
    const withdrawal = { kind: 'withdraw_grant', reasonCode: 'given_up', reasons: 'Ziet ervan af (verzonnen).' };
    const { body: decision } = await api.post(`/v1/applications/${application}/decisions`, {
      version: 3,
      body: withdrawal,
    });
    await move('decisions', decision.reference, 1, { command: 'sign' }, 'decision_authority');
    expect((await move('decisions', decision.reference, 2, { command: 'announce' })).body).toMatchObject({
      applicationStatus: 'honoured',
      projectReference: `${application}-P`,
    });
    const [project] = await api.appSql(`select status from project where reference = $1`, `${application}-P`);
    expect(project).toEqual({ status: 'not_started' });
  });
});
