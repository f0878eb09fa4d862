import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Queryable, Statement } from '@grants/persistence';
import { applicationStatus, listApplications, listProjects, me, type Viewer } from '@grants/registry';
import { testRegistry, type Named, type TestRegistry } from '../support/registry.js';
import { viewer, viewerAs, viewerIn } from './viewers.js';

const CALLS = 200;
const APPLICATIONS = 40_000;

let on: TestRegistry;
let programme: Named;
let person: Named;
let recipient: Named;

/** As many calls, applications and projects as make a scan of a table too dear, past every guard. */
async function fill(): Promise<void> {
  const call = await on.aCall({ programme });
  const { application, reference } = await on.aProject({ application: await on.anApplication({ call }) });
  const columns = async (table: string, except: readonly string[]) =>
    (
      await on.ownerSql<{ name: string }>(
        `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
        table,
      )
    )
      .map(({ name }) => name)
      .filter((name) => !['id', 'reference', ...except].includes(name))
      .join(', ');
  const key = (kind: number, n: string) => `('00000000-0000-700${kind}-8000-' || lpad((${n})::text, 12, '0'))::uuid`;
  const callColumns = await columns('call', ['programme_id']);
  await on.unguardedSql(
    `insert into programme (id, funder_id, reference, title)
     select ${key(9, 'n')}, (select funder_id from call where id = $1), 'OTHER-' || n, 'Programme ' || n from generate_series(1, 40) n`,
    call.id,
  );
  await on.unguardedSql(
    `insert into call (id, reference, programme_id, ${callColumns}) select ${key(1, 'n')}, reference || '-' || n, ${key(9, 'n % 40 + 1')}, ${callColumns}
       from call, generate_series(1, ${CALLS}) n where id = $1`,
    call.id,
  );
  const people = ['main_applicant_id', 'administratively_responsible_id', 'project_leader_id', 'created_by'];
  const applicationColumns = await columns('application', ['call_id', 'received_at', ...people]);
  await on.unguardedSql(
    `insert into application (id, reference, call_id, received_at, ${people.join(', ')}, ${applicationColumns})
     select ${key(2, 'n')}, reference || '-' || n, ${key(1, `n % ${CALLS} + 1`)}, received_at - n * interval '1 minute',
            ${people.map((_, place) => key(4 + place, 'n % 5000')).join(', ')}, ${applicationColumns}
       from application, generate_series(1, ${APPLICATIONS}) n where id = $1`,
    application.id,
  );
  const projectColumns = await columns('project', [
    'application_id',
    'number',
    'number_key',
    'file_number',
    'file_number_key',
    'status',
    'title',
    'status_since',
  ]);
  await on.unguardedSql(
    `insert into project (id, reference, application_id, number, number_key, file_number, file_number_key, status, title, status_since, ${projectColumns})
     select ${key(3, 'n')}, reference || '-' || n, ${key(2, 'n')}, n::text, '104300120' || lpad(n::text, 5, '0'), n::text, '5053000' || lpad(n::text, 5, '0'),
            'terminated', 'Project ' || n || case when n % 5000 = 0 then ' zeldzaam' else '' end, status_since - n * interval '1 minute', ${projectColumns}
       from project, generate_series(1, ${APPLICATIONS / 4}) n where reference = $1`,
    reference,
  );
  await on.unguardedSql(
    `insert into project_leader (id, project_id, person_id, organisation_id, valid_from)
     select gen_random_uuid(), ${key(3, 'n')}, ${key(6, 'n % 5000')}, $1, '2020-01-01' from generate_series(1, ${APPLICATIONS / 4}) n`,
    recipient.id,
  );
  await on.unguardedSql(
    `insert into project_recipient (id, project_id, organisation_id, valid_from)
     select gen_random_uuid(), ${key(3, 'n')}, case when n % 2000 = 0 then $1::uuid else ${key(8, 'n % 500')} end, '2020-01-01'
       from generate_series(1, ${APPLICATIONS / 4}) n`,
    recipient.id,
  );
  await on.adminSql('vacuum analyze');
}

beforeAll(async () => {
  on = await testRegistry();
  programme = await on.aProgramme();
  person = await on.aPerson();
  recipient = await on.anOrganisation();
  await fill();
}, 60_000);
afterAll(() => on.close());

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Node[];
}
const nodes = (plan: Node): Node[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** The tables that reading goes through from end to end, and how many pages it touches at most in one statement. */
async function costOf(read: (on: Queryable) => Promise<unknown>): Promise<{ scanned: string[]; pages: number }> {
  const plans: Node[] = [];
  const explaining: Queryable = {
    query: async <Row>(statement: Statement): Promise<Row[]> => {
      const explained = {
        name: '',
        text: `explain (analyze, buffers, format json) ${statement.text}`,
        values: statement.values,
      };
      const [row] = await on.db.query<{ 'QUERY PLAN': { Plan: Node }[] }>(explained);
      plans.push(...(row?.['QUERY PLAN'] ?? []).map(({ Plan }) => Plan));
      return on.db.query<Row>(statement);
    },
  };
  await read(explaining);
  const large = ['application', 'project', 'project_leader', 'project_recipient'];
  const scanned = plans
    .flatMap(nodes)
    .filter((node) => node['Node Type'] === 'Seq Scan' && large.includes(node['Relation Name'] ?? ''))
    .map((node) => node['Relation Name'] ?? '');
  return { scanned, pages: Math.max(...plans.map((plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks'])) };
}

/** A table of so many rows has some thousands of pages; a list page of fifty stays far below. */
const cheap = { scanned: [], pages: expect.any(Number) };

describe(`with ${APPLICATIONS} applications, no list reads a table from end to end`, () => {
  const auditor = () => viewerIn(on, 'auditor');
  const officer = () => viewerIn(on, 'programme_officer', { programme });
  const applicant = () => {
    const id = '00000000-0000-7006-8000-000000000017';
    return viewer(on, { personId: id, accountId: '00000000-0000-7007-8000-000000000017' });
  };
  type Case = [what: string, read: (on: Queryable) => Promise<unknown>];
  const applications =
    (reader: () => Viewer, filters: object = {}, page: object = {}) =>
    (db: Queryable) =>
      listApplications(db, reader(), filters, page);
  const projects =
    (reader: () => Viewer, filters: object = {}, page: object = {}) =>
    (db: Queryable) =>
      listProjects(db, reader(), filters, page);

  it.each<Case>([
    ['all applications', applications(auditor)],
    ['the last ones received', applications(auditor, {}, { sort: '-receivedAt' })],
    ['those of one call', (db) => listApplications(db, auditor(), { call: 'NO-SUCH' }, {})],
    ['those of a programme', (db) => listApplications(db, auditor(), { programme: 'OTHER-7' }, {})],
    ['those of an officer’s programme', applications(officer)],
    ['those of an officer’s programme, by receipt', applications(officer, {}, { sort: '-receivedAt' })],
    ['an applicant’s own', applications(applicant)],
    ['those of nobody here', applications(() => viewerAs(on, person))],
    ['applications by a rare word', applications(auditor, { q: 'onvindbaar' })],
    ['all projects', projects(auditor)],
    ['the last projects to move', projects(auditor, {}, { sort: '-statusSince' })],
    ['the projects of an officer’s programme', projects(officer)],
    ['a leader’s own projects', projects(applicant)],
    ['projects by a rare word', projects(auditor, { q: 'zeldzaam' })],
    ['projects by number', projects(auditor, { number: '10430012010001' })],
    ['projects by the beginning of a file number', projects(auditor, { number: '50-53000-098-1' })],
    ['projects of a recipient', (db) => listProjects(db, auditor(), { recipient: recipient.reference }, {})],
    ['projects of a leader', (db) => listProjects(db, auditor(), { leader: person.reference }, {})],
  ])('%s', async (_what, read) => {
    const { scanned, pages } = await costOf(read);
    expect({ scanned, pages }).toEqual(cheap);
    expect(pages).toBeLessThan(2500);
  });

  it('where one application stands takes a handful of pages', async () => {
    const [{ reference } = { reference: '' }] = await on.appSql<{ reference: string }>(
      `select reference from application where id = '00000000-0000-7002-8000-000000005017'`,
    );
    const { scanned, pages } = await costOf((db) => applicationStatus(db, reference, auditor()).catch(() => null));
    expect(scanned).toEqual([]);
    expect(pages).toBeLessThan(60);
  });

  it('what waits for an officer goes by what still waits', async () => {
    const { id } = await on.registry.createAccount.execute(
      { issuer: 'https://id.example', subject: 'plans', request: null },
      on.as(on.officer),
    );
    const reader = viewerIn(on, 'programme_officer', { programme }, id);
    expect(await costOf((db) => me(db, reader))).toEqual(cheap);
  });
});
