import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotFound } from '@grants/domain';
import { caseStory, openDeadlines } from '@grants/registry';
import { testRegistry, type TestProject, type TestRegistry } from '../support/registry.js';

let on: TestRegistry;
let project: TestProject;
beforeAll(async () => {
  on = await testRegistry();
  project = await on.aProject({ status: 'started' });
});
afterAll(() => on.close());

describe('the story of a case', () => {
  it('is that of the application, its decisions and its project, in the order in which they took effect', async () => {
    const { steps, deadlines } = await caseStory(on.db, project.application.reference);

    expect(steps.map(({ machine, command }) => `${machine} ${command}`)).toEqual([
      'application create',
      'application submit',
      'decision prepare',
      'decision sign',
      'decision announce',
      'application honour',
      'project award',
      'project confirm_start',
    ]);
    expect(steps.at(-1)).toMatchObject({ reference: project.reference, from: 'awaiting_start', to: 'started' });
    expect(deadlines.map(({ reference, kind, metOn }) => [reference, kind, metOn])).toEqual([
      [project.decision.reference, 'objection', null],
      [project.application.reference, 'decision_on_application', on.today()],
      [project.reference, 'project_start', on.today()],
    ]);
  });

  it('is the same by whichever record it is asked', async () => {
    const story = await caseStory(on.db, project.application.reference);

    expect(await caseStory(on.db, project.reference)).toEqual(story);
    expect(await caseStory(on.db, project.decision.reference)).toEqual(story);
  });

  it('of a call is its own', async () => {
    const { reference } = await on.aCall({ status: 'closed' });

    expect((await caseStory(on.db, reference)).steps.map(({ command }) => command)).toEqual([
      'create',
      'publish',
      'open',
      'close',
    ]);
    await expect(caseStory(on.db, 'NOWHERE-1')).rejects.toThrow(NotFound);
  });
});

describe('the terms of all cases', () => {
  it('are those that are open and end by a day, those that passed first', async () => {
    await on.moveClock(-24 * 70);
    const forgotten = await on.anApplication({ call: await on.aCall() });
    await on.moveClock(0);
    const waiting = await on.anApplication();
    const withdrawn = await on.anApplication();
    await on.registry.moveApplication.execute(
      { reference: withdrawn.reference, version: withdrawn.version, command: 'withdraw', request: null },
      on.as(withdrawn.applicant),
    );
    const until = async (days: number) =>
      (await openDeadlines(on.db, on.today(days), on.today())).map(({ reference, kind }) => `${reference} ${kind}`);

    expect(await until(0)).toEqual([`${forgotten.reference} decision_on_application`]);
    expect(await until(90)).toEqual([
      `${forgotten.reference} decision_on_application`,
      `${project.decision.reference} objection`,
      `${waiting.reference} decision_on_application`,
    ]);
  });
});
