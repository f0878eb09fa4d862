import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotFound } from '@grants/domain';
import {
  availableTransitions,
  deadlinesOf,
  eventsOf,
  me,
  provenanceOf,
  type AvailableTransition,
  type Viewer,
} from '@grants/registry';
import {
  anApplicant,
  anOfficer,
  testRegistry,
  type Named,
  type TestCall,
  type TestRegistry,
} from '../support/registry.js';
import { viewer, viewerAs, viewerIn } from './viewers.js';

let on: TestRegistry;
let funder: Named & { code: string };
let programme: Named;
let call: TestCall;
beforeAll(async () => {
  on = await testRegistry();
  funder = await on.aFunder();
  programme = await on.aProgramme(funder);
  call = await on.aCall({ programme });
});
afterAll(() => on.close());

/** Rows in an order of their own, to compare where the order is not the point. */
const unordered = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.join(' ')).toSorted();
const officer = () => viewerIn(on, 'programme_officer', { programme }, on.officer.id);
const authority = () => viewerIn(on, 'decision_authority', { programme }, on.authority.id);

describe('the events of a subject', () => {
  it('tell what happened in the order of recording, page by page', async () => {
    const { reference, decision } = await on.aProject({
      status: 'completed',
      application: await on.anApplication({ call }),
    });
    const whole = await eventsOf(on.db, 'project', reference, {});
    expect(whole.items.map(({ command, from, to }) => [command, from, to])).toEqual([
      ['award', null, 'awaiting_start'],
      ['confirm_start', 'awaiting_start', 'started'],
      ['end', 'started', 'ended'],
      ['complete', 'ended', 'completed'],
    ]);
    expect(whole.items[0]).toMatchObject({
      seq: 1,
      actor: on.officer.id,
      role: 'programme_officer',
      basis: 'Awb 4:29',
      decision: decision.reference,
      isLate: false,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(whole.next).toBeNull();
    const first = await eventsOf(on.db, 'project', reference, { limit: 3 });
    const rest = await eventsOf(on.db, 'project', reference, { limit: 3, cursor: first.next ?? '' });
    expect([...first.items, ...rest.items]).toEqual(whole.items);
    expect(rest.next).toBeNull();
    await expect(eventsOf(on.db, 'project', reference, { cursor: 'x' })).rejects.toMatchObject({
      errors: [{ pointer: '/cursor' }],
    });
    expect((await eventsOf(on.db, 'call', 'NO-CALL', {})).items).toEqual([]);
  });
});

/** A signed decision and an application without one, both of ten days ago. */
async function ofTenDaysAgo() {
  await on.moveClock(-240);
  try {
    const earlier = await on.aCall({ programme });
    const application = await on.anApplication({ call: earlier });
    const signed = await on.aSignedDecision({ application, kind: 'partial_honour', granted: '10.00' });
    return { signed, waiting: await on.anApplication({ call: earlier }) };
  } finally {
    await on.moveClock(0);
  }
}

describe('the deadlines of a subject', () => {
  it('are met or cease on the day that a step took effect, however late it was booked', async () => {
    const { signed, waiting } = await ofTenDaysAgo();
    const late = { occurred: on.hoursFromNow(-120), reason: 'an invented reason', request: null };
    const { reference, version } = signed;
    await on.registry.announceDecision.execute({ reference, version, ...late }, on.as(on.officer));
    expect((await eventsOf(on.db, 'decision', reference, {})).items.at(-1)).toMatchObject({
      command: 'announce',
      isLate: true,
    });
    const withdrawal = {
      reference: waiting.reference,
      version: waiting.version,
      command: 'withdraw',
      request: null,
    } as const;
    await on.registry.moveApplication.execute(withdrawal, on.as(waiting.applicant));

    expect(await deadlinesOf(on.db, 'application', signed.application.reference)).toMatchObject([
      { kind: 'decision_on_application', metOn: on.today(-5), cancelledOn: null },
    ]);
    expect(await deadlinesOf(on.db, 'application', waiting.reference)).toMatchObject([
      { kind: 'decision_on_application', metOn: null, cancelledOn: on.today() },
    ]);
  });

  it('say when, why and by which article, and whether they were met', async () => {
    const { application, decision, reference } = await on.aProject({ application: await on.anApplication({ call }) });
    const today = on.today();
    expect(await deadlinesOf(on.db, 'application', application.reference)).toMatchObject([
      { kind: 'decision_on_application', basis: 'Awb 4:13(2)', term: 'P8W', metOn: today, cancelledOn: null },
    ]);
    expect(await deadlinesOf(on.db, 'decision', decision.reference)).toMatchObject([
      { kind: 'objection', term: 'P6W', metOn: null },
    ]);
    expect(await deadlinesOf(on.db, 'project', reference)).toMatchObject([
      { kind: 'project_start', ground: expect.stringContaining('P6M'), metOn: null },
    ]);
  });
});

describe('what may be done with a subject', () => {
  const offered = async (machine: Parameters<typeof availableTransitions>[1], reference: string, reader: Viewer) =>
    (await availableTransitions(on.db, machine, reference, reader)).transitions;
  const named = (transitions: readonly AvailableTransition[], command: string) =>
    transitions.find((each) => each.command === command);
  const barriers = (transition: AvailableTransition | undefined) => transition?.barredBy.map(({ code }) => code);

  it('is told for a call with the guards that stand in the way, and their articles', async () => {
    const draft = await on.aCall({ programme, status: 'draft', ceiling: null, criteria: null });
    const seen = await availableTransitions(on.db, 'call', draft.reference, authority());
    expect(seen).toMatchObject({ machine: 'call', state: 'draft', version: 1 });
    expect(seen.transitions.map(({ command }) => command)).toEqual(['publish', 'cancel']);
    expect(named(seen.transitions, 'publish')).toMatchObject({
      role: 'decision_authority',
      isOpen: false,
      barredBy: [{ code: 'call_incomplete', basis: 'Awb 4:26', rule: expect.stringContaining('ceiling') }],
    });
    expect(named(seen.transitions, 'cancel')).toMatchObject({ isOpen: true, needsReason: true });
    const full = await on.aCall({ programme, status: 'draft', procedure: 'full' });
    expect(barriers(named(await offered('call', full.reference, authority()), 'publish'))).toEqual([]);
    const asOfficer = await offered('call', draft.reference, officer());
    expect(named(asOfficer, 'publish')).toMatchObject({ role: null, isOpen: false, roles: ['decision_authority'] });
    await expect(offered('call', draft.reference, viewerAs(on, await on.aPerson()))).rejects.toThrow(NotFound);

    expect(barriers(named(await offered('call', call.reference, officer()), 'close'))).toEqual(['before_closing']);
    await on.anApplication({ call });
    expect(barriers(named(await offered('call', call.reference, authority()), 'cancel'))).toEqual([
      'applications_received',
    ]);
  });

  it('is told for a draft by what it says and lacks, to its maker alone', async () => {
    const applicant = anApplicant();
    const mine = viewer(on, {
      accountId: applicant.id,
      assignments: [{ role: 'applicant', funderId: null, programmeId: null, validFrom: '2020-01-01', validTo: null }],
    });
    const maximum = await on.aCall({ programme, maxAmount: '40000.00', maxDurationMonths: 6 });
    const full = await on.anApplication({ call, status: 'draft', applicant });
    const nothing = await on.anApplication({ call, status: 'draft', applicant, content: { requested: '0.00' } });
    const above = await on.anApplication({ call: maximum, status: 'draft', applicant });
    const empty = await on.anApplication({
      call,
      status: 'draft',
      applicant,
      content: { title: undefined, mainApplicant: 'PER-999999' },
    });
    const submit = async (reference: string) => named(await offered('application', reference, mine), 'submit');
    expect(await submit(full.reference)).toMatchObject({ isOpen: true, barredBy: [], role: 'applicant' });
    expect(barriers(await submit(nothing.reference))).toEqual(['application_requested_positive']);
    expect(barriers(await submit(above.reference))).toEqual(['above_call_maximum', 'above_call_duration']);
    expect(barriers(await submit(empty.reference))).toEqual(['reference_unknown', 'application_incomplete']);
    await expect(offered('application', full.reference, officer())).rejects.toThrow(NotFound);
  });

  it('is told for an application with what comes by a decision alone', async () => {
    const application = await on.anApplication({ call });
    const transitions = await offered('application', application.reference, officer());
    expect(transitions.map(({ command, through, isOpen }) => [command, through, isOpen])).toEqual([
      ['agree', 'command', true],
      ['request_repair', 'command', true],
      ['admit', 'command', false],
      ['suspend_term', 'command', true],
      ['resume_term', 'command', false],
      ['name_another_term', 'command', true],
      ['give_notice_of_default', 'command', true],
      ['withdraw', 'command', false],
      ['honour', 'decision', false],
      ['reject', 'decision', false],
      ['leave_unprocessed', 'decision', false],
      ['declare_inadmissible', 'decision', false],
    ]);
    expect(barriers(named(transitions, 'admit'))).toEqual([
      'procedure_is_simple',
      'checklist_incomplete',
      'agreement_missing',
    ]);
    expect(named(transitions, 'request_repair')).toMatchObject({ asks: ['repairUntil'], needsReason: true });
    expect(named(transitions, 'honour')).toMatchObject({
      role: 'programme_officer',
      barredBy: [],
      judgedThen: expect.arrayContaining([expect.objectContaining({ code: 'ceiling_exceeded' })]),
    });
  });

  it('is told for a decision with four eyes and with the ceiling that its announcement meets', async () => {
    const tight = await on.aCall({ programme, ceiling: '60000.00' });
    const [first, second] = [await on.anApplication({ call: tight }), await on.anApplication({ call: tight })];
    const prepared = await on.aDecision({ application: first, status: 'prepared' });
    const self = viewerIn(on, 'decision_authority', { programme }, on.officer.id);
    expect(barriers(named(await offered('decision', prepared.reference, self), 'sign'))).toEqual(['four_eyes']);
    expect(named(await offered('decision', prepared.reference, authority()), 'sign')).toMatchObject({ isOpen: true });
    const signed = await on.aDecision({ application: second });
    expect(named(await offered('decision', signed.reference, officer()), 'announce')).toMatchObject({ isOpen: true });
    await on.registry.moveDecision.execute(
      { reference: prepared.reference, version: 1, command: 'sign', request: null },
      on.as(on.authority),
    );
    await on.announce({ reference: prepared.reference, version: 2 });
    expect(barriers(named(await offered('decision', signed.reference, officer()), 'announce'))).toEqual([
      'ceiling_exceeded',
    ]);
    const announced = await offered('decision', prepared.reference, officer());
    expect(announced.map(({ command, through, isOpen }) => [command, through, isOpen])).toEqual([
      ['become_irrevocable', 'command', false],
      ['note_budget', 'command', true],
      ['invoke_reservation', 'command', false],
      ['lapse_reservation', 'command', false],
      ['meet_condition', 'command', true],
      ['fulfil_obligation', 'command', true],
      ['supersede', 'decision', false],
    ]);
    expect(barriers(named(announced, 'become_irrevocable'))).toEqual(['objection_term_runs']);
  });

  it('is told for a project with what has to be given with the command', async () => {
    const { reference } = await on.aProject({ application: await on.anApplication({ call }) });
    const transitions = await offered('project', reference, officer());
    expect(named(transitions, 'confirm_start')).toMatchObject({
      asks: ['startedOn', 'endsOn', 'lateStartReason'],
      isOpen: true,
      barredBy: [],
      judgedThen: [
        { code: 'late_start_unexplained' },
        { code: 'start_held_back' },
        { code: 'start_in_future' },
        { code: 'start_before_honouring' },
      ],
    });
    expect(named(transitions, 'withdraw_grant')).toMatchObject({ through: 'decision', isOpen: false });
    expect(
      await offered(
        'project',
        (await on.aProject({ status: 'completed', application: await on.anApplication({ call }) })).reference,
        officer(),
      ),
    ).toEqual([]);
  });
});

describe('who I am here', () => {
  const account = async (person?: Named) =>
    on.registry.createAccount.execute(
      { issuer: 'https://id.example', subject: `${Math.random()}`, person: person?.reference, request: null },
      on.as(anOfficer()),
    );
  const waitingFor = async (reader: Viewer) =>
    (await me(on.db, reader)).waiting.map(({ task, reference, dueOn }) => ({ task, reference, dueOn }));

  it('says who an applicant is, where their cases stand and what waits for them', async () => {
    const person = await on.aPerson('Indiener');
    const { id } = await account(person);
    const content = { mainApplicant: person.reference, projectLeader: person.reference };
    const draft = await on.anApplication({ call, status: 'draft', applicant: anApplicant(person.id), content });
    const own = await on.anApplication({
      call,
      status: 'draft',
      applicant: { ...anApplicant(person.id), id },
      content: { title: 'Mijn concept' },
    });
    const submitted = await on.anApplication({ call, content });
    const project = await on.aProject({ application: await on.anApplication({ call, content }) });
    const reader = viewerAs(on, person, id);
    const found = await me(on.db, reader);
    expect(found).toMatchObject({
      account: id,
      person: { reference: person.reference, name: 'Indiener' },
      roles: [],
      actsAs: ['applicant', 'project_leader'],
    });
    expect(unordered(found.cases.map(({ application, status, project: its }) => [application, status, its]))).toEqual(
      unordered([
        [own.reference, 'draft', null],
        [submitted.reference, 'submitted', null],
        [project.application.reference, 'awaiting_start', project.reference],
      ]),
    );
    expect(found.cases.find(({ application }) => application === own.reference)).toMatchObject({
      title: 'Mijn concept',
    });
    expect(found.cases.some(({ application }) => application === draft.reference)).toBe(false);
    expect(found.cases[0]).toMatchObject({ phase: { nl: expect.any(String) }, next: { en: expect.any(String) } });
    expect(unordered(found.waiting.map(({ task, reference, deadline }) => [task, reference, deadline]))).toEqual(
      unordered([
        ['submit_draft', own.reference, null],
        ['mind_deadline', project.decision.reference, 'objection'],
        ['mind_deadline', project.reference, 'project_start'],
      ]),
    );
  });

  it('says what waits for officers and for those who sign, within their programme alone', async () => {
    const mine = await on.aProgramme(funder);
    const here = await on.aCall({ programme: mine });
    const draft = await on.aCall({ programme: mine, status: 'draft' });
    const waiting = await on.anApplication({ call: here });
    const prepared = await on.aDecision({ application: await on.anApplication({ call: here }), status: 'prepared' });
    const signed = await on.aDecision({ application: await on.anApplication({ call: here }) });
    const project = await on.aProject({ application: await on.anApplication({ call: here }) });
    const given = async (role: 'programme_officer' | 'decision_authority', at: Named, byPreparer = false) => {
      const { id } = await account();
      await on.registry.assignRole.execute(
        { account: id, role, programme: at.reference, validFrom: '2020-01-01', request: null },
        on.as(anOfficer()),
      );
      if (byPreparer)
        await on.ownerSql(
          'insert into account (id, issuer, subject) values ($1, $2, $3) on conflict do nothing',
          on.officer.id,
          'x',
          'preparer',
        );
      return viewerIn(on, role, { programme: at }, byPreparer ? on.officer.id : id);
    };
    const found = await waitingFor(await given('programme_officer', mine));
    expect(unordered(found.map(({ task, reference }) => [task, reference]))).toEqual(
      unordered([
        ['decide_on_application', waiting.reference],
        ['announce_decision', signed.reference],
        ['confirm_start', project.reference],
      ]),
    );
    expect(found.every(({ dueOn }) => dueOn !== null)).toBe(true);
    expect(
      unordered(
        (await waitingFor(await given('decision_authority', mine))).map(({ task, reference }) => [task, reference]),
      ),
    ).toEqual(
      unordered([
        ['publish_call', draft.reference],
        ['sign_decision', prepared.reference],
      ]),
    );
    const preparer = await given('decision_authority', mine, true);
    expect((await waitingFor(preparer)).map(({ task }) => task)).toEqual(['publish_call']);
    const elsewhere = await on.aProgramme(funder);
    expect(await waitingFor(await given('programme_officer', elsewhere))).toEqual([]);
    expect((await me(on.db, await given('programme_officer', mine))).roles).toMatchObject([
      { role: 'programme_officer', programme: mine.reference },
    ]);
  });

  it('is not known of an account that is not there', async () => {
    await expect(me(on.db, viewer(on))).rejects.toThrow(NotFound);
  });
});

describe('provenance', () => {
  it('tells of each field where it comes from, by the last note', async () => {
    const { reference } = await on.aProject({ application: await on.anApplication({ call }) });
    const note = (fields: Parameters<typeof on.registry.noteProvenance.execute>[0]['fields']) =>
      on.registry.noteProvenance.execute({ kind: 'project', reference, fields }, on.as(anOfficer()));
    await note([
      { field: 'title', origin: 'unknown' },
      { field: 'granted', origin: 'source', source: 'verzonnen.csv', checksum: 'ab', line: 7 },
    ]);
    await note([{ field: 'title', origin: 'inferred', note: 'from the programme' }]);
    expect(await provenanceOf(on.db, 'project', reference)).toMatchObject([
      { field: 'granted', origin: 'source', source: 'verzonnen.csv', checksum: 'ab', line: 7, note: null },
      { field: 'title', origin: 'inferred', note: 'from the programme' },
    ]);
    await expect(on.appSql('delete from provenance')).rejects.toThrow(/permission denied/);
    await expect(
      on.registry.noteProvenance.execute({ kind: 'call', reference: 'NO', fields: [] }, on.as(anOfficer())),
    ).rejects.toThrow(NotFound);
  });
});
