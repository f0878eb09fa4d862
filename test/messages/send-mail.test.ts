import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deliverMessages, Mailer, runMessenger, sendMail, tellPeople } from '@grants/registry';
import { MailServer } from '../support/mail-server.js';
import { testRegistry, type Named, type TestRegistry } from '../support/registry.js';
import { FROM, MessageScene, silent } from './scene.js';

let on: TestRegistry;
let scene: MessageScene;
let server: MailServer;
beforeAll(async () => {
  on = await testRegistry({ poolSize: 20 });
  scene = new MessageScene(on);
});
afterAll(() => on.close());
beforeEach(async () => {
  await scene.settle();
  await on.ownerSql(`update message set delivery = 'sent' where delivery = 'waiting'`);
  await on.moveClock(0);
  server = await new MailServer().start();
});
afterEach(() => server.stop());

const mailed = () => scene.post(server);
/** Moves the clock on, from where it stands in this test. */
async function later(hours: number): Promise<void> {
  await on.moveClock(hours);
}
const oneMessage = async (to: Pick<Named, 'id'>) => {
  const [message, ...more] = await scene.messagesTo(to);
  expect(more).toEqual([]);
  if (!message) throw new Error('nobody was told');
  return message;
};

describe('a message', () => {
  it('is mailed once to somebody who consents, in the language of the consent, by one of several workers', async () => {
    const [dutch, english] = [await scene.somebody(), await scene.somebody({ language: 'en' })];
    const application = await scene.applicationOf(dutch, { administrativelyResponsible: english.reference });

    expect(await scene.deliver(mailed(), 8)).toMatchObject({ told: 2, mailed: 2 });
    expect((await scene.deliver(mailed(), 8)).mailed).toBe(0);

    const message = await oneMessage(dutch);
    expect(message).toMatchObject({
      delivery: 'sent',
      attempts: [{ number: 1, outcome: 'accepted', code: 250, answer: '250 queued as 4F1A2' }],
    });
    const [mail, ...more] = server.for(dutch.email);
    expect(more).toEqual([]);
    expect(mail?.headers).toMatchObject({
      from: FROM,
      subject: `Ontvangstbevestiging van aanvraag ${application.reference}`,
      'message-id': `<${message.id}@verzonnen.example>`,
      'auto-submitted': 'auto-generated',
    });
    expect(server.for(english.email).map(({ headers }) => headers['subject'])).toEqual([
      `Receipt of application ${application.reference}`,
    ]);
  });

  it('is mailed once, of many that several workers are at together', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => scene.somebody()));
    for (const person of people) await scene.applicationOf(person);
    await tellPeople(on.db, silent, { mails: true });
    const mailer = new Mailer(server.url, FROM);
    const sent = await Promise.all(Array.from({ length: 8 }, () => sendMail(on.db, mailer)));
    expect(sent.reduce((total, each) => total + each, 0)).toBe(12);
    expect(server.received.map(({ to }) => to).toSorted()).toEqual(people.map(({ email }) => email).toSorted());
  });

  it('stays in the portal for who did not consent, has no address, or consented only afterwards', async () => {
    const people = {
      silent: await scene.somebody({ consents: false }),
      unreachable: await scene.somebody({ hasAddress: false }),
      late: await scene.somebody({ consents: false }),
    };
    for (const person of Object.values(people)) await scene.applicationOf(person);
    await scene.consent(people.late.reference, true);
    await scene.deliver(mailed());

    expect(server.received).toEqual([]);
    expect(await oneMessage(people.silent)).toMatchObject({ delivery: 'portal', because: 'no_consent', attempts: [] });
    expect(await oneMessage(people.unreachable)).toMatchObject({
      delivery: 'portal',
      because: 'no_address',
      attempts: [],
    });
    expect(await oneMessage(people.late)).toMatchObject({ delivery: 'portal', because: 'no_consent' });
  });

  it('is not mailed any more when the consent was withdrawn before it went', async () => {
    const person = await scene.somebody();
    await scene.applicationOf(person);
    server.refuse = () => ({ code: 451, text: 'try again later' });
    await scene.deliver(mailed());
    await scene.consent(person.reference, false);
    server.refuse = () => null;
    await later(1);
    await scene.deliver(mailed());

    expect(server.received).toEqual([]);
    expect(await oneMessage(person)).toMatchObject({
      delivery: 'portal',
      because: 'no_consent',
      attempts: [{ outcome: 'deferred' }],
    });
  });

  it('is in the portal alone where no mail server is configured, and is not mailed when there is one later', async () => {
    const person = await scene.somebody();
    await scene.applicationOf(person);
    await scene.deliver(scene.post());
    await scene.deliver(mailed());
    expect(server.received).toEqual([]);
    expect(await oneMessage(person)).toMatchObject({ delivery: 'portal', because: 'no_mail_server' });
  });

  it('cannot put anything else into the mail by a title or a name', async () => {
    const person = await scene.somebody();
    await on.appSql(
      `update person set family_name = $2 where id = $1`,
      person.id,
      'Verzonnen>, <other@verzonnen.example',
    );
    const title = 'Samen\r\nBcc: other@verzonnen.example\r\n\r\nin de wijk';
    await scene.applicationOf(person, { title });
    await scene.deliver(mailed());
    expect(server.received.map(({ to }) => to)).toEqual([person.email]);
    expect(Object.keys(server.received[0]?.headers ?? {})).not.toContain('bcc');
    expect(server.received[0]?.headers['to']).toContain(`<${person.email}>`);
  });
});

