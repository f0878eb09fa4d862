import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { languages, type Role } from '@grants/domain';
import { newId } from '@grants/persistence';
import { testRegistry, type Named, type TestRegistry } from '../support/registry.js';
import { MessageScene } from './scene.js';

let on: TestRegistry;
let scene: MessageScene;
beforeAll(async () => {
  on = await testRegistry({ poolSize: 20 });
  scene = new MessageScene(on);
});
afterAll(() => on.close());
beforeEach(() => scene.settle());

const portal = () => scene.post();
const textsTo = (person: Pick<Named, 'id'>) =>
  on.appSql<{ topic: string; subject: string; text: string }>(
    `select topic, subject_nl || ' / ' || subject_en as subject, text_nl || text_en as text from message where person_id = $1 order by created_at`,
    person.id,
  );
/** An account of a person with a role in a place, since long ago. */
async function holds(person: Named, role: Role, place: { programme?: string; funder?: string } = {}): Promise<void> {
  const account = newId();
  await on.appSql(
    `insert into account (id, issuer, subject, person_id) values ($1, 'urn:test', $2, $3)`,
    account,
    account,
    person.id,
  );
  await on.appSql(
    `insert into role_assignment (id, account_id, role, funder_id, programme_id, valid_from)
     values ($1, $2, $3, (select id from funder where code = $4), (select id from programme where reference = $5), '2015-01-01')`,
    newId(),
    account,
    role,
    place.funder ?? null,
    place.programme ?? null,
  );
}

describe('an application that was received', () => {
  it('is confirmed to those who applied, once each, by however many workers and however often', async () => {
    const [applicant, responsible] = [await scene.somebody(), await scene.somebody()];
    const application = await scene.applicationOf(applicant, { administrativelyResponsible: responsible.reference });

    expect((await scene.deliver(portal(), 8)).told).toBe(2);
    await on.ownerSql(`update outbox_message set delivered_at = null where subject_id = $1`, application.id);
    expect((await scene.deliver(portal(), 8)).told).toBe(0);

    expect(await scene.messagesTo(application)).toEqual(
      [applicant, responsible]
        .map(({ reference }) => ({
          id: expect.any(String),
          topic: 'application.submitted',
          kind: 'receipt_confirmed',
          person: reference,
          delivery: 'portal',
          because: 'no_mail_server',
          attempts: [],
        }))
        .toSorted((one, other) => one.person.localeCompare(other.person)),
    );
    const [told] = await textsTo(applicant);
    expect(told?.subject).toBe(
      `Ontvangstbevestiging van aanvraag ${application.reference} / Receipt of application ${application.reference}`,
    );
    expect(told?.text).toContain('“Invented project”');
  });

  it('is told once to somebody who is named in two capacities', async () => {
    const person = await scene.somebody();
    await scene.applicationOf(person, { administrativelyResponsible: person.reference });
    await scene.deliver(portal());
    expect(await scene.messagesTo(person)).toHaveLength(1);
  });

  it('and withdrawn is confirmed too', async () => {
    const person = await scene.somebody();
    const { reference, version, applicant } = await scene.applicationOf(person);
    const withdrawn = { reference, version, command: 'withdraw', request: null } as const;
    await on.registry.moveApplication.execute(withdrawn, on.as(applicant));
    await scene.deliver(portal());
    expect((await scene.messagesTo(person)).map(({ kind }) => kind).toSorted()).toEqual([
      'receipt_confirmed',
      'withdrawal_confirmed',
    ]);
  });
});

