import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plus, roleFor, roles, type Principal } from '@grants/domain';
import { newId } from '@grants/persistence';
import {
  accessSubjectOf,
  applicationView,
  callView,
  decisionView,
  invitationView,
  legacyAwardView,
  listApplications,
  listCalls,
  listInvitations,
  listLegacyAwards,
  listProjects,
  listRealisations,
  projectView,
  type Page,
  type PageRequest,
  type SubjectKind,
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
import { viewerAs, viewerIn } from './viewers.js';

let on: TestRegistry;
let funders: (Named & { code: string })[];
let programmes: [Named, Named, Named];
let calls: TestCall[];
let people: Named[];
const accounts = [newId(), newId()];
let today: string;

/** References of records in all states that matter to access, by their kind. */
const known: Partial<Record<SubjectKind, string[]>> = {};

/** An award as an import leaves it, with its payments, past the bulk function. */
async function aLegacyAward(funder: Named, call: TestCall, name: string): Promise<string> {
  const organisation = await on.anOrganisation(name);
  const runs = await on.appSql<{ id: string; reference: string }>(
    `insert into import_run (id, kind, file_name, checksum, actor, summary) values ($1, 'ministry-subsidies', 'verzonnen.csv', $2, $3, '{}')
     returning id, reference`,
    newId(),
    name,
    newId(),
  );
  const id = newId();
  const reference = `${call.reference}-L-${name}`;
  await on.unguardedSql(
    `insert into legacy_award (id, funder_id, call_id, organisation_id, reference, scheme_text, recipient_text, status, event_hash, event_at, status_since)
     values ($1, $2, $3, $4, $5, 'Regeling', $6, 'imported', '\\x00', now(), now())`,
    id,
    funder.id,
    call.id,
    organisation.id,
    reference,
    name,
  );
  await on.unguardedSql(
    `insert into realisation (id, legacy_award_id, import_run_id, year, amount, amount_text, amount_exact, line, occurrence, identity, voided_xact, voided_epoch)
     select gen_random_uuid(), $1, $2, 2013 + n, 100.5 * n, 'tekst', 100.5 * n, n, 1, $3::bytea || n::text::bytea,
            case when n = 3 then pg_current_xact_id() end, case when n = 3 then 1 end
       from generate_series(1, 3) n`,
    id,
    runs[0]?.id,
    Buffer.from(name),
  );
  known.import_run = [...(known.import_run ?? []), runs[0]?.reference ?? ''];
  return reference;
}

beforeAll(async () => {
  on = await testRegistry();
  today = on.today();
  funders = [await on.aFunder(), await on.aFunder()];
  const [one, other] = funders;
  programmes = [await on.aProgramme(one), await on.aProgramme(one), await on.aProgramme(other)];
  people = [await on.aPerson(), await on.aPerson(), await on.aPerson()];
  calls = [];
  for (const programme of programmes) calls.push(await on.aCall({ programme }));
  const drafts = [await on.aCall({ programme: programmes[0], status: 'draft' })];
  known.call = [...calls, ...drafts].map(({ reference }) => reference);
  known.application = [];
  known.decision = [];
  known.project = [];
  for (const [place, call] of calls.entries()) {
    const content = {
      mainApplicant: people[place % 2]?.reference,
      administrativelyResponsible: people[(place + 1) % 2]?.reference,
      projectLeader: people[2]?.reference,
    };
    const applicant = { ...anApplicant(), id: accounts[place % 2] ?? '' };
    for (const status of ['draft', 'submitted', 'rejected'] as const) {
      const { reference } = await on.anApplication({ call, status, applicant, content });
      known.application.push(reference);
    }
    const prepared = await on.aDecision({
      application: await on.anApplication({ call, applicant, content }),
      status: 'prepared',
    });
    const project = await on.aProject({ application: await on.anApplication({ call, applicant, content }) });
    await on.registry.appointLeader.execute(
      {
        project: project.reference,
        person: people[0]?.reference ?? '',
        organisation: (await on.anOrganisation()).reference,
        validFrom: plus(today, { days: 1 }),
        request: null,
      },
      on.as(anOfficer()),
    );
    known.application.push(prepared.application.reference, project.application.reference);
    known.decision.push(prepared.reference, project.decision.reference);
    known.project.push(project.reference);
  }
  const invited = await on.aCall({ programme: programmes[1], accessMode: 'invitation' });
  known.invitation = [];
  for (const { reference: person } of people) {
    const input = { call: invited.reference, person, validUntil: plus(today, { days: 9 }), request: null };
    known.invitation.push((await on.registry.invite.execute(input, on.as(anOfficer()))).reference);
  }
  known.call.push(invited.reference);
  known.legacy_award = [];
  for (const [place, funder] of funders.entries()) {
    const call = calls[place * 2];
    if (call) known.legacy_award.push(await aLegacyAward(funder, call, `Ontvanger-${place}`));
  }
});
afterAll(() => on.close());

/** Anybody: with or without a person, and with roles for all, a funder or a programme, on or off today. */
const principals = (): fc.Arbitrary<Principal> => {
  const funderIds = [null, ...funders.map(({ id }) => id)];
  const programmeIds = [null, ...programmes.map(({ id }) => id)];
  return fc.record({
    accountId: fc.constantFrom(...accounts, newId()),
    personId: fc.option(fc.constantFrom(...people.map(({ id }) => id))),
    assignments: fc.array(
      fc.record({
        role: fc.constantFrom(...roles),
        funderId: fc.constantFrom(...funderIds),
        programmeId: fc.constantFrom(...programmeIds),
        validFrom: fc.constantFrom('2020-01-01', plus(today, { days: 1 })),
        validTo: fc.constantFrom(null, today, plus(today, { days: 1 })),
      }),
      { maxLength: 3 },
    ),
  });
};

describe('what a query shows', () => {
  type Show = (reference: string, viewer: Viewer) => Promise<unknown>;
  type List = (viewer: Viewer, page: PageRequest) => Promise<Page<{ reference: string }>>;
  const cases: [kind: SubjectKind, show: Show, list: List | null][] = [
    [
      'call',
      (reference, viewer) => callView(on.db, reference, viewer),
      (viewer, page) => listCalls(on.db, viewer, {}, page),
    ],
    [
      'application',
      (reference, viewer) => applicationView(on.db, reference, viewer),
      (viewer, page) => listApplications(on.db, viewer, {}, page),
    ],
    [
      'project',
      (reference, viewer) => projectView(on.db, reference, viewer),
      (viewer, page) => listProjects(on.db, viewer, {}, page),
    ],
    ['decision', (reference, viewer) => decisionView(on.db, on.vault, reference, viewer), null],
    [
      'invitation',
      (reference, viewer) => invitationView(on.db, reference, viewer),
      (viewer, page) => listInvitations(on.db, viewer, {}, page),
    ],
    [
      'legacy_award',
      (reference, viewer) => legacyAwardView(on.db, reference, viewer),
      (viewer, page) => listLegacyAwards(on.db, viewer, {}, page),
    ],
  ];

  it.each(cases)('is what the policy allows, to anybody: %s', async (kind, show, list) => {
    const references = known[kind] ?? [];
    expect(references.length).toBeGreaterThan(1);
    await fc.assert(
      fc.asyncProperty(principals(), async (principal) => {
        const viewer = { principal, today };
        const allowed = [];
        for (const reference of references) {
          const subject = await accessSubjectOf(on.db, kind, reference);
          if (!subject) throw new Error(`There is no ${kind} ${reference}`);
          const isAllowed = roleFor(principal, subject.seenBy, subject, today) !== null;
          expect((await show(reference, viewer)) !== null).toBe(isAllowed);
          if (isAllowed) allowed.push(reference);
        }
        if (!list) return;
        const listed = (await list(viewer, { limit: 200 })).items.map(({ reference }) => reference);
        expect(listed.filter((reference) => references.includes(reference)).toSorted()).toEqual(allowed.toSorted());
      }),
      { seed: 20_261_122, numRuns: 40 },
    );
  });
});

describe('a record as access looks at it', () => {
  it('is found by its reference, whatever its kind', async () => {
    const moment = on.as(anOfficer());
    const [programme] = programmes;
    const [funder] = funders;
    const line = await on.registry.addLine.execute(
      { programme: programme?.reference ?? '', code: '1', title: 'Lijn', request: null },
      moment,
    );
    const activity = await on.registry.recordActivity.execute(
      { programme: programme?.reference ?? '', code: 'A', kind: 'other', title: 'Iets', heldOn: today, request: null },
      moment,
    );
    const objective = await on.registry.addPolicyObjective.execute(
      { funder: funder?.code ?? '', code: 'DOEL', description: 'Iets', request: null },
      moment,
    );
    const [from = '', to = ''] = known.project ?? [];
    const relation = await on.registry.relateProjects.execute({ kind: 'phase_of', from, to, request: null }, moment);
    const account = await on.registry.createAccount.execute({ issuer: 'i', subject: 's', request: null }, moment);
    const place = { funderId: funder?.id, programmeId: programme?.id };
    const nowhere = { funderId: null, programmeId: null };
    const all: [SubjectKind, string, object][] = [
      ['funder', funder?.code ?? '', { funderId: funder?.id, programmeId: null, seenBy: 'funder.read' }],
      ['programme', programme?.reference ?? '', { ...place, id: programme?.id }],
      ['programme_line', line.reference, place],
      ['activity', activity.reference, { ...place, seenBy: 'activity.read' }],
      ['policy_objective', objective.reference, { funderId: funder?.id, programmeId: null }],
      ['organisation', (await on.anOrganisation()).reference, nowhere],
      ['person', people[0]?.reference ?? '', { ...nowhere, personIds: [people[0]?.id] }],
      ['account', account.id, { ...nowhere, id: account.id }],
      ['relation', relation.reference, place],
      ['import_run', known.import_run?.[0] ?? '', { ...nowhere, seenBy: 'import.read' }],
      ['call', known.call?.[0] ?? '', { ...place, seenBy: 'call.read' }],
      ['call', known.call?.[3] ?? '', { ...place, seenBy: 'call_draft.read' }],
      [
        'application',
        known.application?.[0] ?? '',
        { ...place, isPrivate: true, createdBy: accounts[0], personIds: [] },
      ],
      [
        'application',
        known.application?.[1] ?? '',
        { isPrivate: false, personIds: [people[0]?.id, people[1]?.id, people[2]?.id] },
      ],
      ['decision', known.decision?.[0] ?? '', { ...place, personIds: [], createdBy: null }],
      ['project', from, { ...place, createdBy: null, personIds: [people[0]?.id, people[1]?.id, people[2]?.id] }],
    ];
    for (const [kind, reference, expected] of all) {
      expect(await accessSubjectOf(on.db, kind, reference)).toMatchObject(expected);
      expect(await accessSubjectOf(on.db, kind, 'NO-SUCH')).toBeNull();
    }
  });
});

describe('legacy awards', () => {
  it('tell what was paid, what was voided apart', async () => {
    const [reference = ''] = known.legacy_award ?? [];
    const reporter = viewerIn(on, 'ministry_reporter', { ...(funders[0] && { funder: funders[0] }) });
    expect(await legacyAwardView(on.db, reference, reporter)).toMatchObject({
      funder: funders[0]?.code,
      scheme: 'Regeling',
      recipient: { name: 'Ontvanger-0' },
      paid: '301.50',
      payments: 2,
      firstYear: 2014,
      lastYear: 2015,
    });
    const { items } = await listLegacyAwards(on.db, reporter, { funder: funders[0]?.code, status: ['imported'] }, {});
    expect(items.map((each) => each.reference)).toEqual([reference]);
    expect((await listLegacyAwards(on.db, reporter, { funder: funders[1]?.code }, {})).items).toEqual([]);
  });

  it('show their payments one by one to those who may see them', async () => {
    const [legacyAward = ''] = known.legacy_award ?? [];
    const reader = viewerIn(on, 'auditor');
    const found = async (filters: object, viewer = reader) =>
      (await listRealisations(on.db, viewer, filters, { limit: 200 })).items.map(({ year, amount, isVoided }) => [
        year,
        amount,
        isVoided,
      ]);
    expect(await found({ legacyAward })).toEqual([
      [2014, '100.50', false],
      [2015, '201.00', false],
      [2016, '301.50', true],
    ]);
    expect(await found({ year: '2015' })).toHaveLength(2);
    expect(await found({ year: '2015', funder: funders[1]?.code })).toHaveLength(1);
    expect(await found({ importRun: known.import_run?.[1] })).toHaveLength(3);
    expect(
      await found({ legacyAward }, viewerIn(on, 'finance_officer', { ...(funders[1] && { funder: funders[1] }) })),
    ).toEqual([]);
    expect(await found({}, viewerAs(on, await on.aPerson()))).toEqual([]);
  });
});