describe('a mail server that refuses', () => {
  it('for now is asked again, later each time, until it accepts', async () => {
    const person = await scene.somebody();
    await scene.applicationOf(person);
    server.refuse = () => ({ code: 451, text: 'greylisted' });
    await scene.deliver(mailed(), 4);
    await scene.deliver(mailed(), 4); // too soon
    expect(await oneMessage(person)).toMatchObject({
      delivery: 'waiting',
      attempts: [{ number: 1, outcome: 'deferred', code: 451 }],
    });

    await later(2 / 60);
    await scene.deliver(mailed(), 4);
    await later(4 / 60); // the second wait is five minutes
    await scene.deliver(mailed(), 4);
    expect((await oneMessage(person)).attempts).toHaveLength(2);

    server.refuse = () => null;
    await later(10 / 60);
    await scene.deliver(mailed(), 4);
    expect(await oneMessage(person)).toMatchObject({
      delivery: 'sent',
      attempts: [{ outcome: 'deferred' }, { outcome: 'deferred' }, { number: 3, outcome: 'accepted' }],
    });
    expect(server.for(person.email)).toHaveLength(1);
  });

  it('for good bounces the mail at once, and what it says is kept without personal data', async () => {
    const person = await scene.somebody();
    await scene.applicationOf(person);
    server.refuse = (address) => ({
      code: 550,
      text: `5.1.1 <${address}>: no ${address.split('@')[0]} or ${person.name} here`,
    });
    await scene.deliver(mailed());
    await later(24 * 30);
    await scene.deliver(mailed());

    const message = await oneMessage(person);
    expect(message).toMatchObject({ delivery: 'bounced', attempts: [{ number: 1, outcome: 'refused', code: 550 }] });
    expect(message.attempts).toHaveLength(1);
    expect(message.attempts[0]?.answer).toMatch(/^550 5\.1\.1/);
    expect(message.attempts[0]?.answer).not.toContain('@');
    expect(message.attempts[0]?.answer).not.toContain(person.email.split('@')[0]);
    expect(message.attempts[0]?.answer).not.toContain(person.name);
  });

  it('one addressee does not keep the others waiting', async () => {
    const [refused, other] = [await scene.somebody(), await scene.somebody()];
    await scene.applicationOf(refused);
    await scene.applicationOf(other);
    server.refuse = (address) => (address === refused.email ? { code: 450, text: 'mailbox busy' } : null);
    expect((await scene.deliver(mailed())).mailed).toBe(1);
    expect(server.for(other.email)).toHaveLength(1);
  });

  it('our sender is no fault of the addressee: it is tried again, and the rest is spared for now', async () => {
    const people = [await scene.somebody(), await scene.somebody()];
    for (const person of people) await scene.applicationOf(person);
    server.refuseSender = () => ({ code: 550, text: 'we do not know you' });
    await scene.deliver(mailed());
    const tried = (await Promise.all(people.map((person) => oneMessage(person)))).map(
      ({ attempts }) => attempts.length,
    );
    expect(Math.max(...tried) + Math.min(...tried)).toBe(1);

    server.refuseSender = () => null;
    await later(1);
    expect((await scene.deliver(mailed())).mailed).toBe(2);
  });

  it('time and again bounces the mail after eleven attempts over five days', async () => {
    const person = await scene.somebody();
    await scene.applicationOf(person);
    server.refuse = () => ({ code: 452, text: 'mailbox full' });
    let hours = 0;
    while ((await scene.deliver(mailed()), (await oneMessage(person)).delivery === 'waiting')) {
      hours += 24;
      await later(hours);
      expect(hours).toBeLessThan(24 * 20);
    }
    const { delivery, attempts } = await oneMessage(person);
    expect(delivery).toBe('bounced');
    expect(attempts.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 11 }, () => 'deferred'));
  });
});

