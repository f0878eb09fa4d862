import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { planRerun, planRun, type ReportRequest } from '@grants/exports';
import { newId } from '@grants/persistence';
import { testRegistry, type TestRegistry } from '../support/registry.js';
import { Reporting } from './reporting.js';

describe('asking for a report', () => {
  let t: TestRegistry;
  let reporting: Reporting;
  beforeAll(async () => {
    t = await testRegistry();
    reporting = new Reporting(t);
  });
  afterAll(() => reporting.close());

  const plan = (changes: Partial<ReportRequest> = {}) =>
    planRun(t.db, { report: 'projects', format: 'csv', ...changes });
  const sealCount = async () => (await t.appSql<{ n: string }>('select count(*) as n from seal'))[0]?.n;

  it('is refused before the first seal: what was known then is not known', async () => {
    await expect(plan({ knownAt: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({
      rules: ['known_before_first_seal'],
    });
    expect(await sealCount()).toBe('0');
  });

  it('is refused for a day after what was known', async () => {
    await reporting.seal();
    await expect(plan({ asOf: '2999-01-01' })).rejects.toMatchObject({ rules: ['as_of_after_known_at'] });
    await expect(plan({ asOf: '2020-01-02', knownAt: '2020-01-01' })).rejects.toMatchObject({
      rules: ['as_of_after_known_at'],
    });
  });

  it('is refused for what will be known', async () => {
    await expect(plan({ knownAt: '2999-01-01T00:00:00Z' })).rejects.toMatchObject({ rules: ['known_at_in_future'] });
  });

  it('names everything that is wrong with it at once', async () => {
    const wrong = { format: 'ods', language: 'fr', asOf: '2021-02-29', knownAt: '2021-02-29T00:00:00Z' };

    await expect(plan(wrong)).rejects.toMatchObject({
      errors: ['/format', '/language', '/asOf', '/knownAt'].map(
        (pointer) => expect.objectContaining({ pointer }) as object,
      ),
    });
    await expect(plan({ knownAt: '2021-02-28T12:00:00' })).rejects.toMatchObject({
      errors: [expect.objectContaining({ pointer: '/knownAt' }) as object],
    });
  });

  it('is refused for a report or a run that does not exist', async () => {
    await expect(plan({ report: 'nothing' })).rejects.toMatchObject({ entity: 'report', reference: 'nothing' });
    await expect(planRerun(t.db, newId())).rejects.toMatchObject({ entity: 'report run' });
    await expect(planRerun(t.db, 'no id')).rejects.toMatchObject({ entity: 'report run', reference: 'no id' });
  });

  it('takes the last seal by a moment, and for a date the last of that day', async () => {
    await reporting.goTo('2030-06-01T10:00:00Z');
    const first = await reporting.seal();
    await reporting.goTo('2030-06-01T21:59:00Z'); // 23:59 in the Netherlands
    const second = await reporting.seal();
    await reporting.goTo('2030-06-03T10:00:00Z');

    expect((await plan({ knownAt: '2030-06-01T12:00:00+02:00' })).seal.takenAt).not.toBe(first);
    expect((await plan({ knownAt: '2030-06-01T10:30:00Z' })).seal.takenAt).toBe(first);
    expect(await plan({ knownAt: '2030-06-01' })).toMatchObject({ asOf: '2030-06-01', seal: { takenAt: second } });
  });

  it('takes a seal now, and today, where nothing else is asked', async () => {
    const before = Number(await sealCount());
    const planned = await plan();

    expect(Number(await sealCount())).toBe(before + 1);
    expect(planned).toMatchObject({ asOf: '2030-06-03', knownAt: planned.seal.takenAt, language: 'nl' });
  });
});