describe('a decision', () => {
  it('is told when it is announced, to all who are named, without its outcome, reasons or amounts', async () => {
    const [applicant, responsible, leader] = [await scene.somebody(), await scene.somebody(), await scene.somebody()];
    const named = { administrativelyResponsible: responsible.reference, projectLeader: leader.reference };
    for (const kind of ['reject', 'honour'] as const) {
      const application = await scene.applicationOf(applicant, named);
      await scene.settle();
      const decision = await on.aDecision({ application, kind });
      await scene.deliver(portal());
      expect(await scene.messagesTo(application)).toEqual([]);

      await on.announce(decision);
      await scene.deliver(portal());
      const told = await scene.messagesTo(application);
      expect(told.map(({ kind: its, person }) => `${its} ${person}`).toSorted()).toEqual(
        [applicant, responsible, leader].map(({ reference }) => `decision_announced ${reference}`).toSorted(),
      );
      const [objection] = await on.appSql<{ ends: string }>(
        `select ends_on as ends from deadline where subject_id = $1 and kind = 'objection'`,
        decision.id,
      );
      const ends = new Date(objection?.ends ?? '');
      const [text] = (await textsTo(leader)).slice(-1);
      for (const locale of ['nl-NL', 'en-GB']) {
        expect(text?.text).toContain(ends.toLocaleDateString(locale, { dateStyle: 'long', timeZone: 'UTC' }));
      }
      expect(`${text?.subject} ${text?.text}`).not.toMatch(
        /The grounds|50000|50\.000|afgewezen|gehonoreerd|reject|honour|quality/i,
      );
    }
  });

  it('and what else happens is told to nobody, and does not wait', async () => {
    const person = await scene.somebody();
    await scene.applicationOf(person);
    await scene.settle();
    const { id } = await on.aPerson();
    await scene.happens('decision.prepared', { id });
    await scene.happens('application.submitted', { id }); // of a subject that has gone
    expect((await scene.deliver(portal())).told).toBe(0);
    expect(await on.appSql(`select from outbox_message where delivered_at is null`)).toEqual([]);
  });
});

describe('a project', () => {
  it('that starts is told to who leads it today, and to who applied for it', async () => {
    const [applicant, before, leader] = [await scene.somebody(), await scene.somebody(), await scene.somebody()];
    const application = await scene.applicationOf(applicant, { projectLeader: before.reference });
    const project = await on.aProject({ application });
    await on.ownerSql(`update project_leader set person_id = $2 where project_id = $1`, project.id, leader.id);
    await scene.settle();
    const start = {
      reference: project.reference,
      version: 1,
      command: 'confirm_start',
      startedOn: on.today(),
      request: null,
    } as const;
    await on.registry.moveProject.execute(start, on.as(on.officer));
    await scene.deliver(portal());
    const told = await scene.messagesTo(application);
    expect(told.map(({ kind, person }) => [kind, person])).toEqual(
      expect.arrayContaining([
        ['project_started', applicant.reference],
        ['project_started', leader.reference],
      ]),
    );
    expect(told).toHaveLength(2);
  });
});

describe('an invitation', () => {
  it('is told to whoever is invited, whatever made it', async () => {
    const person = await scene.somebody();
    const call = await on.aCall({ type: 'vimp', accessMode: 'invitation' });
    const until = on.today(30);
    await on.registry.invite.execute(
      { call: call.reference, person: person.reference, validUntil: until, request: null },
      on.as(on.officer),
    );
    await scene.deliver(portal());
    expect(await scene.messagesTo(person)).toMatchObject([{ topic: 'invitation.created', kind: 'invited' }]);
    expect((await textsTo(person))[0]?.text).toContain(String(Number(until.slice(8))));
  });
});

describe('steps of the assessment', () => {
  it.each([
    ['application.repair_requested', 'repair_requested', 'application_repair'],
    ['application.reviews_sent', 'reviews_available', 'rebuttal'],
  ])('%s is told as %s, with the last day of its term', async (topic, kind, term) => {
    const person = await scene.somebody();
    const application = await scene.applicationOf(person);
    await scene.settle();
    await on.stepSql(
      `insert into deadline (subject_id, machine, kind, basis, starts_on, ends_on, term, ground)
         values ($1, 'application', $2, 'Awb 4:5', '2099-11-01', '2099-11-23', 'P3W', 'invented')`,
      application.id,
      term,
    );
    await scene.happens(topic, application);
    await scene.deliver(portal());
    expect(await scene.messagesTo(person)).toMatchObject([{ topic, kind }]);
    const [told] = await textsTo(person);
    for (const day of ['23 november 2099', '23 November 2099']) {
      expect(told?.text).toContain(day);
    }
  });
});

