import type { Language } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';

/** How long a worker has to send what it claimed, before another one may. Longer than the mail server's patience. */
const LEASE = `interval '5 minutes'`;

/** A message that this worker is to mail now. */
export interface ClaimedMail {
  readonly id: string;
  /** The number of this attempt. */
  readonly number: number;
  readonly createdAt: string;
  readonly name: string;
  /** Of the consent that holds; null where there is none any more. */
  readonly language: Language | null;
  readonly email: string | null;
  readonly subjectNl: string;
  readonly textNl: string;
  readonly subjectEn: string;
  readonly textEn: string;
}

// The address is read by a setting of this statement, under which row level security shows that person's alone. An
// earlier attempt that nobody recorded the answer to is recorded as unknown.
const claim = statement(
  'mail_claim',
  `with due as (
     select id, attempts, claimed_at from message where delivery = 'waiting' and next_attempt <= registry_now()
      order by next_attempt limit 1 for update skip locked
   ), claimed as (
     update message set attempts = due.attempts + 1, claimed_at = registry_now(), next_attempt = registry_now() + ${LEASE}
       from due where message.id = due.id returning message.*
   ), lost as (
     insert into delivery_attempt (message_id, number, outcome, at)
     select id, attempts, 'unknown', claimed_at from due
      where attempts > 0 and not exists (select from delivery_attempt attempt where attempt.message_id = due.id and attempt.number = due.attempts)
         on conflict do nothing
   ), its as materialized (
     select claimed.*, set_config('registry.person', claimed.person_id::text, true) as seen from claimed
   )
   select its.id, its.attempts as number, its.created_at as "createdAt",
          concat_ws(' ', person.given_name, person.prefix, person.family_name) as name, consent.language, contact.email,
          its.subject_nl as "subjectNl", its.text_nl as "textNl", its.subject_en as "subjectEn", its.text_en as "textEn"
     from its join person on person.id = its.person_id
     left join electronic_consent consent on consent.person_id = its.person_id and consent.withdrawn_on is null
     left join lateral (
       select email from person_contact where person_id = its.person_id and its.seen is not null offset 0
     ) contact on true`,
);

/** Claims the mail that has waited longest; null where none is due. */
export async function claimMail(on: Queryable): Promise<ClaimedMail | null> {
  const [mail] = await on.query<ClaimedMail>(claim());
  return mail ?? null;
}

/** What came of an attempt. */
export interface Attempt {
  readonly outcome: 'accepted' | 'deferred' | 'refused';
  /** The mail server's, of three digits; null where it did not answer. */
  readonly code: number | null;
  /** Without personal data. */
  readonly answer: string | null;
}

// Once a server accepted it, it was sent, whoever else is at it by now; any other answer counts as long as the claim holds.
const record = statement(
  'mail_record',
  `with answered as (
     insert into delivery_attempt (message_id, number, outcome, code, answer) values ($1, $2, $3, $4, $5) on conflict do nothing
   )
   update message set delivery = $6, next_attempt = registry_now() + make_interval(mins => $7)
    where id = $1 and delivery = 'waiting' and (attempts = $2 or $6 = 'sent')`,
);

/** Records an attempt, and what the message is now: sent, bounced, or waiting for so many minutes. */
export async function recordAttempt(
  on: Queryable,
  { id, number }: Pick<ClaimedMail, 'id' | 'number'>,
  { outcome, code, answer }: Attempt,
  next: { readonly delivery: 'sent' | 'bounced' | 'waiting'; readonly minutes: number },
): Promise<void> {
  await on.query(record(id, number, outcome, code, answer, next.delivery, next.minutes));
}

const keep = statement(
  'mail_keep_in_portal',
  `update message set delivery = 'portal', not_mailed_because = $3 where id = $1 and attempts = $2 and delivery = 'waiting'`,
);

/** Leaves a message in the portal alone. */
export async function keepInPortal(
  on: Queryable,
  { id, number }: Pick<ClaimedMail, 'id' | 'number'>,
  because: 'no_consent' | 'no_address',
): Promise<void> {
  await on.query(keep(id, number, because));
}
