import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  activityView,
  applicationView,
  callView,
  decisionView,
  projectView,
  provenanceOf,
  tellZonmw,
  type Viewer,
} from '@grants/registry';
import { viewerIn } from '../records/viewers.js';
import { TestRegistry } from '../support/registry.js';
import { testDatabase } from '../support/test-database.js';
import { Reporting, type Row } from './reporting.js';

let reports: Reporting;
let told: boolean;

beforeAll(async () => {
  reports = new Reporting(new TestRegistry(await testDatabase(), 10));
  told = await tellZonmw(reports.on.registry, reports.on.clock, 'urn:test');
  await reports.seal();
}, 60_000);
afterAll(() => reports.close());

/** How many projects are in each state on a day, by call. */
async function projectsOn(asOf: string): Promise<Record<string, Record<string, number>>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { call, status } of await reports.rows('projects', { asOf })) {
    const ofCall = (counts[String(call)] ??= {});
    ofCall[String(status)] = (ofCall[String(status)] ?? 0) + 1;
  }
  return counts;
}

/** The figures of the honouring report on a day that tell the story, by call and year. */
async function honouringOn(asOf: string): Promise<Record<string, Partial<Row>>> {
  const rows = await reports.rows('honouring', { asOf });
  return Object.fromEntries(
    rows.map(
      ({
        call,
        year,
        received,
        decided,
        honoured,
        rejected,
        requested,
        granted,
        shareOfReceived,
        withdrawn,
        shareOfDecided,
        honouredOfReceived,
        asFirstReported,
        asOfNow,
        correction,
      }) => [
        `${String(call)} ${String(year)}`,
        {
          received,
          decided,
          honoured,
          rejected,
          requested,
          granted,
          shareOfReceived,
          withdrawn,
          shareOfDecided,
          honouredOfReceived,
          asFirstReported,
          asOfNow,
          correction,
        },
      ],
    ),
  );
}

