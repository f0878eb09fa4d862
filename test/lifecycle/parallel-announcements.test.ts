import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyReused, StaleVersion } from '@grants/domain';
import { newId, setStep, verify } from '@grants/persistence';
import type { AnnouncedDecision } from '@grants/registry';
import { honouring, rawAnnouncement, refusalOf } from '../support/raw-step.js';
import { testRegistry, type TestDecision, type TestRegistry } from '../support/registry.js';

const CLIENTS = 50;

/** What came of each of many attempts at once: `done`, `stale`, or the code of the rule that refused. */
async function outcomes(attempts: readonly (() => Promise<unknown>)[]): Promise<Record<string, number>> {
  const answers = await Promise.all(
    attempts.map((attempt) =>
      attempt().then(
        () => 'done',
        (error: unknown) => (error instanceof StaleVersion ? 'stale' : refusalOf(error).join()),
      ),
    ),
  );
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}
const times = <T>(make: (index: number) => T): T[] => Array.from({ length: CLIENTS }, (_, index) => make(index));

describe(`${CLIENTS} clients on ${CLIENTS} connections`, () => {
  let on: TestRegistry;
  beforeAll(async () => {
    on = await testRegistry({ poolSize: CLIENTS });
    // Every connection is there before the race begins.
    await Promise.all(times(() => on.appSql('select pg_sleep(0.1)')));
  });
  afterAll(() => on.close());

  describe('that announce one decision, of the same version', () => {
    it('announce it once: one project, one event a machine, and 49 that are told of their stale version', async () => {
      const decision = await on.aSignedDecision();
      const announce = () => on.announce(decision);

      expect(await outcomes(times(() => announce))).toEqual({ done: 1, stale: CLIENTS - 1 });

      const projects = await on.appSql<{ id: string; reference: string }>(
        `select id, reference from project where application_id = $1`,
        decision.application.id,
      );
      expect(projects).toHaveLength(1);
      expect((await on.eventsOf(decision)).map(({ command }) => command)).toEqual(['prepare', 'sign', 'announce']);
      expect((await on.eventsOf(decision.application)).map(({ command }) => command)).toEqual([
        'create',
        'submit',
        'honour',
      ]);
      expect((await on.eventsOf({ id: projects[0]?.id ?? '' })).map(({ command }) => command)).toEqual(['award']);
      expect(await on.messagesAbout(decision.application)).toContainEqual({ topic: 'application.honoured' });
      expect(await committedOf(decision)).toBe('50000.00');
    });

    it('with one idempotency key all get the same answer, of one step', async () => {
      const decision = await on.aSignedDecision();
      const request = { caller: newId(), key: newId(), fingerprint: Buffer.from('one request') };
      const before = await on.rowCounts();
      const answers = await Promise.all(times(() => announceWith(decision, request)));

      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]).toMatchObject({ reference: decision.reference, version: 3, applicationStatus: 'honoured' });
      const after = await on.rowCounts();
      expect(after).toMatchObject({
        registry_event: (before['registry_event'] ?? 0) + 3,
        project: (before['project'] ?? 0) + 1,
        idempotency_key: (before['idempotency_key'] ?? 0) + 1,
      });
    });

    it('with a key each, one does it and 49 are stale', async () => {
      const decision = await on.aSignedDecision();
      const attempts = times((index) => () => {
        const request = { caller: on.officer.id, key: `key ${index} ${decision.id}`, fingerprint: Buffer.from('one') };
        return announceWith(decision, request);
      });

      expect(await outcomes(attempts)).toEqual({ done: 1, stale: CLIENTS - 1 });
      const [keys] = await on.appSql<{ count: number }>(
        `select count(*)::integer from idempotency_key where key like '%' || $1`,
        decision.id,
      );
      expect(keys).toEqual({ count: 1 }); // refusals are not kept
    });

    it('with one key for two requests, one of them is done and its echoes answered, and the other refused', async () => {
      const decision = await on.aSignedDecision();
      const [caller, key] = [newId(), newId()];
      const answers = await Promise.all(
        times((index) =>
          announceWith(decision, { caller, key, fingerprint: Buffer.from(index % 2 === 0 ? 'even' : 'odd') }).then(
            (answer) => JSON.stringify(answer),
            (error: unknown) => (error instanceof KeyReused ? 'reused' : String(error)),
          ),
        ),
      );

      expect(answers.filter((answer) => answer === 'reused')).toHaveLength(CLIENTS / 2);
      expect(new Set(answers).size).toBe(2);
    });
  });

  describe('that announce decisions on different applications, of 100.00 each, under a ceiling of 730.00', () => {
    const fits = 7;
    const exceed = CLIENTS - fits;
    let decisions: TestDecision[];
    const fifty = async () => {
      const call = await on.aCall({ ceiling: '730.00' });
      return Promise.all(
        times(async () => {
          const application = await on.anApplication({ call, content: { requested: '100.00' } });
          return on.aSignedDecision({ application });
        }),
      );
    };
    const expectSevenHonoured = async () => {
      const rows = await on.appSql<{ status: string; decided: string; projects: number }>(
        `select application.status, decision.status as decided, count(project.id)::integer as projects
           from application join decision on decision.application_id = application.id left join project on project.application_id = application.id
          where application.call_id = $1 group by application.id, decision.id`,
        decisions[0]?.application.call.id,
      );
      const honoured = rows.filter(
        (row) => row.status === 'honoured' && row.decided === 'announced' && row.projects === 1,
      );
      const untouched = rows.filter(
        (row) => row.status === 'submitted' && row.decided === 'signed' && row.projects === 0,
      );
      expect([honoured.length, untouched.length]).toEqual([fits, exceed]);
      const [first] = decisions;
      if (first) expect(await committedOf(first)).toBe('700.00');
    };

    it('honour exactly seven: 43 are refused by the ceiling, none stale, no deadlock', async () => {
      decisions = await fifty();
      const deadlocks = await deadlocksOf();

      const announce = (decision: TestDecision) => () => on.announce(decision);
      expect(await outcomes(decisions.map(announce))).toEqual({ done: fits, ceiling_exceeded: exceed });
      await expectSevenHonoured();
      expect(await deadlocksOf()).toBe(deadlocks);
    });

    it('honour exactly seven by raw SQL too', async () => {
      decisions = await fifty();
      const deadlocks = await deadlocksOf();

      const announce = (decision: TestDecision) => () =>
        on.db.transaction(async (tx) => {
          await setStep(tx, { actor: on.officer, commands: honouring, decisionId: decision.id });
          await rawAnnouncement(decision)(tx);
        });
      expect(await outcomes(decisions.map(announce))).toEqual({ done: fits, ceiling_exceeded: exceed });
      await expectSevenHonoured();
      expect(await deadlocksOf()).toBe(deadlocks);
    });
  });

  it('leave nothing for verify to find', async () => {
    expect((await verify(on.owner)).findings).toEqual([]);
  });

  function announceWith(
    { reference, version }: TestDecision,
    request: { caller: string; key: string; fingerprint: Buffer },
  ): Promise<AnnouncedDecision> {
    return on.registry.announceDecision.execute({ reference, version, request }, on.as(on.officer));
  }

  async function committedOf({ application }: TestDecision): Promise<string | undefined> {
    const [row] = await on.appSql<{ committed: string }>(
      `select committed::text from call_ceiling where call_id = $1`,
      application.call.id,
    );
    return row?.committed;
  }

  async function deadlocksOf(): Promise<string | undefined> {
    const [row] = await on.ownerSql<{ deadlocks: string }>(
      `select deadlocks::text from pg_stat_database where datname = current_database()`,
    );
    return row?.deadlocks;
  }
});
