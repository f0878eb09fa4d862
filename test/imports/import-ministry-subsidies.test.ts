import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lifecycles } from '@grants/domain';
import { newId } from '@grants/persistence';
import {
  callView,
  eventsOf,
  findImportRun,
  listCalls,
  listImportErrors,
  listImportRuns,
  provenanceOf,
} from '@grants/registry';
import { parse } from 'csv-parse/sync';
import { testRegistry } from '../support/registry.js';
import { csvFile, HEADER, Importer } from './importer.js';
import { sampleLines, sampleRows } from './sample.js';

const goodRows = sampleRows.filter(({ faults }) => !faults);
const sample = csvFile(sampleRows.map(({ cells }) => cells));

/** Exact amounts in hundred-thousandths, and in cents with halves away from zero: apart from what the import does. */
const parts = (text: string): bigint => {
  const [whole = '', decimals = ''] = text.trim().replace('-', '').split('.');
  return BigInt(`${text.includes('-') ? '-' : ''}${whole}${decimals.padEnd(5, '0')}`);
};
const inCents = (amount: bigint): bigint => (amount < 0n ? (amount - 500n) / 1000n : (amount + 500n) / 1000n);

function expectedTotals(file: string): Map<string, { rows: number; exact: bigint; cents: bigint }> {
  const totals = new Map<string, { rows: number; exact: bigint; cents: bigint }>();
  const rows = parse(file, { from_line: 2, relax_column_count: true });
  for (const [place, [ministry = '', , , , amount = '']] of rows.entries()) {
    if (sampleRows[place]?.faults) continue;
    const known = totals.get(ministry.trim()) ?? { rows: 0, exact: 0n, cents: 0n };
    const exact = parts(amount);
    totals.set(ministry.trim(), {
      rows: known.rows + 1,
      exact: known.exact + exact,
      cents: known.cents + inCents(exact),
    });
  }
  return totals;
}

