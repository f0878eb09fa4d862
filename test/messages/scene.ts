import { createLogger } from '@grants/platform';
import { deliverMessages, Mailer, type Post } from '@grants/registry';
import type { MailServer } from '../support/mail-server.js';
import { anOfficer, type Named, type TestApplication, type TestRegistry } from '../support/registry.js';

export const silent = createLogger('silent');
export const FROM = 'Verzonnen Fonds <fonds@verzonnen.example>';

/** A message as it is kept, with the names of the attempts to mail it. */
export interface KeptMessage {
  readonly id: string;
  readonly topic: string;
  readonly kind: string;
  readonly person: string;
  readonly delivery: string;
  readonly because: string | null;
  readonly attempts: readonly {
    readonly number: number;
    readonly outcome: string;
    readonly code: number | null;
    readonly answer: string | null;
  }[];
}

/** What tests of messages share: a registry with people who are written to. */
export class MessageScene {
  #number = 0;
  constructor(readonly on: TestRegistry) {}

  /** By a mail server, or in the portal alone. */
  post(server: Pick<MailServer, 'url'> | null = null, reminderDays = '0'): Post {
    return { mailer: server ? new Mailer(server.url, FROM) : null, reminderDays };
  }

  /** Tells and mails what is due, by one worker or by several at once. */
  async deliver(post: Post, workers = 1): Promise<{ reminded: number; told: number; mailed: number }> {
    const each = await Promise.all(Array.from({ length: workers }, () => deliverMessages(this.on.db, post, silent)));
    const sum = (key: 'reminded' | 'told' | 'mailed') => each.reduce((total, done) => total + done[key], 0);
    return { reminded: sum('reminded'), told: sum('told'), mailed: sum('mailed') };
  }

  /** Somebody with an address who consents to be mailed, or lacks one of the two. */
  async somebody({
    consents = true,
    language = 'nl',
    hasAddress = true,
  }: { consents?: boolean; language?: 'nl' | 'en'; hasAddress?: boolean } = {}): Promise<
    Named & { name: string; email: string }
  > {
    this.#number += 1;
    const name = `Verzonnen-Geadresseerde-${this.#number}`;
    const person = await this.on.aPerson(name);
    const { reference } = person;
    const email = `geadresseerde.${this.#number}@verzonnen.example`;
    const as = this.on.as(anOfficer());
    if (hasAddress)
      await this.on.registry.changeContact.execute({ reference, version: await this.version(reference), email }, as);
    if (consents) await this.consent(reference, true, language);
    return { ...person, name, email };
  }

  async consent(reference: string, isGiven: boolean, language: 'nl' | 'en' = 'nl'): Promise<void> {
    const version = await this.version(reference);
    await this.on.registry.changeConsent.execute({ reference, version, isGiven, language }, this.on.as(anOfficer()));
  }

  async version(reference: string): Promise<number> {
    const [row] = await this.on.appSql<{ version: number }>(
      `select version from person where reference = $1`,
      reference,
    );
    return row?.version ?? 0;
  }

  /** An application by somebody, submitted now. */
  applicationOf(person: Named, more: object = {}): Promise<TestApplication> {
    const named = { mainApplicant: person.reference, projectLeader: person.reference, ...more };
    return this.on.anApplication({ content: named });
  }

  /** What somebody was told, or what was told about a record. */
  messagesTo({ id }: Pick<Named, 'id'>): Promise<KeptMessage[]> {
    return this.on.appSql(
      `select message.id, topic, kind, person.reference as person, delivery, not_mailed_because as because,
              coalesce((select jsonb_agg(jsonb_build_object('number', number, 'outcome', outcome, 'code', code, 'answer', answer)
                order by number, at) from delivery_attempt where message_id = message.id), '[]') as attempts
         from message join person on person.id = message.person_id
        where person.id = $1 or message.application_id = $1 order by message.created_at, message.id`,
      id,
    );
  }

  /** Empties the outbox of what a test does not look at. */
  async settle(): Promise<void> {
    await this.on.ownerSql(`update outbox_message set delivered_at = registry_now() where delivered_at is null`);
  }

  /** Puts a topic into the outbox, as the step does that it belongs to. */
  async happens(topic: string, { id }: Pick<Named, 'id'>): Promise<void> {
    await this.on.appSql(`insert into outbox_message (topic, subject_id) values ($1, $2)`, topic, id);
  }
}
