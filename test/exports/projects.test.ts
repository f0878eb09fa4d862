import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, setStep } from '@grants/persistence';
import { testRegistry, type TestProject, type TestRegistry } from '../support/registry.js';
import { Reporting, type Row } from './reporting.js';

describe('the report of projects', () => {
  let t: TestRegistry;
  let reporting: Reporting;
  beforeAll(async () => {
    t = await testRegistry();
    reporting = new Reporting(t);
  });
  afterAll(() => reporting.close());

  const rowOf = (project: { reference: string }, asOf?: string, knownAt?: string): Promise<Row | null> =>
    reporting.row('projects', { reference: project.reference }, { asOf, knownAt });

  /** An ordinary change of a record, booked as of a moment where one is given. */
  const change = (text: string, values: unknown[], occurred?: string) =>
    t.db.transaction(async (tx) => {
      await setStep(tx, { actor: t.officer, commands: {}, occurred });
      await tx.client.query(text, values);
    });

  describe('a project of 2020', () => {
    let project: TestProject;
    let recipient: string;
    const sealed = { beforeTheEnd: '' };

    beforeAll(async () => {
      await reporting.goTo('2019-10-01T09:00:00Z');
      const programme = await t.aProgramme();
      const line = { id: newId(), reference: `${programme.reference}-2B` };
      await t.stepSql(
        `insert into programme_line (id, programme_id, reference, code, title) values ($1, $2, $3, '2b', 'Wijkgericht werken')`,
        line.id,
        programme.id,
        line.reference,
      );
      const call = await t.aCall({ programme, programmeLine: line });
      const organisation = await t.anOrganisation('Invented Foundation');
      recipient = organisation.id;
      const content = {
        title: 'First title',
        organisation: organisation.reference,
        startsOn: '2021-01-01',
        durationMonths: 24,
      };
      const application = await t.anApplication({ call, content });
      await reporting.goTo('2020-04-20T23:30:00Z'); // 21 April in the Netherlands
      project = await t.aProject({ application });
      await reporting.goTo('2021-02-01T12:00:00Z');
      await t.registry.moveProject.execute(
        {
          reference: project.reference,
          version: project.version,
          command: 'confirm_start',
          startedOn: '2021-01-15',
          lateStartReason: 'The city was closed',
          request: null,
        },
        t.as(t.officer),
      );
      await change('update project set title = $2, number = $3 where id = $1', [project.id, 'Second title', '50-123']);
      await reporting.goTo('2022-06-01T12:00:00Z');
      await change('update organisation set name = $2 where id = $1', [recipient, 'Renamed Foundation']);
      const successor = await t.anOrganisation('Invented Successor');
      await change('update project_leader set valid_to = $2 where project_id = $1', [project.id, '2022-05-01']);
      const leader = await t.aPerson();
      await change(
        'insert into project_leader (id, project_id, person_id, organisation_id, valid_from) values ($1, $2, $3, $4, $5)',
        [newId(), project.id, leader.id, successor.id, '2022-05-01'],
      );
      sealed.beforeTheEnd = await reporting.seal();
      await reporting.goTo('2023-03-01T12:00:00Z');
      await t.registry.moveProject.execute(
        {
          reference: project.reference,
          version: project.version + 1,
          command: 'end',
          endedOn: '2023-01-14',
          occurred: '2023-01-14T22:00:00Z',
          reason: 'Booked when the officer was back',
          request: null,
        },
        t.as(t.officer),
      );
    });

    it('is there from the day of the announcement on', async () => {
      expect(await rowOf(project, '2020-04-20')).toBeNull();
      expect(await rowOf(project, '2020-04-21')).toMatchObject({
        honouredOn: '2020-04-21',
        status: 'awaiting_start',
        title: 'First title',
        number: null,
        line: '2b',
        lineTitle: 'Wijkgericht werken',
        recipientName: 'Invented Foundation',
        leaderOrganisationName: 'Invented Foundation',
        granted: '50000.00',
        startsOn: '2021-01-01',
        endsOn: '2022-12-31',
        startedOn: null,
        endedOn: null,
        provenance: 'procedure',
      });
    });

    it('has the status, the dates and the titles of each day', async () => {
      expect(await rowOf(project, '2021-01-31')).toMatchObject({
        status: 'awaiting_start',
        startedOn: null,
        title: 'First title',
      });
      expect(await rowOf(project, '2021-02-01')).toMatchObject({
        status: 'started',
        startedOn: '2021-01-15',
        title: 'Second title',
        number: '50-123',
      });
      expect(await rowOf(project, '2022-04-30')).toMatchObject({
        recipientName: 'Invented Foundation',
        leaderOrganisationName: 'Invented Foundation',
      });
      expect(await rowOf(project, '2022-06-01')).toMatchObject({
        recipientName: 'Renamed Foundation',
        leaderOrganisationName: 'Invented Successor',
      });
    });

    it('has a leader from the day that the appointment says, whenever it was booked', async () => {
      expect(await rowOf(project, '2022-05-01')).toMatchObject({ leaderOrganisationName: 'Invented Successor' });
    });

    it('knows of an end that was booked late only at a later seal', async () => {
      expect(await rowOf(project, '2022-06-01', sealed.beforeTheEnd)).toMatchObject({
        status: 'started',
        endedOn: null,
      });
      expect(await rowOf(project, '2023-01-13')).toMatchObject({ status: 'started', endedOn: null });
      expect(await rowOf(project, '2023-01-14')).toMatchObject({ status: 'ended', endedOn: '2023-01-14' });
    });

    it('gives one row a project, in the order of their references', async () => {
      await t.aProject();
      await t.aProject();
      const references = (await reporting.rows('projects')).map(({ reference }) => reference);

      expect(references).toEqual([...new Set(references)].toSorted((one, two) => (String(one) < String(two) ? -1 : 1)));
      expect(references).toHaveLength(3);
    });
  });

  it('tells where what it shows comes from, the least trustworthy first', async () => {
    const { reference, application } = await t.aProject();
    const { call } = application;
    const note = (
      kind: 'call' | 'project' | 'application',
      of: string,
      fields: Record<string, 'source' | 'unknown' | 'inferred'>,
    ) =>
      t.registry.noteProvenance.execute(
        { kind, reference: of, fields: Object.entries(fields).map(([field, origin]) => ({ field, origin })) },
        t.as(t.officer),
      );
    await note('project', reference, { granted: 'source' });
    expect(await rowOf({ reference })).toMatchObject({ provenance: 'source', provenanceFields: null });

    await note('application', application.reference, { title: 'unknown' });
    await note('call', call.reference, { title: 'inferred', ceiling: 'unknown', received: 'unknown' });

    expect(await rowOf({ reference })).toMatchObject({
      provenance: 'inferred',
      provenanceFields: 'application.title unknown; call.title inferred',
    });
    await note('call', call.reference, { title: 'source' });
    expect(await rowOf({ reference })).toMatchObject({
      provenance: 'unknown',
      provenanceFields: 'application.title unknown',
    });
  });
});
