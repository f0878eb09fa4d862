import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dateInAmsterdam, InvalidInput, NotFound, plus } from '@grants/domain';
import { newId, type Actor } from '@grants/persistence';
import {
  applicationStatus,
  applicationView,
  decisionsOf,
  decisionView,
  listApplications,
  listProjects,
  projectView,
  type Viewer,
} from '@grants/registry';
import {
  anApplicant,
  anOfficer,
  testRegistry,
  type Named,
  type TestApplication,
  type TestCall,
  type TestProject,
  type TestRegistry,
} from '../support/registry.js';
import { viewer, viewerAs, viewerIn } from './viewers.js';

let on: TestRegistry;
/** A funder with two programmes, a call in each, and the two people who apply. */
let x: Named;
let y: Named;
let callX: TestCall;
let callY: TestCall;
let anna: Named;
let bram: Named;
let annaActs: Actor;
let today: string;

beforeAll(async () => {
  on = await testRegistry();
  const funder = await on.aFunder();
  x = await on.aProgramme(funder);
  y = await on.aProgramme(funder);
  callX = await on.aCall({ programme: x });
  callY = await on.aCall({ programme: y });
  anna = await on.aPerson('Aanvraagster');
  bram = await on.aPerson('Medestander');
  annaActs = anApplicant(anna.id);
  today = on.today();
});
afterAll(() => on.close());

const references = (page: { items: readonly { reference: string }[] }) =>
  page.items.map(({ reference }) => reference).toSorted();
const apply = (call: TestCall, by: Named, options: Parameters<TestRegistry['anApplication']>[0] = {}) =>
  on.anApplication({
    call,
    ...options,
    content: { mainApplicant: by.reference, projectLeader: by.reference, ...options.content },
  });
const asAnna = () => viewerAs(on, anna, annaActs.id);
const asBram = () => viewerAs(on, bram);
const officer = (programme: Named) => viewerIn(on, 'programme_officer', { programme });