describe('importing payments of ministries', () => {
  let importer: Importer;
  let result: Awaited<ReturnType<Importer['import']>>;
  beforeAll(async () => {
    importer = await Importer.make();
    result = await importer.import(sample);
  });
  afterAll(() => importer.close());

  it('brings in every good row, and names every fault of each bad one', async () => {
    const expected = sampleRows.flatMap(({ faults = {} }, place) =>
      Object.entries(faults).map(([column, reason]) => ({ line: sampleLines[place], column, reason })),
    );

    expect(result.faults.map(({ line, column, reason }) => ({ line, column, reason }))).toEqual(expected);
    expect(result.summary).toMatchObject({
      outcome: 'imported',
      rowsRead: sampleRows.length,
      good: goodRows.length,
      bad: sampleRows.length - goodRows.length,
      new: goodRows.length,
      alreadyKnown: 0,
      fundersNew: 2,
    });
    expect(await listImportErrors(importer.db, result.reference ?? '', { limit: 1000 })).toEqual(
      result.faults.map((fault) => ({ ...fault, number: expect.any(Number) })),
    );
  });

  it('adds up, exactly and in cents, to what the file adds up to by other means', async () => {
    const expected = expectedTotals(sample);
    const rows = await importer.sql<{ ministry: string; rows: number; exact: string; cents: string }>(
      `select funder.name as ministry, count(*)::integer as rows, (sum(amount_exact) * 100000)::numeric(40, 0)::text as exact,
              (sum(amount) * 100)::numeric(40, 0)::text as cents
         from realisation join legacy_award on legacy_award.id = legacy_award_id join funder on funder.id = legacy_award.funder_id
        group by funder.name`,
    );

    expect(
      new Map(
        rows.map(({ ministry, ...each }) => [
          ministry,
          { rows: each.rows, exact: BigInt(each.exact), cents: BigInt(each.cents) },
        ]),
      ),
    ).toEqual(expected);
    for (const { ministry, rows: count, exactTotal, roundedTotal, roundingDifference } of result.summary.ministries) {
      const told = expected.get(ministry);
      expect({ count, exact: parts(exactTotal), cents: parts(roundedTotal) / 1000n }).toEqual({
        count: told?.rows,
        exact: told?.exact,
        cents: told?.cents,
      });
      expect(parts(roundingDifference)).toBe(parts(roundedTotal) - parts(exactTotal));
    }
  });

  it('keeps what was written beside what was understood', async () => {
    const payments = await importer.sql(
      `select amount_text, amount_exact::text, amount::text, policy_article, line from realisation
        where amount_text in ('1000.005', '-1000.005', '0012.500', ' 250 ', '46303.8271') order by line`,
    );

    expect(payments).toEqual([
      { amount_text: '1000.005', amount_exact: '1000.005', amount: '1000.01', policy_article: '12', line: 7 },
      { amount_text: '-1000.005', amount_exact: '-1000.005', amount: '-1000.01', policy_article: '12', line: 8 },
      { amount_text: '46303.8271', amount_exact: '46303.8271', amount: '46303.83', policy_article: '12', line: 9 },
      { amount_text: '0012.500', amount_exact: '12.5', amount: '12.50', policy_article: '12', line: 11 },
      { amount_text: ' 250 ', amount_exact: '250', amount: '250.00', policy_article: '4.1', line: 19 },
    ]);
    expect(result.looksLikeThousands).toBe(0);
  });

  it('takes stray spaces for nothing in schemes, and merges no recipients', async () => {
    const awards = await importer.sql<{
      call: string;
      title: string;
      scheme: string;
      recipient: string;
      name: string;
      kind: string;
    }>(
      `select call.reference as call, call.title, scheme_text as scheme, recipient_text as recipient, organisation.name, organisation.kind
         from legacy_award join call on call.id = call_id join organisation on organisation.id = organisation_id
        where call.title = 'Regeling Spelen' order by recipient_text collate "C"`,
    );

    expect(awards.map(({ recipient, name }) => [recipient, name])).toEqual([
      ['Gemeente Nergenshuizen', 'Gemeente Nergenshuizen'],
      ['STICHTING VOORBEELD', 'STICHTING VOORBEELD'],
      ['Stichting\nVoorbeeld', 'Stichting\nVoorbeeld'],
      ['Stichting  Voorbeeld', 'Stichting  Voorbeeld'],
      ['Stichting Voorbeeld', 'Stichting Voorbeeld'],
      ['Stichting Voorbeeld ', 'Stichting Voorbeeld'],
      ['Voorbeeld, Stichting', 'Voorbeeld, Stichting'],
    ]);
    expect(new Set(awards.map(({ call, kind }) => `${call} ${kind}`))).toEqual(
      new Set(['VWS-REGELING-SPELEN unknown']),
    );
  });

  it('gives awards that are known to have come by import, and calls of which the rest is unknown', async () => {
    const [call] = await importer.sql(
      `select status, programme_id, ceiling, opens_at, closes_at from call where reference = 'VWS-REGELING-SPELEN'`,
    );
    const events = await importer.sql(
      `select distinct machine, machine_version, seq, command, from_status, to_status, role, actor from registry_event order by machine`,
    );
    const [provenance] = await importer.sql(
      `select field, origin, source, checksum, line, note from provenance join legacy_award on legacy_award.id = subject_id
        where reference = 'VWS-L000001'`,
    );
    const event = {
      machine_version: lifecycles.legacy_award.version,
      seq: 1,
      command: 'import',
      from_status: null,
      role: 'administrator',
      actor: importer.actor.id,
    };

    expect(call).toEqual({ status: 'archived', programme_id: null, ceiling: null, opens_at: null, closes_at: null });
    expect(events).toEqual([
      { ...event, machine: 'call', machine_version: lifecycles.call.version, to_status: 'archived' },
      { ...event, machine: 'legacy_award', to_status: 'imported' },
    ]);
    // It took effect before it was recorded, and yet nobody booked it late.
    for (const [machine, reference] of [
      ['call', 'VWS-REGELING-SPELEN'],
      ['legacy_award', 'VWS-L000001'],
    ] as const) {
      const { items } = await eventsOf(importer.db, machine, reference, {});
      expect(items).toMatchObject([{ command: 'import', isLate: false }]);
      expect(items[0]?.occurredAt).not.toBe(items[0]?.recordedAt);
    }
    expect(provenance).toEqual({
      field: '*',
      origin: 'source',
      source: 'sample.csv',
      checksum: result.checksum,
      line: expect.any(Number),
      note: 'granted and decidedOn are unknown',
    });
    expect(
      await importer.sql(
        `select 1 from application union all select 1 from project union all select 1 from call_ceiling`,
      ),
    ).toEqual([]);
  });

  it('shows of a call nothing that the file does not tell, not even what its columns begin with', async () => {
    const anywhere = { funderId: null, programmeId: null, validFrom: '2015-01-01', validTo: null };
    const assignments = [{ role: 'auditor', ...anywhere }] as const;
    const viewer = { principal: { accountId: newId(), personId: null, assignments }, today: '2026-06-30' };
    const call = await callView(importer.db, 'VWS-REGELING-SPELEN', viewer);
    const told = Object.entries(call ?? {}).filter(([, value]) => value !== null);
    const fields = ['reference', 'funder', 'title', 'status', 'statusSince', 'currency', 'version'];
    expect(told.map(([field]) => field).toSorted()).toEqual(fields.toSorted());

    const origins = await provenanceOf(importer.db, 'call', 'VWS-REGELING-SPELEN');
    const unknown = origins.flatMap(({ field, origin }) => (origin === 'unknown' ? [field] : []));
    // What is left of a ceiling that is unknown is no field that a source would tell.
    const empty = Object.entries(call ?? {}).flatMap(([field, value]) => (value === null ? [field] : []));
    expect(unknown.toSorted()).toEqual(
      [...empty.filter((field) => !['committed', 'left'].includes(field)), 'received'].toSorted(),
    );
    expect(origins.filter(({ origin }) => origin !== 'unknown')).toMatchObject([{ field: '*', origin: 'source' }]);

    const listed = await listCalls(importer.db, viewer, {}, {});
    expect(listed.items.map(({ reference, type, accessMode }) => [reference, type, accessMode])).toContainEqual([
      'VWS-REGELING-SPELEN',
      null,
      null,
    ]);
    expect((await listCalls(importer.db, viewer, { type: ['regular'] }, {})).items).toEqual([]);
    expect((await listCalls(importer.db, viewer, { accessMode: 'open' }, {})).items).toEqual([]);
  });

  it('says so too of calls that came in before each field did', async () => {
    const before = newId();
    await importer.sql(
      `insert into provenance (subject_kind, subject_id, field, origin, source, checksum, line, note)
       values ('call', $1, '*', 'source', 'before.csv', 'ab', 7, 'programme, ceiling, opensAt and closesAt are unknown')`,
      before,
    );
    await importer.sql(
      await readFile('prisma/migrations/20261126600000_unknown_of_imported_calls/migration.sql', 'utf8'),
    );
    const fieldsOf = (id: string) =>
      importer.sql(`select field, origin from provenance where subject_id = $1 and field <> '*' order by field`, id);
    const [now] = await importer.sql(`select id from call where reference = 'VWS-REGELING-SPELEN'`);
    expect(await fieldsOf(before)).toEqual(await fieldsOf(String(now?.['id'])));
  });

  it('does not make up the kind or the country of a recipient', async () => {
    expect(await importer.sql(`select distinct kind, country from organisation`)).toEqual([
      { kind: 'unknown', country: null },
    ]);
  });

  it('leaves a chain in which nothing is wrong', async () => {
    const { findings, checked } = await importer.verify();

    expect(findings).toEqual([]);
    expect(checked['registry_event']).toBeGreaterThan(10);
  });

  it('knows every payment of the same file again, whatever the order of its rows', async () => {
    const again = await importer.import(sample);
    const turned = await importer.import(csvFile(sampleRows.map(({ cells }) => cells).toReversed()));

    for (const { summary } of [again, turned]) {
      expect(summary).toMatchObject({
        new: 0,
        alreadyKnown: goodRows.length,
        awardsNew: 0,
        callsNew: 0,
        organisationsNew: 0,
      });
      expect(summary.exactTotal).toBe(result.summary.exactTotal);
    }
  });

  it('lists its runs, newest first, and finds one', async () => {
    const runs = await listImportRuns(importer.db, { limit: 2 });
    const rest = await listImportRuns(importer.db, { before: runs.at(-1)?.reference ?? '' });

    expect(runs.map(({ reference }) => reference)).toEqual(['IMP-000003', 'IMP-000002']);
    expect(rest.map(({ reference }) => reference)).toEqual(['IMP-000001']);
    expect(await findImportRun(importer.db, 'IMP-000001')).toMatchObject({
      fileName: 'sample.csv',
      summary: result.summary,
      voidedAt: null,
    });
    expect(await findImportRun(importer.db, 'IMP-999999')).toBeNull();
  });
});