describe('a mail server that is not there', () => {
  it('is found out by one mail, which is tried again when it is', async () => {
    const people = [await scene.somebody(), await scene.somebody()];
    for (const person of people) await scene.applicationOf(person);
    const nobody = { mailer: new Mailer('smtp://127.0.0.1:1', FROM), reminderDays: '0' };
    expect(await deliverMessages(on.db, nobody, silent)).toMatchObject({ told: 2, mailed: 0 });
    const kept = await Promise.all(people.map((person) => oneMessage(person)));
    expect(kept.flatMap(({ attempts }) => attempts)).toMatchObject([
      { outcome: 'deferred', code: null, answer: 'ESOCKET' },
    ]);
    await later(1);
    expect((await scene.deliver(mailed())).mailed).toBe(2);
  });
});

describe('a worker', () => {
  it('that dies between sending and recording leaves the mail to be sent again, under the same Message-ID', async () => {
    const person = await scene.somebody();
    await scene.applicationOf(person);
    // The server has the mail and is about to say so when the database is lost to the worker.
    server.onMail = () => on.ownerSql(`revoke insert on delivery_attempt from registry_app`).then(() => undefined);
    await expect(scene.deliver(mailed())).rejects.toMatchObject({ code: '42501' });
    await on.ownerSql(`grant insert on delivery_attempt to registry_app`);
    server.onMail = () => undefined;

    expect((await scene.deliver(mailed(), 4)).mailed).toBe(0); // another may still be at it
    await later(6 / 60);
    expect((await scene.deliver(mailed(), 4)).mailed).toBe(1);

    const message = await oneMessage(person);
    expect(message).toMatchObject({
      delivery: 'sent',
      attempts: [
        { number: 1, outcome: 'unknown', code: null, answer: null },
        { number: 2, outcome: 'accepted', code: 250 },
      ],
    });
    const mails = server.for(person.email);
    expect(mails.map(({ headers }) => headers['message-id'])).toEqual(
      Array(2).fill(`<${message.id}@verzonnen.example>`),
    );
    expect(mails[0]?.raw).toBe(mails[1]?.raw);
  });

  it('that hears after its time was up that the mail was accepted still records it, and it is not sent again', async () => {
    const person = await scene.somebody();
    await scene.applicationOf(person);
    // While the server thinks, the clock passes the time that the first worker had, and a second one is put off.
    server.onMail = async () => {
      await later(6 / 60);
      server.refuse = () => ({ code: 451, text: 'try again later' });
      expect((await scene.deliver(mailed())).mailed).toBe(0);
      server.refuse = () => null;
    };
    await scene.deliver(mailed());
    await later(24);
    await scene.deliver(mailed());
    const { delivery, attempts } = await oneMessage(person);
    expect(delivery).toBe('sent');
    expect(attempts.map(({ number, outcome }) => `${number} ${outcome}`).toSorted()).toEqual([
      '1 accepted',
      '1 unknown',
      '2 deferred',
    ]);
    expect(server.for(person.email)).toHaveLength(1);
  });

  it('has no transaction open while the server is talked to', async () => {
    const person = await scene.somebody();
    await scene.applicationOf(person);
    let open: unknown[] = ['not asked'];
    server.onMail = async () => {
      open = await on.adminSql(
        `select state, query from pg_stat_activity
          where datname = current_database() and usename = 'registry_app' and xact_start is not null`,
      );
    };
    await scene.deliver(mailed());
    expect(open).toEqual([]);
  });

  it('tells and mails until it is told to stop', async () => {
    const stop = new AbortController();
    const running = runMessenger(on.db, mailed(), silent, stop.signal);
    const person = await scene.somebody();
    await scene.applicationOf(person);
    for (let tries = 0; tries < 100 && server.for(person.email).length === 0; tries++) await sleep(100);
    stop.abort();
    await running;
    expect((await oneMessage(person)).delivery).toBe('sent');
  });
});

describe('the addresses', () => {
  it('are shown by row level security to nobody else for it', async () => {
    const person = await scene.somebody();
    await scene.applicationOf(person);
    await scene.deliver(mailed());
    expect(server.for(person.email)).toHaveLength(1);
    expect(await on.appSql('select * from person_contact')).toEqual([]);
  });

  it('stand in no message and no attempt', async () => {
    const [kept] = await on.adminSql<{ addresses: number }>(
      `select (select count(*) from message where message::text ~ 'geadresseerde[.]')::integer
            + (select count(*) from delivery_attempt where delivery_attempt::text ~ 'geadresseerde[.]')::integer as addresses`,
    );
    expect(kept?.addresses).toBe(0);
  });

  it('and what was recorded of attempts is never changed', async () => {
    for (const sql of [
      `update delivery_attempt set code = 250`,
      `delete from delivery_attempt`,
      `truncate delivery_attempt`,
    ]) {
      await expect(on.appSql(sql)).rejects.toMatchObject({ code: '42501' });
      await expect(on.ownerSql(sql)).rejects.toMatchObject({ constraint: 'append_only' });
    }
  });
});
