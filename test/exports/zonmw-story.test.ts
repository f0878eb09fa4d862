import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectStatus } from '@grants/domain';
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

/** The rows of a report on a day, whole. Of where they come from in detail another test tells. */
async function rowsOn(report: string, asOf: string): Promise<Row[]> {
  const rows = await reports.rows(report, { asOf });
  return rows.map((row) => ({ ...row, provenanceFields: typeof row['provenanceFields'] }));
}

const ewj = {
  programme: 'ZONMW-EWJ',
  programmeTitle: 'Effectief werken in de jeugdsector',
  line: null,
  lineTitle: null,
};
const wwj = {
  programme: 'ZONMW-WWJ',
  programmeTitle: 'Wat werkt voor de jeugd',
  line: '2b',
  lineTitle: 'Versterken en verbeteren van wijkgericht werken',
};
/** What both reports say of each call. */
const calls = {
  'ZONMW-2012-EK': { ...ewj, callTitle: 'Eigen kracht van jeugdigen en ouders (verzonnen oproep)' },
  'ZONMW-2017-VIMP': { ...ewj, callTitle: 'Verspreidings- en Implementatie Impuls' },
  'ZONMW-2019-2B': { ...wwj, callTitle: 'Versterken en verbeteren van wijkgericht werken (verzonnen oproep)' },
  'ZONMW-2020-2B-VERBINDING': { ...wwj, callTitle: 'Verbindend project wijkgericht werken (verzonnen oproep)' },
} as const;
type CallName = keyof typeof calls;
const ofCall = (call: CallName) => ({
  funder: 'ZONMW',
  call,
  ...calls[call],
  currency: 'EUR',
  provenance: 'invented',
  provenanceFields: 'string',
});

