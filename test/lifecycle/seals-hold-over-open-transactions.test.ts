import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setStep } from '@grants/persistence';
import { rawMove } from '../support/raw-step.js';
import { testRegistry, type TestRegistry } from '../support/registry.js';
import { statusBySeal, takeSeal } from '../support/status-by-seal.js';

describe('a report by a seal, while a step is under way', () => {
  let on: TestRegistry;
  beforeAll(async () => {
    on = await testRegistry();
  });
  afterAll(() => on.close());

  /** The same report by the moment of recording, which transactions set before they commit. */
  const statusByRecording = async (moment: string) => {
    const rows = await on.appSql<{ subject: string; status: string }>(
      `select distinct on (subject_id) subject_id as subject, to_status as status from registry_event
        where recorded_at <= $1 order by subject_id, seq desc`,
      moment,
    );
    return Object.fromEntries(rows.map(({ subject, status }) => [subject, status]));
  };

  it('is the same after the step commits, as one by the moment of recording is not', async () => {
    const project = await on.aProject({ status: 'suspended' });
    let sealed = '';
    let moment = '';
    let bySeal: unknown;
    let byRecording: unknown;
    await on.db.transaction(async (tx) => {
      await setStep(tx, { actor: on.officer, commands: { project: 'resume' } });
      await rawMove(project, 'started')(tx);
      sealed = await takeSeal(on.db);
      moment = await on.aMomentLater();
      bySeal = await statusBySeal(on.db, sealed, moment);
      byRecording = await statusByRecording(moment);
    });

    expect(await on.statusOf(project)).toBe('started');
    expect(bySeal).toMatchObject({ [project.id]: 'suspended' });
    expect(await statusBySeal(on.db, sealed, moment)).toEqual(bySeal);
    expect(byRecording).toMatchObject({ [project.id]: 'suspended' });
    expect(await statusByRecording(moment)).toMatchObject({ [project.id]: 'started' }); // the figure has changed
    const later = await takeSeal(on.db);
    expect(await statusBySeal(on.db, later, await on.aMomentLater())).toMatchObject({ [project.id]: 'started' });
  });

  it('is the same after a step that began first and committed last, between two seals', async () => {
    const [slow, quick] = [await on.aProject({ status: 'suspended' }), await on.aProject({ status: 'suspended' })];
    let sealed = '';
    await on.db.transaction(async (tx) => {
      await setStep(tx, { actor: on.officer, commands: { project: 'resume' } });
      await rawMove(slow, 'started')(tx);
      await on.db.transaction(async (other) => {
        await setStep(other, { actor: on.officer, commands: { project: 'resume' } });
        await rawMove(quick, 'started')(other);
      });
      sealed = await takeSeal(on.db);
    });
    const [between, after] = [sealed, await takeSeal(on.db)];
    const now = await on.aMomentLater();

    expect(await statusBySeal(on.db, between, now)).toMatchObject({ [slow.id]: 'suspended', [quick.id]: 'started' });
    expect(await statusBySeal(on.db, after, now)).toMatchObject({ [slow.id]: 'started', [quick.id]: 'started' });
  });

  it('knows nothing of a step that was rolled back', async () => {
    const project = await on.aProject({ status: 'suspended' });
    let sealed = '';
    const rolledBack = on.db.transaction(async (tx) => {
      await setStep(tx, { actor: on.officer, commands: { project: 'resume' } });
      await rawMove(project, 'started')(tx);
      sealed = await takeSeal(on.db);
      throw new Error('rolled back');
    });

    await expect(rolledBack).rejects.toThrow('rolled back');
    for (const seal of [sealed, await takeSeal(on.db)]) {
      expect(await statusBySeal(on.db, seal, await on.aMomentLater())).toMatchObject({ [project.id]: 'suspended' });
    }
  });
});

describe('a fact is known by a seal', () => {
  let on: TestRegistry;
  beforeAll(async () => {
    on = await testRegistry();
  });
  afterAll(() => on.close());

  it.each([
    { fact: 'an earlier epoch, whatever its transaction', xact: 900, epoch: 1, known: true },
    { fact: 'its own epoch, committed before it', xact: 99, epoch: 2, known: true },
    { fact: 'its own epoch, under way', xact: 100, epoch: 2, known: false },
    { fact: 'its own epoch, begun after it', xact: 101, epoch: 2, known: false },
    { fact: 'a later epoch, whatever its transaction', xact: 1, epoch: 3, known: false },
  ])('where it is of $fact: $known', async ({ xact, epoch, known }) => {
    expect(
      await on.appSql(`select known_at($1::text::xid8, $2, 2, '100:101:100') as known`, String(xact), epoch),
    ).toEqual([{ known }]);
  });
});