describe('an import that is not to come in as it is', () => {
  let importer: Importer;
  beforeAll(async () => {
    importer = await Importer.make();
  });
  afterAll(() => importer.close());

  it('is tried without writing anything, and tells what would have come in', async () => {
    const before = await importer.rowCounts();
    const tried = await importer.import(sample, { dryRun: true, proposeMatches: true });

    expect(await importer.rowCounts()).toEqual(before);
    expect(tried).toMatchObject({
      reference: null,
      summary: { outcome: 'dry_run', new: goodRows.length, fundersNew: 2 },
    });
    expect(tried.faults.length).toBeGreaterThan(0);
    expect(tried.matches.map(({ first, second }) => [first.name, second.name])).toContainEqual([
      'STICHTING VOORBEELD',
      'Stichting Voorbeeld',
    ]);
    const { reference, ...same } = await importer.import(sample);
    expect(same.summary).toEqual({ ...tried.summary, outcome: 'imported' });
    await importer.void(reference);
  });

  it('brings in nothing where it is all or nothing and a row is bad, but keeps what was wrong', async () => {
    const before = await importer.rowCounts();
    const refused = await importer.import(sample, { allOrNothing: true });
    const after = await importer.rowCounts();
    const kept = await listImportErrors(importer.db, refused.reference ?? '', { limit: 1000 });

    expect(refused.summary).toMatchObject({ outcome: 'refused', new: 0, bad: sampleRows.length - goodRows.length });
    expect(kept).toHaveLength(refused.faults.length);
    expect(after).toEqual({
      ...before,
      'public.import_run': (before['public.import_run'] ?? 0) + 1,
      'public.import_error': (before['public.import_error'] ?? 0) + kept.length,
    });
  });

  it('comes in whole where it is all or nothing and every row is good', async () => {
    const file = csvFile(goodRows.map(({ cells }) => cells));
    const { summary, reference } = await importer.import(file, { allOrNothing: true });

    expect(summary).toMatchObject({ outcome: 'imported', new: goodRows.length, bad: 0 });
    await importer.void(reference);
  });

  it.each([
    ['another header', 'Ministerie,Regeling,Ontvanger,Beleid,Realisatie,Jaar\n'],
    ['semicolons', 'Overheid;Regeling;Ontvanger;Beleid;Realisatie;Jaar\n'],
    ['nothing at all', ''],
    ['UTF-16', Buffer.from(`\ufeff${HEADER}\n`, 'utf16le')],
  ])('is refused as a whole with %s', async (_, content) => {
    const before = await importer.rowCounts();

    await expect(importer.import(content)).rejects.toThrow('The input is not valid');
    expect(await importer.rowCounts()).toEqual(before);
  });

  it('is refused to everybody but an administrator', async () => {
    const actor = { ...importer.actor, role: 'programme_officer' } as const;

    await expect(importer.import(sample, { actor })).rejects.toMatchObject({ reason: 'wrong_role' });
  });

  it('leaves nothing when reading fails halfway', async () => {
    const before = await importer.rowCounts();
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from(sample);
      await Promise.resolve();
      throw new Error('the disk has gone');
    }

    await expect(importer.import(broken())).rejects.toThrow('the disk has gone');
    expect(await importer.rowCounts()).toEqual(before);
  });
});