describe('applications', () => {
  let ofAnna: TestApplication;
  let ofBram: TestApplication;
  let draft: TestApplication;
  beforeAll(async () => {
    ofAnna = await apply(callX, anna, { applicant: annaActs });
    ofBram = await apply(callY, bram, {
      content: { administrativelyResponsible: anna.reference, title: 'Zorgverleners verbinden' },
    });
    draft = await apply(callX, anna, { status: 'draft', applicant: annaActs, content: { title: 'Nog geheim' } });
  });
  const listed = async (reader: Viewer) => references(await listApplications(on.db, reader, {}, { limit: 200 }));
  const sorted = (...applications: TestApplication[]) => applications.map(({ reference }) => reference).toSorted();

  it('are listed to those who are named in them and to the staff of their programme; drafts to their maker alone', async () => {
    expect(await listed(asAnna())).toEqual(sorted(ofAnna, ofBram, draft));
    expect(await listed(asBram())).toEqual(sorted(ofBram));
    expect(await listed(viewerAs(on, await on.aPerson()))).toEqual([]);
    expect(await listed(officer(x))).toEqual(sorted(ofAnna));
    expect(await listed(officer(y))).toEqual(sorted(ofBram));
    expect(await listed(viewerIn(on, 'auditor'))).toEqual(sorted(ofAnna, ofBram));
    expect(await listed(viewerIn(on, 'administrator'))).toEqual([]);
    expect(await listed(viewer(on))).toEqual([]);
  });

  it('are shown one by one to the same people as in the list', async () => {
    const readers = [
      asAnna(),
      asBram(),
      officer(x),
      officer(y),
      viewerIn(on, 'auditor'),
      viewerIn(on, 'administrator'),
    ];
    for (const reader of readers) {
      const inList = await listed(reader);
      for (const { reference } of [ofAnna, ofBram, draft]) {
        const isListed = inList.includes(reference);
        expect((await applicationView(on.db, reference, reader)) !== null).toBe(isListed);
        const told = await applicationStatus(on.db, reference, reader).catch((error: unknown) => error);
        expect(told instanceof NotFound ? null : told).toEqual(
          isListed ? expect.objectContaining({ reference }) : null,
        );
      }
    }
  });

  it('let an officer who is also an applicant see both', async () => {
    const both = viewerIn(on, 'programme_officer', { programme: x });
    const reader = { ...both, principal: { ...both.principal, personId: bram.id } };
    expect(await listed(reader)).toEqual(sorted(ofAnna, ofBram));
  });

  it('stop being seen on the day on which a role ends', async () => {
    const role = { role: 'programme_officer' as const, funderId: null, programmeId: x.id, validFrom: '2020-01-01' };
    expect(await listed(viewer(on, { assignments: [{ ...role, validTo: plus(today, { days: 1 }) }] }))).toEqual(
      sorted(ofAnna),
    );
    expect(await listed(viewer(on, { assignments: [{ ...role, validTo: today }] }))).toEqual([]);
  });

  it('show what a draft says to its maker, in the same form as when it is received', async () => {
    expect(await applicationView(on.db, draft.reference, asAnna())).toMatchObject({
      status: 'draft',
      title: 'Nog geheim',
      requested: '50000.00',
      durationMonths: 12,
      mainApplicant: { reference: anna.reference, name: 'Aanvraagster' },
      organisation: { reference: expect.stringMatching(/^ORG-/) },
      receivedAt: null,
      partners: [],
      project: null,
    });
    const [shown] = (await listApplications(on.db, asAnna(), { status: ['draft'] }, {})).items;
    expect(shown).toMatchObject({ title: 'Nog geheim', requested: '50000.00' });
    expect(await on.appSql('select * from application_draft')).toEqual([]);
  });

  it('name nobody and no project to somebody who could not see them, neither in a draft nor after', async () => {
    const hidden = await on.aPerson('Verborgen');
    const parent = await on.aProject({ application: await apply(await on.aCall(), hidden) });
    const own = await on.aProject({ application: await apply(callX, anna) });
    const content = {
      mainApplicant: anna.reference,
      projectLeader: hidden.reference,
      administrativelyResponsible: hidden.reference,
      parents: [own.reference, parent.reference],
    };
    const named = {
      mainApplicant: { reference: anna.reference, name: 'Aanvraagster' },
      projectLeader: { reference: hidden.reference, name: null },
      administrativelyResponsible: { reference: hidden.reference, name: null },
      parents: [
        { reference: own.reference, title: 'Invented project' },
        { reference: parent.reference, title: null },
      ].toSorted((one, other) => (one.reference < other.reference ? -1 : 1)),
    };
    const { parents: _parents, administrativelyResponsible: _responsible, ...listedAs } = named;
    for (const status of ['draft', 'submitted'] as const) {
      const { reference } = await apply(callX, anna, { status, applicant: annaActs, content });
      expect(await applicationView(on.db, reference, asAnna())).toMatchObject(named);
      const { items } = await listApplications(on.db, asAnna(), { status: [status] }, { limit: 200 });
      expect(items.find((each) => each.reference === reference)).toMatchObject(listedAs);
    }
    const { reference } = await apply(callX, anna, { content });
    const toStaff = (place: object) => applicationView(on.db, reference, viewerIn(on, 'programme_officer', place));
    const shown = { projectLeader: { name: 'Verborgen' }, administrativelyResponsible: { name: 'Verborgen' } };
    expect(await toStaff({ programme: x })).toMatchObject({ ...shown, parents: named.parents });
    const all = named.parents.map((each) => ({ ...each, title: 'Invented project' }));
    expect(await toStaff({})).toMatchObject({ ...shown, parents: all });
  });

  it('show partners, budget and parents of what was received', async () => {
    const partner = await on.anOrganisation();
    const parent = await on.aProject({ application: await apply(callX, anna) });
    const { reference } = await apply(callX, anna, {
      content: {
        partners: [{ organisation: partner.reference, contribution: '1000.5' }],
        budgetLines: [{ group: 'personnel', description: 'Onderzoeker', amount: '49000' }],
        parents: [parent.reference],
      },
    });
    expect(await applicationView(on.db, reference, officer(x))).toMatchObject({
      partners: [{ organisation: { reference: partner.reference }, contribution: '1000.50' }],
      budgetLines: [{ group: 'personnel', description: 'Onderzoeker', amount: '49000.00' }],
      parents: [{ reference: parent.reference, title: 'Invented project' }],
      programme: { reference: x.reference },
      call: { reference: callX.reference, title: 'Invented call' },
    });
  });

  it('are filtered by status, call, programme, organisation and the words of their title', async () => {
    const reader = viewerIn(on, 'auditor');
    const found = async (filters: Parameters<typeof listApplications>[2]) =>
      references(await listApplications(on.db, reader, filters, {}));
    expect(await found({ call: callY.reference })).toEqual(sorted(ofBram));
    expect(await found({ programme: y.reference, status: ['submitted', 'honoured'] })).toEqual(sorted(ofBram));
    expect(await found({ programme: y.reference, status: ['rejected'] })).toEqual([]);
    expect(await found({ q: 'zorgverlener' })).toEqual(sorted(ofBram));
    expect(await found({ q: ofAnna.reference.toLowerCase() })).toEqual([ofAnna.reference]);
    expect(await found({ q: 'geheim' })).toEqual([]);
    expect(await found({ organisation: 'ORG-999999' })).toEqual([]);
    const organisation = (await applicationView(on.db, ofBram.reference, reader))?.organisation?.reference;
    expect(await found({ organisation, call: callY.reference })).toEqual(sorted(ofBram));
    const inOrder = await listApplications(on.db, reader, { call: callX.reference }, { sort: '-receivedAt' });
    expect(inOrder.items.map(({ receivedAt }) => receivedAt)).toEqual(
      inOrder.items.map(({ receivedAt }) => receivedAt).toSorted((a, b) => String(b).localeCompare(String(a))),
    );
  });
});