describe('the story of the two pages', () => {
  it('is told once, and not again', async () => {
    expect(told).toBe(true);
    const events = await reports.on.appSql('select count(*) from registry_event');
    expect(await tellZonmw(reports.on.registry, reports.on.clock, 'urn:test')).toBe(false);
    expect(await reports.on.appSql('select count(*) from registry_event')).toEqual(events);
  });

  const organisations = {
    'ORG-000001': 'Verzonnen Universiteit',
    'ORG-000002': 'Verzonnen Hogeschool',
    'ORG-000003': 'Verzonnen Kennisinstituut Jeugd',
    'ORG-000004': 'Gemeente Verzonnen',
  } as const;
  const onOwnStrength = (which: string) => `Werkzaamheid van eigen-krachtmethodieken, onderzoek ${which} (verzonnen)`;
  const inTheNeighbourhood = (number: number) => `Wijkgericht werken, project ${number} (verzonnen titel)`;
  const connects = 'Verbindend project wijkgericht werken (verzonnen titel)';
  // prettier-ignore
  const projects = [
    // call, number, title, recipient, granted, honoured on, starts on, ends on
    ['ZONMW-2012-EK', 1, onOwnStrength('A'), 'ORG-000001', '300000.00', '2013-06-12', '2013-09-02', '2017-09-01'],
    ['ZONMW-2012-EK', 2, onOwnStrength('B'), 'ORG-000002', '350000.00', '2013-06-12', '2013-09-03', '2017-09-02'],
    ['ZONMW-2012-EK', 3, onOwnStrength('C'), 'ORG-000003', '400000.00', '2013-06-12', '2013-09-04', '2017-09-03'],
    ['ZONMW-2017-VIMP', 1, null, 'ORG-000004', '50000.00', '2017-11-22', '2018-01-08', '2019-01-07'],
    ['ZONMW-2017-VIMP', 2, null, 'ORG-000001', '48500.00', '2017-11-22', '2018-01-08', '2019-01-07'],
    ['ZONMW-2019-2B', 1, inTheNeighbourhood(1), 'ORG-000002', '350000.00', '2020-04-16', '2021-01-04', '2023-01-03'],
    ['ZONMW-2019-2B', 2, inTheNeighbourhood(2), 'ORG-000003', '360000.00', '2020-04-16', '2021-01-11', '2023-01-10'],
    ['ZONMW-2019-2B', 3, inTheNeighbourhood(3), 'ORG-000004', '370000.00', '2020-04-16', '2021-01-18', '2023-01-17'],
    ['ZONMW-2019-2B', 4, inTheNeighbourhood(4), 'ORG-000001', '380000.00', '2020-04-16', '2021-01-25', '2023-01-24'],
    ['ZONMW-2019-2B', 5, inTheNeighbourhood(5), 'ORG-000002', '390000.00', '2020-04-16', '2021-02-01', '2023-01-31'],
    ['ZONMW-2019-2B', 6, inTheNeighbourhood(6), 'ORG-000003', '400000.00', '2020-04-16', '2021-02-08', '2023-02-07'],
    ['ZONMW-2019-2B', 7, inTheNeighbourhood(7), 'ORG-000004', '410000.00', '2020-04-16', '2021-01-04', '2023-01-03'],
    ['ZONMW-2019-2B', 8, inTheNeighbourhood(8), 'ORG-000001', '420000.00', '2020-04-16', '2021-01-11', '2023-01-10'],
    ['ZONMW-2019-2B', 9, inTheNeighbourhood(9), 'ORG-000002', '430000.00', '2020-04-16', '2021-01-18', '2023-01-17'],
    ['ZONMW-2019-2B', 10, inTheNeighbourhood(10), 'ORG-000003', '440000.00', '2020-04-16', '2021-01-25', '2023-01-24'],
    ['ZONMW-2019-2B', 11, inTheNeighbourhood(11), 'ORG-000004', '450000.00', '2020-04-16', '2021-02-01', '2023-01-31'],
    ['ZONMW-2019-2B', 12, inTheNeighbourhood(12), 'ORG-000001', '460000.00', '2020-04-16', '2021-02-08', '2023-02-07'],
    ['ZONMW-2020-2B-VERBINDING', 1, connects, 'ORG-000002', '350000.00', '2020-09-16', '2021-02-01', '2023-01-31'],
  ] as const;
  it.each<[asOf: string, states: Partial<Record<CallName, ProjectStatus>>]>([
    ['2017-12-31', { 'ZONMW-2012-EK': 'ended', 'ZONMW-2017-VIMP': 'awaiting_start' }],
    ['2020-04-30', { 'ZONMW-2012-EK': 'completed', 'ZONMW-2017-VIMP': 'completed', 'ZONMW-2019-2B': 'awaiting_start' }],
    [
      '2020-12-31',
      {
        'ZONMW-2012-EK': 'completed',
        'ZONMW-2017-VIMP': 'completed',
        'ZONMW-2019-2B': 'awaiting_start',
        'ZONMW-2020-2B-VERBINDING': 'awaiting_start',
      },
    ],
    [
      '2021-06-30',
      {
        'ZONMW-2012-EK': 'completed',
        'ZONMW-2017-VIMP': 'completed',
        'ZONMW-2019-2B': 'started',
        'ZONMW-2020-2B-VERBINDING': 'started',
      },
    ],
    [
      '2023-12-31',
      {
        'ZONMW-2012-EK': 'completed',
        'ZONMW-2017-VIMP': 'completed',
        'ZONMW-2019-2B': 'ended',
        'ZONMW-2020-2B-VERBINDING': 'ended',
      },
    ],
  ])('has on %s the projects that it had, whole, the connecting one beside its members', async (asOf, states) => {
    const expected = projects.flatMap(([call, number, title, recipient, granted, honouredOn, startsOn, endsOn]) => {
      const status = states[call];
      if (status === undefined) return [];
      return {
        ...ofCall(call),
        reference: `${call}-${String(number).padStart(4, '0')}-P`,
        number: null,
        fileNumber: null,
        title,
        recipient,
        recipientName: organisations[recipient],
        leaderOrganisation: recipient,
        leaderOrganisationName: organisations[recipient],
        granted,
        honouredOn,
        startsOn,
        endsOn,
        startedOn: status === 'awaiting_start' ? null : startsOn,
        endedOn: status === 'ended' || status === 'completed' ? endsOn : null,
        status,
      };
    });
    expect(await rowsOn('projects', asOf)).toEqual(expected);
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
    withdrawn: null,
    decided: null,
    rejected: null,
    requested: null,
    shareOfDecided: null,
    honouredOfReceived: null,
    shareOfReceived: null,
    asFirstReported: null,
    correction: null,
    correctionEvents: null,
  };
  const cohort = (call: CallName, year: number, honoured: number, granted: string) => ({
    ...ofCall(call),
    ...notTold,
    year,
    honoured,
    asOfNow: honoured,
    granted,
  });
  const first = cohort('ZONMW-2012-EK', 2013, 3, '1050000.00');
  const vimp = cohort('ZONMW-2017-VIMP', 2017, 2, '98500.00');
  /** They came in the year before. */
  const undecided = cohort('ZONMW-2019-2B', 2019, 0, '0.00');
  const twelve = cohort('ZONMW-2019-2B', 2020, 12, '4860000.00');
  const connecting = cohort('ZONMW-2020-2B-VERBINDING', 2020, 1, '350000.00');
  it.each<[asOf: string, expected: Row[]]>([
    ['2017-12-31', [first, vimp]],
    ['2020-04-30', [first, vimp, undecided, twelve]],
    ['2020-12-31', [first, vimp, undecided, twelve, connecting]],
    ['2021-06-30', [first, vimp, undecided, twelve, connecting]],
    ['2023-12-31', [first, vimp, undecided, twelve, connecting]],
  ])('has on %s the honouring figures of each call and year, and no others', async (asOf, expected) => {
    expect(await rowsOn('honouring', asOf)).toEqual(expected);
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