describe('a deadline', () => {
  const deadline = (subject: Pick<Named, 'id'>, kind: string, inDays: number, lasting = 60) =>
    on.stepSql(
      `insert into deadline (subject_id, machine, kind, basis, starts_on, ends_on, term, ground)
       values ($1, 'application', $2, 'Awb 4:5', $3, $4, 'set', 'invented')
       on conflict (subject_id, kind) do update set starts_on = excluded.starts_on, ends_on = excluded.ends_on`,
      subject.id,
      kind,
      on.today(inDays - lasting),
      on.today(inDays),
    );

  it('is reminded of some days before it ends, once, with several workers at work', async () => {
    const person = await scene.somebody();
    const application = await scene.applicationOf(person);
    await scene.settle();
    await deadline(application, 'application_repair', 8);
    expect(await scene.deliver(scene.post(null, '7'), 8)).toMatchObject({ reminded: 0, told: 0 });
    await deadline(application, 'application_repair', 7);
    expect(await scene.deliver(scene.post(null, '7'), 8)).toMatchObject({ reminded: 1, told: 1 });
    expect(await scene.deliver(scene.post(null, '7'), 8)).toMatchObject({ reminded: 0, told: 0 });
    expect(await scene.messagesTo(person)).toMatchObject([
      { topic: 'reminder.application_repair', kind: 'deadline_near' },
    ]);

    // An extended term is another one to be reminded of.
    await deadline(application, 'application_repair', 5);
    expect(await scene.deliver(scene.post(null, '7'))).toMatchObject({ reminded: 1, told: 1 });
  });

  it('has its own number of days, or none, by its kind', async () => {
    const person = await scene.somebody();
    const application = await scene.applicationOf(person);
    await scene.settle();
    await deadline(application, 'application_repair', 20);
    await deadline(application, 'rebuttal', 20);
    expect((await scene.deliver(scene.post(null, '30,application_repair=0'))).told).toBe(1);
    expect(await scene.messagesTo(person)).toMatchObject([{ topic: 'reminder.rebuttal' }]);
  });

  it('is not reminded of when it has passed or was met, and not before half of a short term', async () => {
    const person = await scene.somebody();
    const application = await scene.applicationOf(person);
    await scene.settle();
    await deadline(application, 'statement_of_agreement', 4, 6);
    await deadline(application, 'rebuttal', -1);
    await deadline(application, 'application_repair', 3);
    await on.stepSql(
      `update deadline set met_on = current_date where subject_id = $1 and kind = 'application_repair'`,
      application.id,
    );
    expect((await scene.deliver(scene.post(null, '7'))).reminded).toBe(0);
    await deadline(application, 'statement_of_agreement', 3, 6);
    expect((await scene.deliver(scene.post(null, '7'))).reminded).toBe(1);
    expect(await scene.messagesTo(person)).toMatchObject([{ kind: 'agreement_missing' }]);
  });

  it('that was met after the reminder was made is told to nobody', async () => {
    const person = await scene.somebody();
    const application = await scene.applicationOf(person);
    await scene.settle();
    await deadline(application, 'application_repair', 3);
    await on.appSql(
      `with made as (insert into reminder (subject_id, kind, ends_on) values ($1, 'application_repair', $2) returning id)
       insert into outbox_message (topic, subject_id) select 'reminder.application_repair', id from made`,
      application.id,
      on.today(3),
    );
    await on.stepSql(
      `update deadline set met_on = current_date where subject_id = $1 and kind = 'application_repair'`,
      application.id,
    );
    expect((await scene.deliver(portal())).told).toBe(0);
  });

  it('of the funder is for the officers of the programme, and no others', async () => {
    const funder = await on.aFunder();
    const [programme, other] = [await on.aProgramme(funder), await on.aProgramme(funder)];
    const people = {
      here: await scene.somebody(),
      funder: await scene.somebody(),
      elsewhere: await scene.somebody(),
      auditor: await scene.somebody(),
    };
    await holds(people.here, 'programme_officer', { programme: programme.reference });
    await holds(people.funder, 'programme_officer', { funder: funder.code });
    await holds(people.elsewhere, 'programme_officer', { programme: other.reference });
    await holds(people.auditor, 'auditor');
    const call = await on.aCall({ programme });
    const application = await on.anApplication({ call });
    await scene.settle();
    await deadline(application, 'decision_on_application', 2);
    await scene.deliver(scene.post(null, '7'));
    const told = await scene.messagesTo(application);
    expect(told.map(({ topic, person }) => `${topic} ${person}`).toSorted()).toEqual(
      [people.here, people.funder].map(({ reference }) => `reminder.decision_on_application ${reference}`).toSorted(),
    );
  });
});

describe('what was told', () => {
  it('stays as it was worded', async () => {
    const person = await scene.somebody();
    await scene.applicationOf(person);
    await scene.deliver(portal());
    for (const language of languages) {
      await expect(on.appSql(`update message set text_${language} = 'other'`)).rejects.toMatchObject({ code: '42501' });
    }
    await expect(on.appSql(`delete from message`)).rejects.toMatchObject({ code: '42501' });
    await expect(on.appSql(`delete from reminder`)).rejects.toMatchObject({ code: '42501' });
  });
});