describe('the story of the two pages', () => {
  it('is told once, and not again', async () => {
    expect(told).toBe(true);
    const events = await reports.on.appSql('select count(*) from registry_event');
    expect(await tellZonmw(reports.on.registry, reports.on.clock, 'urn:test')).toBe(false);
    expect(await reports.on.appSql('select count(*) from registry_event')).toEqual(events);
  });

  it.each<[asOf: string, projects: Record<string, Record<string, number>>]>([
    ['2017-12-31', { 'ZONMW-2012-EK': { ended: 3 }, 'ZONMW-2017-VIMP': { awaiting_start: 2 } }],
    [
      '2020-04-30',
      {
        'ZONMW-2012-EK': { completed: 3 },
        'ZONMW-2017-VIMP': { completed: 2 },
        'ZONMW-2019-2B': { awaiting_start: 12 },
      },
    ],
    [
      '2020-12-31',
      {
        'ZONMW-2012-EK': { completed: 3 },
        'ZONMW-2017-VIMP': { completed: 2 },
        'ZONMW-2019-2B': { awaiting_start: 12 },
        'ZONMW-2020-2B-VERBINDING': { awaiting_start: 1 },
      },
    ],
    [
      '2021-06-30',
      {
        'ZONMW-2012-EK': { completed: 3 },
        'ZONMW-2017-VIMP': { completed: 2 },
        'ZONMW-2019-2B': { started: 12 },
        'ZONMW-2020-2B-VERBINDING': { started: 1 },
      },
    ],
    [
      '2023-12-31',
      {
        'ZONMW-2012-EK': { completed: 3 },
        'ZONMW-2017-VIMP': { completed: 2 },
        'ZONMW-2019-2B': { ended: 12 },
        'ZONMW-2020-2B-VERBINDING': { ended: 1 },
      },
    ],
  ])('has on %s the projects that it had, the connecting one beside its members', async (asOf, expected) => {
    expect(await projectsOn(asOf)).toEqual(expected);
  });

  // prettier-ignore
  const atTheEndOf2023 = [
    // reference, recipient, organisation of the leader, line, granted, to start, started, to end, ended, status
    ['ZONMW-2012-EK-0001-P', 'Verzonnen Universiteit', 'Verzonnen Universiteit', null, '300000.00', '2013-09-02', '2013-09-02', '2017-09-01', '2017-09-01', 'completed'],
    ['ZONMW-2012-EK-0002-P', 'Verzonnen Hogeschool', 'Verzonnen Hogeschool', null, '350000.00', '2013-09-03', '2013-09-03', '2017-09-02', '2017-09-02', 'completed'],
    ['ZONMW-2012-EK-0003-P', 'Verzonnen Kennisinstituut Jeugd', 'Verzonnen Kennisinstituut Jeugd', null, '400000.00', '2013-09-04', '2013-09-04', '2017-09-03', '2017-09-03', 'completed'],
    ['ZONMW-2017-VIMP-0001-P', 'Gemeente Verzonnen', 'Gemeente Verzonnen', null, '50000.00', '2018-01-08', '2018-01-08', '2019-01-07', '2019-01-07', 'completed'],
    ['ZONMW-2017-VIMP-0002-P', 'Verzonnen Universiteit', 'Verzonnen Universiteit', null, '48500.00', '2018-01-08', '2018-01-08', '2019-01-07', '2019-01-07', 'completed'],
    ['ZONMW-2019-2B-0001-P', 'Verzonnen Hogeschool', 'Verzonnen Hogeschool', '2b', '350000.00', '2021-01-04', '2021-01-04', '2023-01-03', '2023-01-03', 'ended'],
    ['ZONMW-2019-2B-0002-P', 'Verzonnen Kennisinstituut Jeugd', 'Verzonnen Kennisinstituut Jeugd', '2b', '360000.00', '2021-01-11', '2021-01-11', '2023-01-10', '2023-01-10', 'ended'],
    ['ZONMW-2019-2B-0003-P', 'Gemeente Verzonnen', 'Gemeente Verzonnen', '2b', '370000.00', '2021-01-18', '2021-01-18', '2023-01-17', '2023-01-17', 'ended'],
    ['ZONMW-2019-2B-0004-P', 'Verzonnen Universiteit', 'Verzonnen Universiteit', '2b', '380000.00', '2021-01-25', '2021-01-25', '2023-01-24', '2023-01-24', 'ended'],
    ['ZONMW-2019-2B-0005-P', 'Verzonnen Hogeschool', 'Verzonnen Hogeschool', '2b', '390000.00', '2021-02-01', '2021-02-01', '2023-01-31', '2023-01-31', 'ended'],
    ['ZONMW-2019-2B-0006-P', 'Verzonnen Kennisinstituut Jeugd', 'Verzonnen Kennisinstituut Jeugd', '2b', '400000.00', '2021-02-08', '2021-02-08', '2023-02-07', '2023-02-07', 'ended'],
    ['ZONMW-2019-2B-0007-P', 'Gemeente Verzonnen', 'Gemeente Verzonnen', '2b', '410000.00', '2021-01-04', '2021-01-04', '2023-01-03', '2023-01-03', 'ended'],
    ['ZONMW-2019-2B-0008-P', 'Verzonnen Universiteit', 'Verzonnen Universiteit', '2b', '420000.00', '2021-01-11', '2021-01-11', '2023-01-10', '2023-01-10', 'ended'],
    ['ZONMW-2019-2B-0009-P', 'Verzonnen Hogeschool', 'Verzonnen Hogeschool', '2b', '430000.00', '2021-01-18', '2021-01-18', '2023-01-17', '2023-01-17', 'ended'],
    ['ZONMW-2019-2B-0010-P', 'Verzonnen Kennisinstituut Jeugd', 'Verzonnen Kennisinstituut Jeugd', '2b', '440000.00', '2021-01-25', '2021-01-25', '2023-01-24', '2023-01-24', 'ended'],
    ['ZONMW-2019-2B-0011-P', 'Gemeente Verzonnen', 'Gemeente Verzonnen', '2b', '450000.00', '2021-02-01', '2021-02-01', '2023-01-31', '2023-01-31', 'ended'],
    ['ZONMW-2019-2B-0012-P', 'Verzonnen Universiteit', 'Verzonnen Universiteit', '2b', '460000.00', '2021-02-08', '2021-02-08', '2023-02-07', '2023-02-07', 'ended'],
    ['ZONMW-2020-2B-VERBINDING-0001-P', 'Verzonnen Hogeschool', 'Verzonnen Hogeschool', '2b', '350000.00', '2021-02-01', '2021-02-01', '2023-01-31', '2023-01-31', 'ended'],
  ];
  it('has at the end of 2023 every project with all that is told of it', async () => {
    const rows = await reports.rows('projects', { asOf: '2023-12-31' });
    expect(
      rows.map((row) => [
        row['reference'],
        row['recipientName'],
        row['leaderOrganisationName'],
        row['line'],
        row['granted'],
        row['startsOn'],
        row['startedOn'],
        row['endsOn'],
        row['endedOn'],
        row['status'],
      ]),
    ).toEqual(atTheEndOf2023);
    for (const row of rows) expect(row['leaderOrganisation']).toBe(row['recipient']);
  });

  it('gives the VIMPs their amounts and dates, no title, and says what it was told and what it was not', async () => {
    const vimps = await reports.rows('projects', { asOf: '2018-01-31' });
    expect(vimps.filter(({ call }) => call === 'ZONMW-2017-VIMP')).toMatchObject([
      {
        reference: 'ZONMW-2017-VIMP-0001-P',
        title: null,
        granted: '50000.00',
        honouredOn: '2017-11-22',
        startedOn: '2018-01-08',
        status: 'started',
      },
      {
        reference: 'ZONMW-2017-VIMP-0002-P',
        title: null,
        granted: '48500.00',
        honouredOn: '2017-11-22',
        startedOn: '2018-01-08',
        status: 'started',
      },
    ]);
    for (const { provenance, provenanceFields } of vimps) {
      expect(provenance).not.toBeNull();
      expect(String(provenanceFields)).toContain('title');
    }
  });

  it('says of every figure and day where it comes from, and calls unknown what is empty, and nothing else', async () => {
    const { on } = reports;
    const views = {
      call: callView,
      application: applicationView,
      decision: (db: typeof on.db, reference: string, viewer: Viewer) => decisionView(db, on.vault, reference, viewer),
      project: projectView,
    };
    const expected = {
      call: [],
      application: ['requested', 'startsOn', 'durationMonths'],
      decision: ['granted', 'startsOn', 'endsOn', 'signedOn', 'announcedOn'],
      project: ['granted', 'startsOn', 'endsOn', 'startedOn', 'endedOn'],
    };
    const notes: Record<string, string> = {};
    for (const kind of ['call', 'application', 'decision', 'project'] as const) {
      for (const { reference } of await on.appSql<{ reference: string }>(`select reference from ${kind}`)) {
        const viewer = viewerIn(on, 'programme_officer');
        const view: Record<string, unknown> = { ...(await views[kind](on.db, reference, viewer)) };
        const origins = await provenanceOf(on.db, kind, reference);
        expect(origins.map(({ field }) => field)).toEqual(expect.arrayContaining(expected[kind]));
        for (const { field, origin } of origins) {
          notes[`${reference} ${field}`] = origin;
          if (field in view)
            expect([reference, field, origin === 'unknown']).toEqual([reference, field, view[field] === null]);
        }
      }
    }
    expect(notes).toMatchObject({
      'ZONMW-2020-2B-VERBINDING-0001-P honouredOn': 'invented',
      'ZONMW-2020-2B-VERBINDING-0001-D1 announcedOn': 'invented',
      'ZONMW-2017-VIMP-0001-D1 granted': 'invented',
      'ZONMW-2017-VIMP-0001 title': 'unknown',
      'ZONMW-2017-VIMP-0001-P number': 'unknown',
      'ZONMW-2019-2B-0001-P fileNumber': 'unknown',
      'ZONMW-2019-2B-0001 durationMonths': 'source',
    });
  });

  it('says of organisations, people, programmes, lines, objectives and funders too where they come from', async () => {
    const { on } = reports;
    const rows = await on.appSql<{ of: string; notes: string[] }>(
      `select said.subject_kind || coalesce(' ' || programme.reference, '') as of, array_agg(distinct field || ' ' || origin) as notes
         from provenance said left join programme on programme.id = said.subject_id
        where subject_kind not in ('call', 'application', 'decision', 'project', 'activity', 'story') group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { of: 'funder', notes: ['code invented', 'kind inferred', 'name source'] },
      { of: 'organisation', notes: ['* invented'] },
      { of: 'person', notes: ['* invented'] },
      { of: 'policy_objective', notes: ['code invented', 'description source'] },
      {
        of: 'programme ZONMW-EWJ',
        notes: ['code invented', 'policyObjectives source', 'targetGroups inferred', 'title source'],
      },
      { of: 'programme ZONMW-WWJ', notes: ['code invented', 'lines inferred', 'title inferred'] },
      { of: 'programme_line', notes: ['code source', 'programme inferred', 'title source'] },
    ]);
    const silent = (kind: string) =>
      on.appSql(`select id from ${kind} where not exists (select from provenance where subject_id = ${kind}.id)`);
    expect(await silent('programme_line')).toEqual([]);
    expect(await silent('organisation')).toEqual([]);
    // The people of the demo's accounts are not of the story.
    expect(
      await on.appSql(`select from person where family_name ~ '^Verzonnen-[0-9]+$' and not exists (
      select from provenance where subject_id = person.id)`),
    ).toEqual([]);
  });

  // Amounts of the story: three of 300, 350 and 400 thousand; 50,000 and 48,500; twelve of 350 to 460 thousand in steps
  // of ten (4,860,000 in all); one of 350,000. The pages do not tell how many applications were received, so nobody
  // knows how many were decided on or rejected either. Before the story was told nothing was known, so that nothing
  // was first reported.
  const notTold = {
    received: null,
    decided: null,
    rejected: null,
    requested: null,
    shareOfReceived: null,
    withdrawn: null,
    shareOfDecided: null,
    honouredOfReceived: null,
    asFirstReported: null,
    correction: null,
  };
  const first = { ...notTold, honoured: 3, asOfNow: 3, granted: '1050000.00' };
  const vimp = { ...notTold, honoured: 2, asOfNow: 2, granted: '98500.00' };
  /** They came in the year before. */
  const undecided = { ...notTold, honoured: 0, asOfNow: 0, granted: '0.00' };
  const twelve = { ...notTold, honoured: 12, asOfNow: 12, granted: '4860000.00' };
  const connecting = { ...notTold, honoured: 1, asOfNow: 1, granted: '350000.00' };
  it.each<[asOf: string, expected: Record<string, object>]>([
    ['2017-12-31', { 'ZONMW-2012-EK 2013': first, 'ZONMW-2017-VIMP 2017': vimp }],
    [
      '2020-04-30',
      {
        'ZONMW-2012-EK 2013': first,
        'ZONMW-2017-VIMP 2017': vimp,
        'ZONMW-2019-2B 2019': undecided,
        'ZONMW-2019-2B 2020': twelve,
      },
    ],
    [
      '2020-12-31',
      {
        'ZONMW-2012-EK 2013': first,
        'ZONMW-2017-VIMP 2017': vimp,
        'ZONMW-2019-2B 2019': undecided,
        'ZONMW-2019-2B 2020': twelve,
        'ZONMW-2020-2B-VERBINDING 2020': connecting,
      },
    ],
    [
      '2021-06-30',
      {
        'ZONMW-2012-EK 2013': first,
        'ZONMW-2017-VIMP 2017': vimp,
        'ZONMW-2019-2B 2019': undecided,
        'ZONMW-2019-2B 2020': twelve,
        'ZONMW-2020-2B-VERBINDING 2020': connecting,
      },
    ],
    [
      '2023-12-31',
      {
        'ZONMW-2012-EK 2013': first,
        'ZONMW-2017-VIMP 2017': vimp,
        'ZONMW-2019-2B 2019': undecided,
        'ZONMW-2019-2B 2020': twelve,
        'ZONMW-2020-2B-VERBINDING 2020': connecting,
      },
    ],
  ])('has on %s the honouring figures of each call and year', async (asOf, expected) => {
    const figures = await honouringOn(asOf);
    expect(figures).toMatchObject(expected);
    expect(Object.keys(figures).toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it('tells which projects took part in the meeting, and that the two VIMP applications came of it', async () => {
    expect(
      await activityView(reports.on.db, 'ZONMW-EWJ-IB-2017', viewerIn(reports.on, 'programme_officer')),
    ).toMatchObject({
      heldOn: '2017-09-07',
      projects: ['ZONMW-2012-EK-0001-P', 'ZONMW-2012-EK-0002-P', 'ZONMW-2012-EK-0003-P'],
      applications: ['ZONMW-2017-VIMP-0001', 'ZONMW-2017-VIMP-0002'],
    });
  });

  it('relates the VIMPs to their parents, and the connecting project to its twelve members', async () => {
    const relations = await reports.on.appSql(
      `select kind, origin.reference as from, count(*)::integer as members from project_relation
         join project origin on origin.id = from_project_id group by 1, 2 order by 2`,
    );
    expect(relations).toEqual([
      { kind: 'vimp_of', from: 'ZONMW-2017-VIMP-0001-P', members: 3 },
      { kind: 'vimp_of', from: 'ZONMW-2017-VIMP-0002-P', members: 3 },
      { kind: 'umbrella_of', from: 'ZONMW-2020-2B-VERBINDING-0001-P', members: 12 },
    ]);
  });
});