describe('where an application stands', () => {
  it('is told at every stage, with the next term that runs', async () => {
    const draft = await apply(callX, anna, { status: 'draft', applicant: annaActs });
    const standing = (reference: string) => applicationStatus(on.db, reference, asAnna());
    expect(await standing(draft.reference)).toMatchObject({
      status: 'draft',
      actor: 'applicant',
      nextDeadline: { kind: 'call_closes', basis: 'Awb 4:26', endsOn: dateInAmsterdam(on.hoursFromNow(365 * 24)) },
      decision: null,
      project: null,
    });

    const submitted = await apply(callX, anna);
    const received = await standing(submitted.reference);
    expect(received).toMatchObject({
      status: 'submitted',
      title: 'Invented project',
      call: 'Invented call',
      actor: 'programme_officer',
      nextDeadline: { kind: 'decision_on_application', basis: 'Awb 4:13(2)' },
      phase: { nl: expect.any(String), en: expect.any(String) },
      decision: null,
    });

    await on.aDecision({ application: submitted, status: 'signed' });
    expect(await standing(submitted.reference)).toEqual(received);

    const { application, decision, reference } = await on.aProject({ application: await apply(callX, anna) });
    expect(await standing(application.reference)).toMatchObject({
      status: 'honoured',
      actor: 'project_leader',
      nextDeadline: { kind: 'objection' },
      decision: { reference: decision.reference, kind: 'honour', announcedOn: today, granted: '50000.00' },
      project: { reference, status: 'awaiting_start' },
    });

    const rejected = await apply(callX, anna, { status: 'rejected' });
    expect(await standing(rejected.reference)).toMatchObject({
      status: 'rejected',
      nextDeadline: { kind: 'objection' },
      decision: { kind: 'reject', granted: null },
      project: null,
    });
  });

  it('names a term that has passed unmet, but not a right that has lapsed', async () => {
    const waiting = await apply(callX, anna);
    const rejected = await apply(callX, anna, { status: 'rejected' });
    const later = { ...asAnna(), today: plus(today, { years: 1 }) };
    expect((await applicationStatus(on.db, waiting.reference, later)).nextDeadline).toMatchObject({
      kind: 'decision_on_application',
    });
    expect((await applicationStatus(on.db, rejected.reference, later)).nextDeadline).toBeNull();
  });
});

describe('decisions', () => {
  it('do not exist for the applicant until they are announced', async () => {
    const application = await apply(callX, anna);
    const prepared = await on.aDecision({ application, kind: 'reject', status: 'prepared' });
    const see = async (reader: Viewer) => ({
      listed: (await decisionsOf(on.db, application.reference, reader)).map(({ reference }) => reference),
      shown: (await decisionView(on.db, on.vault, prepared.reference, reader))?.reasons ?? null,
    });
    const all = { listed: [prepared.reference], shown: 'The grounds, in invented words' };
    const none = { listed: [], shown: null };
    expect(await see(officer(x))).toEqual(all);
    expect(await see(viewerIn(on, 'decision_authority', { programme: x }))).toEqual(all);
    expect(await see(asAnna())).toEqual(none);
    expect(await see(officer(y))).toEqual(none);

    await on.registry.moveDecision.execute(
      { reference: prepared.reference, version: 1, command: 'sign', request: null },
      on.as(on.authority),
    );
    expect(await see(asAnna())).toEqual(none);
    await on.announce({ reference: prepared.reference, version: 2 });
    expect(await see(asAnna())).toEqual(all);
    expect(await see(asBram())).toEqual(none);
    expect(await see(viewerIn(on, 'auditor'))).toEqual(all);
    expect(await decisionView(on.db, on.vault, prepared.reference, asAnna())).toMatchObject({
      application: application.reference,
      kind: 'reject',
      granted: null,
      reasonCode: 'quality',
      announcedOn: today,
      project: null,
    });
  });

  it('that were discarded stay unseen, and a correction names what it corrects', async () => {
    const application = await apply(callX, anna);
    const discarded = await on.aDecision({ application, status: 'superseded' });
    const first = await on.aDecision({ application, status: 'announced' });
    const correction = await on.aDecision({ application, status: 'announced', corrects: first });
    const seen = await decisionsOf(on.db, application.reference, asAnna());
    expect(seen).toMatchObject([
      { reference: first.reference, status: 'superseded', supersededBy: correction.reference },
      { reference: correction.reference, status: 'announced', supersedes: first.reference },
    ]);
    expect((await decisionsOf(on.db, application.reference, officer(x))).map(({ reference }) => reference)).toContain(
      discarded.reference,
    );
  });
});

