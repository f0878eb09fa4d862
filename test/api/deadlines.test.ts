import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  applicationTerms,
  deadlineAfter,
  decisionTerm,
  defaultTermParameters,
  plus,
  type CaseTerm,
} from '@grants/domain';
import { deadlinesOf, openDeadlines } from '@grants/registry';
import { deadlinesValue, keepDeadlines } from '../../libs/registry/src/shared/deadlines-sql.js';
import { testApi, type TestApi } from '../support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

/** Stores the terms of an application as the use cases do, with the rights of the service. */
const store = (applicationId: string, terms: readonly CaseTerm[]) =>
  api.stepSql(keepDeadlines(1, '$2::uuid', 'application'), deadlinesValue(terms), applicationId);

describe('GET …/deadlines', () => {
  it('gives with each term the steps from which its end follows', async () => {
    const { reference } = await api.anApplication();
    const { status, body } = await api.get(`/v1/applications/${reference}/deadlines`);

    const counted = plus(api.today(), { weeks: 8 });
    const { endsOn } = deadlineAfter(api.today(), decisionTerm(null));
    expect(status).toBe(200);
    expect(body.items.find(({ kind }) => kind === 'decision_on_application')).toMatchObject({
      endsOn,
      suspendedSince: null,
      ground: expect.stringContaining(`P8W after ${api.today()}`),
      steps: expect.arrayContaining([
        {
          step: 'counted',
          inWords: `P8W after ${api.today()}`,
          basis: 'Awb 4:13(2)',
          until: counted,
          after: api.today(),
          length: 'P8W',
        },
      ]),
    });
  });

  it('tells what suspended, extended and moved it, and since when it stands still', async () => {
    const { id, reference } = await api.anApplication();
    const received = api.today();
    const day = (days: number) => plus(received, { days });
    const history = [
      { fact: 'received', on: received },
      { fact: 'repair_requested', on: day(2), until: null },
      { fact: 'repaired', on: day(8) },
      { fact: 'another_term_named', on: day(20), until: day(100) },
      { fact: 'another_term_named', on: day(21), until: day(120) },
      { fact: 'suspended', on: day(30), ground: 'force_majeure', through: null },
    ] as const;
    const terms = applicationTerms(history, defaultTermParameters);
    await store(id, terms);

    const { body } = await api.get(`/v1/applications/${reference}/deadlines`);
    const decision = body.items.find(({ kind }) => kind === 'decision_on_application');
    expect(decision).toMatchObject({
      endsOn: day(100),
      suspendedSince: day(30),
      steps: [
        { step: 'counted' },
        { step: 'suspended', ground: 'repair', from: day(3), through: day(7), days: 5, basis: 'Awb 4:15(1)(a)' },
        { step: 'named', ground: 'another_term', on: day(20), named: day(100), until: day(100), basis: 'Awb 4:14(3)' },
        { step: 'not_extended', because: 'used_before' },
        { step: 'standing_still', ground: 'force_majeure', from: day(30), basis: 'Awb 4:15(2)(c)' },
      ],
    });
    const [stored] = (await deadlinesOf(api.db, 'application', reference)).filter(
      ({ kind }) => kind === 'decision_on_application',
    );
    expect(stored?.steps).toEqual(terms.find(({ kind }) => kind === 'decision_on_application')?.steps);
    expect(body.items.find(({ kind }) => kind === 'application_repair')).toMatchObject({
      metOn: day(8),
      endsOn: day(16),
    });
  });

  it('does not count a term that stands still among those that end soon', async () => {
    const { id, reference } = await api.anApplication();
    const listed = async () =>
      (await openDeadlines(api.db, api.today(365), api.today())).filter((each) => each.reference === reference).length;
    const before = await listed();
    expect(before).toBeGreaterThan(0);
    await api.stepSql(`update deadline set suspended_since = starts_on where subject_id = $1`, id);
    expect(await listed()).toBe(0);
  });

  it('has no steps that are not a list: the database refuses', async () => {
    const { id } = await api.anApplication();
    await expect(
      api.stepSql(`update deadline set steps = '{"step": "counted"}' where subject_id = $1`, id),
    ).rejects.toMatchObject({ rules: ['deadline_steps_listed'] });
  });
});
