import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plus } from '@grants/domain';
import { lapseReservations } from '@grants/registry';
import { verify } from '@grants/persistence';
import { Flow } from '../support/flow.js';

let flow: Flow;
beforeAll(async () => {
  flow = await Flow.begin();
});
afterAll(() => flow.api.close());

/** Sets the clock to noon, so that the day is the same in every zone and season. */
const noonOf = (day: string) => flow.api.moveClock((Date.parse(`${day}T12:00:00Z`) - Date.now()) / 3_600_000);
const onConditions = (...conditions: object[]) => ({ kind: 'conditional_honour', conditions });
const seen = async (decision: string) => (await flow.api.get(`/v1/decisions/${decision}`)).body;
const workTheClock = () => Promise.all([1, 2, 3].map(() => lapseReservations(flow.api.registry, flow.api.clock)));

describe('a grant with a budget reservation (edge case 4)', () => {
  it('stands unconditionally once the reservation was not invoked within four weeks after the budget was adopted', async () => {
    const application = await flow.aSubmission(await flow.anOpenCall('CASE4-A'));
    const condition = { kind: 'budget_reservation', description: 'Onder voorbehoud van de begroting van 2027.' };
    const decision = await flow.honour(application, onConditions(condition));
    expect((await seen(decision))['conditions']).toEqual([{ number: 1, ...condition }]);

    // As long as no budget was adopted nothing runs, however long it takes.
    await flow.api.moveClock(24 * 100);
    expect(await workTheClock()).toEqual([[], [], []]);
    const adoptedOn = flow.api.today();
    const noted = await flow.move('decisions', decision, { command: 'note_budget', condition: 1, adoptedOn });
    expect([noted.status, noted.body]).toMatchObject([200, { status: 'announced' }]);
    const { body: terms } = await flow.api.get(`/v1/decisions/${decision}/deadlines`);
    expect(terms.items).toContainEqual(
      expect.objectContaining({ kind: 'budget_reservation', basis: 'Awb 4:34(3)', metOn: null }),
    );

    // Four weeks from then, moved off free days: on the last of them it still stands under its condition.
    const { endsOn } = terms.items.find(({ kind }) => kind === 'budget_reservation') as unknown as { endsOn: string };
    await noonOf(endsOn);
    expect((await workTheClock()).flat()).toEqual([]);
    await noonOf(plus(endsOn, { days: 1 }));
    expect((await workTheClock()).flat()).toEqual([decision]);
    expect((await seen(decision))['conditions']).toMatchObject([
      { number: 1, became: { budget_adopted: adoptedOn, lapsed: flow.api.today() } },
    ]);

    // It lapsed silently: nothing was decided anew, and nobody can invoke it any more.
    const invoked = await flow.move(
      'decisions',
      decision,
      { command: 'invoke_reservation', condition: 1, reason: 'De begroting schiet tekort.' },
      { as: 'decision_authority' },
    );
    expect([invoked.status, invoked.body.rules]).toEqual([422, expect.arrayContaining(['condition_not_open'])]);
    const { body: events } = await flow.api.get(`/v1/decisions/${decision}/events`);
    expect(events.items.map(({ command, role }) => [command, role])).toEqual([
      ['prepare', 'programme_officer'],
      ['sign', 'decision_authority'],
      ['announce', 'programme_officer'],
      ['note_budget', 'programme_officer'],
      ['lapse_reservation', 'system'],
    ]);
    await flow.api.moveClock(0);
  });

  it('is withdrawn on that ground where the reservation was invoked in time', async () => {
    const application = await flow.aSubmission(await flow.anOpenCall('CASE4-B'));
    const condition = { kind: 'budget_reservation', description: 'Onder voorbehoud van de begroting van 2027.' };
    const decision = await flow.honour(application, onConditions(condition));
    const adoptedOn = flow.api.today();
    await flow.move('decisions', decision, { command: 'note_budget', condition: 1, adoptedOn });
    const invoked = await flow.move(
      'decisions',
      decision,
      { command: 'invoke_reservation', condition: 1, reason: 'De begroting schiet tekort.' },
      { as: 'decision_authority' },
    );
    expect(invoked.status).toBe(200);
    await flow.decide(application, {
      kind: 'withdraw_grant',
      reasonCode: 'budget_insufficient',
      reasons: 'De begroting biedt onvoldoende middelen.',
    });

    const { body: project } = await flow.api.get(`/v1/projects/${application}-P`);
    expect(project['status']).toBe('not_started');
    const { findings } = await verify(flow.api.owner);
    expect(findings).toEqual([]);
  });
});

describe('a grant with the obligation of a METC verdict before subjects are enrolled (edge case 5)', () => {
  const obligation = { description: 'Geen inclusie van proefpersonen vóór een positief oordeel van de METC.' };
  const start = (project: string) =>
    flow.move('projects', project, {
      command: 'confirm_start',
      startedOn: flow.api.today(),
      lateStartReason: 'Verzonnen.',
    });

  it('lets the project start, and says that one activity may not', async () => {
    const application = await flow.aSubmission(await flow.anOpenCall('CASE5-A'));
    const decision = await flow.honour(application, { obligations: [{ ...obligation, blocks: 'activity' }] });

    expect((await start(`${application}-P`)).body).toMatchObject({ status: 'started' });
    expect((await seen(decision))['obligations']).toEqual([{ number: 1, ...obligation, blocks: 'activity' }]);
    await flow.move('decisions', decision, { command: 'fulfil_obligation', obligation: 1 });
    expect((await seen(decision))['obligations']).toMatchObject([{ fulfilledOn: flow.api.today() }]);
  });

  it('holds the start back where the decision says so, until it is fulfilled', async () => {
    const application = await flow.aSubmission(await flow.anOpenCall('CASE5-B'));
    const decision = await flow.honour(application, { obligations: [{ ...obligation, blocks: 'start' }] });

    const refused = await start(`${application}-P`);
    expect([refused.status, refused.body.rules]).toEqual([422, ['start_held_back']]);
    await flow.move('decisions', decision, { command: 'fulfil_obligation', obligation: 1 });
    expect((await start(`${application}-P`)).body).toMatchObject({ status: 'started' });
  });

  it('is no condition: the law allows three kinds of those, and no others (Awb 4:33)', async () => {
    const application = await flow.aSubmission(await flow.anOpenCall('CASE5-C'));
    const refused = await flow.prepare(application, {
      kind: 'conditional_honour',
      granted: '50000.00',
      activities: 'De activiteiten uit de aanvraag.',
      provisionsVersion: '2022',
      conditions: [{ kind: 'adapted_plan', description: 'Lever eerst een aangepast plan in.' }],
    });

    expect([refused.status, refused.body.errors]).toMatchObject([400, [{ pointer: '/conditions/0/kind' }]]);
  });
});