describe('projects', () => {
  let ofAnna: TestProject;
  let ofBram: TestProject;
  beforeAll(async () => {
    ofAnna = await on.aProject({ application: await apply(callX, anna) });
    ofBram = await on.aProject({ application: await apply(callY, bram) });
  });

  it('are seen by those who apply or lead, and by the staff of their programme', async () => {
    const sees = async (reader: Viewer) => {
      const listed = references(await listProjects(on.db, reader, {}, { limit: 200 }));
      const both = [ofAnna, ofBram].map(({ reference }) => listed.includes(reference));
      for (const [place, { reference }] of [ofAnna, ofBram].entries()) {
        expect((await projectView(on.db, reference, reader)) !== null).toBe(both[place]);
      }
      return both;
    };
    expect(await sees(viewerAs(on, anna))).toEqual([true, false]);
    expect(await sees(asBram())).toEqual([false, true]);
    expect(await sees(officer(x))).toEqual([true, false]);
    expect(await sees(officer(y))).toEqual([false, true]);
    expect(await sees(viewerIn(on, 'auditor'))).toEqual([true, true]);
    expect(await sees(viewerIn(on, 'committee_member'))).toEqual([false, false]);
  });

  describe('by number', () => {
    const numbered = async (number: string | null, fileNumber: string | null = null) => {
      const { reference } = await on.aProject({ application: await apply(callX, anna) });
      await on.registry.changeProject.execute({ reference, version: 1, number, fileNumber }, on.as(anOfficer()));
      return reference;
    };
    const found = async (number: string) =>
      references(await listProjects(on.db, viewerIn(on, 'auditor'), { number }, {}));

    it('are found whatever the spelling, by number and file number, whole or by their beginning', async () => {
      const one = await numbered('10430012010001', '50-53000-98-156');
      const two = await numbered('10430012010002');
      for (const spelling of [
        '10430012010001',
        'ZonMw-10430012010001',
        'ZONMW 1043001201 0001',
        '50-53000-98-156',
        '505300098156',
        '50-53000',
      ]) {
        expect(await found(spelling)).toEqual([one]);
      }
      expect(await found('1043001')).toEqual([one, two].toSorted());
      expect(await found('430012010001')).toEqual([]);
      await expect(found('---')).rejects.toThrow(InvalidInput);
      expect(await projectView(on.db, one, officer(x))).toMatchObject({
        number: '10430012010001',
        fileNumber: '50-53000-98-156',
        version: 2,
      });
    });

    it('are refused where it is no number, or another spelling of one that is taken', async () => {
      await numbered('2020-77');
      await expect(numbered('ZonMw 2020/77')).rejects.toMatchObject({ entity: 'project', field: 'number' });
      await expect(numbered('--', '//')).rejects.toMatchObject({
        errors: [{ pointer: '/number' }, { pointer: '/fileNumber' }],
      });
    });
  });

  it('are filtered by recipient, leader, status and the words of their title', async () => {
    const reader = viewerIn(on, 'auditor');
    const found = async (filters: Parameters<typeof listProjects>[2]) =>
      references(await listProjects(on.db, reader, filters, {}));
    const recipient = (await projectView(on.db, ofBram.reference, reader))?.recipient?.reference;
    expect(await found({ leader: bram.reference })).toEqual([ofBram.reference]);
    expect(await found({ recipient, programme: y.reference })).toEqual([ofBram.reference]);
    expect(await found({ recipient: 'ORG-999999' })).toEqual([]);
    expect(await found({ call: callY.reference, status: ['awaiting_start'] })).toEqual([ofBram.reference]);
    expect(await found({ call: callY.reference, status: ['completed'] })).toEqual([]);
    await on.registry.changeProject.execute(
      { reference: ofBram.reference, version: 1, title: 'Gemeenten samen sterker', number: '77-11223-44-556' },
      on.as(anOfficer()),
    );
    for (const q of ['gemeente', '77-11223-44-556', '7711223', ofBram.reference]) {
      expect([q, await found({ q })]).toEqual([q, [ofBram.reference]]);
    }
    expect(await found({ q: '771' })).toEqual([]);
  });
});