describe('voiding an import', () => {
  let importer: Importer;
  beforeAll(async () => {
    importer = await Importer.make();
  });
  afterAll(() => importer.close());
  const rows = [
    ['Ministerie van Verbeelding', 'Regeling A', 'Stichting Een', '1', '100', '2015'],
    ['Ministerie van Verbeelding', 'Regeling A', 'Stichting Twee', '1', '200.125', '2015'],
  ];
  const standing = async () => {
    const [row] = await importer.sql<{ paid: string; imported: number; voided: number }>(
      `select (select coalesce(sum(amount), 0)::text from realisation where voided_xact is null) as paid,
              (select count(*)::integer from legacy_award where status = 'imported') as imported,
              (select count(*)::integer from legacy_award where status = 'voided') as voided`,
    );
    return row;
  };

  it('marks its payments, leaves an event on each award that they stood under, and deletes nothing', async () => {
    const first = await importer.import(csvFile(rows.slice(0, 1)));
    const second = await importer.import(
      csvFile([...rows, ['Ministerie van Verbeelding', 'Regeling A', 'Stichting Een', '1', '50', '2015']]),
    );
    const before = await importer.rowCounts();
    const voided = await importer.void(second.reference);

    expect(voided).toEqual({ reference: second.reference, realisationsVoided: 2, awardsVoided: 1 });
    expect(await standing()).toEqual({ paid: '100.00', imported: 1, voided: 1 });
    expect(await importer.rowCounts()).toMatchObject({
      'public.realisation': before['public.realisation'],
      'public.legacy_award': before['public.legacy_award'],
      'public.registry_event': (before['public.registry_event'] ?? 0) + 2,
    });
    // An award is void where no payment is left; one under which those of the first import stand is not.
    expect(
      await importer.sql(
        `select reference, command, from_status, to_status, seq, reason_id is not null as "hasReason"
           from registry_event join legacy_award on legacy_award.id = subject_id where command <> 'import' order by 1`,
      ),
    ).toEqual([
      {
        reference: 'VERBEELDING-L000001',
        command: 'void_payments',
        from_status: 'imported',
        to_status: 'imported',
        seq: 2,
        hasReason: true,
      },
      {
        reference: 'VERBEELDING-L000002',
        command: 'void',
        from_status: 'imported',
        to_status: 'voided',
        seq: 2,
        hasReason: true,
      },
    ]);
    expect(await findImportRun(importer.db, second.reference ?? '')).toMatchObject({ voidedAt: expect.any(String) });
    expect(first.summary.new).toBe(1);
  });

  it('lets the same file come in again, under awards of their own where the old ones are void', async () => {
    const again = await importer.import(
      csvFile([...rows, ['Ministerie van Verbeelding', 'Regeling A', 'Stichting Een', '1', '50', '2015']]),
    );

    expect(again.summary).toMatchObject({
      new: 2,
      alreadyKnown: 1,
      fundersNew: 0,
      callsNew: 0,
      organisationsNew: 0,
      awardsNew: 1,
    });
    expect(await standing()).toEqual({ paid: '350.13', imported: 2, voided: 1 });
    expect(await importer.sql(`select reference from legacy_award order by 1`)).toEqual([
      { reference: 'VERBEELDING-L000001' },
      { reference: 'VERBEELDING-L000002' },
      { reference: 'VERBEELDING-L000003' },
    ]);
  });

  it('is all that can become of its record: nothing of it is rewritten, taken back or removed', async () => {
    for (const change of [
      `update import_run set checksum = 'another'`,
      `update import_run set voided_at = null`,
      `update import_run set voided_at = now() where voided_at is null`,
      `delete from import_run`,
      `truncate import_run cascade`,
      `insert into import_run (id, kind, file_name, checksum, actor, summary, voided_at)
         select gen_random_uuid(), kind, file_name, checksum, actor, summary, now() from import_run`,
    ]) {
      await expect(importer.db.pool.query(change)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('is refused a second time, and for a run that is not there', async () => {
    await expect(importer.void('IMP-000002')).rejects.toMatchObject({ rules: ['import_void_already'] });
    await expect(importer.void('IMP-999999')).rejects.toThrow('There is no import IMP-999999');
  });

  it('leaves a chain in which nothing is wrong', async () => {
    expect((await importer.verify()).findings).toEqual([]);
  });
});

describe('the bulk function', () => {
  let importer: Importer;
  beforeAll(async () => {
    importer = await Importer.make();
  });
  afterAll(() => importer.close());
  const asService = async (...statements: string[]) => {
    const client = await importer.db.pool.connect();
    try {
      await client.query('begin');
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.query('rollback');
      client.release();
    }
  };
  const stageStep = `insert into staging.step (machine, machine_version, subject_id, seq, command, to_status, occurred_at, actor, role)
    select 'legacy_award', 1, gen_random_uuid(), 1, 'import', 'imported', registry_now(), gen_random_uuid(), 'administrator'`;

  it('takes no judgement from the service', async () => {
    await expect(asService(`insert into staging.judged (machine) values ('project')`)).rejects.toThrow(
      'permission denied',
    );
  });

  it('takes no step by a role that its command is not for', async () => {
    for (const role of ['programme_officer', 'system', 'applicant']) {
      await expect(asService(stageStep.replace('administrator', role), 'select bulk_load()')).rejects.toMatchObject({
        message: expect.stringContaining(`imported by ${role}`),
        constraint: 'wrong_state',
      });
    }
  });

  it('takes no step of a subject that is not staged, nor one that does not begin its life', async () => {
    await expect(asService(stageStep, 'select bulk_load()')).rejects.toThrow('has no staged subject');
    await expect(asService(stageStep.replace("1, 'import'", "2, 'import'"), 'select bulk_load()')).rejects.toThrow(
      'is not allowed',
    );
  });
});

describe('the bulk function by the owner', () => {
  it('honours no more than fits under the ceiling of a call', async () => {
    const registry = await testRegistry({ poolSize: 4 });
    const call = await registry.aCall({ ceiling: '100.00', maxAmount: '100.00' });
    const [organisation, person] = [await registry.anOrganisation(), await registry.aPerson()];
    const honour = async (amount: string): Promise<string> => {
      const client = await registry.owner.pool.connect();
      try {
        await client.query('begin');
        await client.query(
          `insert into staging.application (id, funder_id, call_id, reference, title, requested, starts_on, duration_months, organisation_id,
             main_applicant_id, project_leader_id, leader_organisation_id, received_at, created_by)
           select '00000000-0000-7000-8000-00000000000a', funder_id, id, 'BULK', 'Raw', $2, '2030-01-01', 12, $3, $4, $4, $3,
                  registry_now(), gen_random_uuid() from call where id = $1`,
          [call.id, amount, organisation.id, person.id],
        );
        await client.query(
          `insert into staging.decision (id, funder_id, application_id, reference, number, kind, granted, activities, provisions_version,
             prepared_by, signed_by, signed_on, announced_on)
           select '00000000-0000-7000-8000-00000000000d', funder_id, id, 'BULK-D1', 1, 'honour', requested, 'All', '2022',
                  gen_random_uuid(), gen_random_uuid(), current_date, current_date from staging.application`,
        );
        await client.query(
          `insert into staging.step (machine, machine_version, subject_id, seq, command, to_status, occurred_at, actor, role, decision_id)
           select machine, 1, id, seq, command, state, registry_now() - make_interval(mins => 10 - seq), gen_random_uuid(), role, decision_id
             from (values ('application', 1, 'create', 'draft', 'applicant'), ('application', 2, 'submit', 'submitted', 'applicant'),
                          ('application', 3, 'honour', 'honoured', 'programme_officer'), ('decision', 1, 'prepare', 'prepared', 'programme_officer'),
                          ('decision', 2, 'sign', 'signed', 'decision_authority'), ('decision', 3, 'announce', 'announced', 'programme_officer')
                  ) step (machine, seq, command, state, role),
                  lateral (select case machine when 'application' then '00000000-0000-7000-8000-00000000000a'::uuid
                                               else '00000000-0000-7000-8000-00000000000d' end as id,
                                  case when seq = 3 then '00000000-0000-7000-8000-00000000000d'::uuid end as decision_id) named`,
        );
        await client.query('select bulk_load()');
        return 'done';
      } catch (error) {
        return (error as { constraint?: string }).constraint ?? String(error);
      } finally {
        await client.query('rollback');
        client.release();
      }
    };
    const answers = [await honour('100.00'), await honour('100.01')];
    await registry.close();

    expect(answers).toEqual(['done', 'ceiling_exceeded']);
  });
});

describe('an import beside the service', () => {
  it('lets steps go on, and lets no other import in', async () => {
    const registry = await testRegistry({ poolSize: 4 });
    const importer = await Importer.make(registry.database);
    let goOn: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (goOn = resolve));
    async function* slow(): AsyncGenerator<Buffer> {
      yield Buffer.from(`${HEADER}\n${'Ministerie van Geduld,Regeling,Ontvanger,1,1,2015\n'.repeat(5000)}`);
      await waiting;
    }
    const underWay = importer.import(slow());
    await setTimeout(100);
    await expect(importer.import(sample)).rejects.toMatchObject({ rules: ['bulk_work_in_progress'] });
    const status = await registry.statusOf(await registry.anApplication());
    goOn();

    expect(status).toBe('submitted');
    expect((await underWay).summary.new).toBe(5000);
    await importer.close();
    await registry.close();
  });
});