describe('the leader of a project', () => {
  let project: TestProject;
  let organisation: Named;
  beforeAll(async () => {
    project = await on.aProject({
      application: await apply(callX, anna, { content: { projectLeader: bram.reference } }),
    });
    organisation = await on.anOrganisation();
  });
  const appoint = (person: Named, changes: object = {}, of = project) =>
    on.registry.appointLeader.execute(
      {
        project: of.reference,
        person: person.reference,
        organisation: organisation.reference,
        validFrom: plus(today, { days: 1 }),
        request: null,
        ...changes,
      },
      on.as(anOfficer()),
    );
  const leadersOf = async ({ reference }: TestProject) =>
    (await projectView(on.db, reference, viewerIn(on, 'auditor')))?.leaders.map((each) => [
      each.person.reference,
      each.validFrom,
      each.validTo,
    ]);

  it('changes on a day, on which the access of the one ends and that of the other begins', async () => {
    const cas = await on.aPerson('Opvolger');
    await appoint(cas, { validFrom: plus(today, { days: 10 }) });
    expect(await leadersOf(project)).toEqual([
      [bram.reference, today, plus(today, { days: 10 })],
      [cas.reference, plus(today, { days: 10 }), null],
    ]);
    const sees = async (person: Named, days: number) => {
      const reader = { ...viewerAs(on, person), today: plus(today, { days }) };
      const seen = [
        (await projectView(on.db, project.reference, reader)) !== null,
        (await applicationView(on.db, project.application.reference, reader)) !== null,
        references(await listProjects(on.db, reader, {}, {})).includes(project.reference),
        references(await listApplications(on.db, reader, {}, {})).includes(project.application.reference),
        (await decisionsOf(on.db, project.application.reference, reader)).length > 0,
      ];
      expect(new Set(seen).size).toBe(1);
      return seen[0];
    };
    expect([await sees(bram, 0), await sees(bram, 9), await sees(bram, 10)]).toEqual([true, true, false]);
    expect([await sees(cas, 0), await sees(cas, 9), await sees(cas, 10)]).toEqual([false, false, true]);
    expect(await sees(anna, 10)).toBe(true);
  });

  it('is one of two who are appointed at once', async () => {
    const of = await on.aProject({ application: await apply(callX, anna) });
    const people = await Promise.all([1, 2, 3, 4].map(() => on.aPerson()));
    const appointed = await Promise.allSettled(people.map((person) => appoint(person, {}, of)));
    expect(appointed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const refused of appointed.filter(({ status }) => status === 'rejected')) {
      expect(refused).toMatchObject({
        reason: { rules: [expect.stringMatching(/^project_leader_(overlap|dates_in_order)$/)] },
      });
    }
    expect(await leadersOf(of)).toHaveLength(2);
  });

  it('can leave without a successor, once', async () => {
    const of = await on.aProject({ application: await apply(callX, anna) });
    const leave = () =>
      on.registry.dismissLeader.execute(
        { project: of.reference, person: anna.reference, validTo: plus(today, { days: 5 }), request: null },
        on.as(anOfficer()),
      );
    await leave();
    await expect(leave()).rejects.toMatchObject({ rules: ['not_leading'] });
    expect(await leadersOf(of)).toEqual([[anna.reference, today, plus(today, { days: 5 })]]);
    const history = await on.ownerSql(`select from project_leader_history where project_id = $1`, of.id);
    expect(history).toHaveLength(2);
  });

  it('is refused before the leadership that it follows, or with what is not there', async () => {
    const of = await on.aProject({ application: await apply(callX, anna) });
    await expect(appoint(bram, { validFrom: today }, of)).rejects.toMatchObject({
      rules: ['project_leader_dates_in_order'],
    });
    await expect(
      appoint({ id: newId(), reference: 'PER-999999' }, { organisation: 'ORG-999999' }, of),
    ).rejects.toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer: '/person' }),
        expect.objectContaining({ pointer: '/organisation' }),
      ]),
    });
    await expect(appoint(bram, { project: 'NO-PROJECT' })).rejects.toThrow(NotFound);
  });
});
