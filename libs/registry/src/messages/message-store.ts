import type { Addressee, CalendarDate, MessageFacts } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';

/** A message of the outbox with what it can be told about, and whom. */
export interface OutboxRow extends Omit<MessageFacts, 'name' | 'reference' | 'call' | 'funder'> {
  readonly outboxId: string;
  readonly topic: string;
  /** Null where the subject is of a kind that nobody is told about, or has gone. */
  readonly reference: string | null;
  readonly call: string | null;
  readonly funder: string | null;
  readonly callId: string | null;
  readonly applicationId: string | null;
  /** The last days of the terms that run for the subject, by their kind. */
  readonly terms: Readonly<Record<string, CalendarDate>>;
  readonly people: readonly { readonly as: Addressee; readonly id: string; readonly name: string }[];
}

const here = `at time zone 'Europe/Amsterdam')::date`;
const isOpen = `deadline.met_on is null and deadline.cancelled_on is null`;

// The subject is looked for by its key in each table that messages are about. A reminder is about the record whose term
// it is, as long as the term still runs and ends on that day. Officers are looked for only where a topic is for them.
const claim = statement(
  'outbox_claim',
  `with due as materialized (
     select id, topic, subject_id, created_at from outbox_message
      where delivered_at is null and next_attempt <= registry_now()
      order by next_attempt limit $1 for update skip locked
   ), about as (
     select due.*, coalesce(deadline.subject_id, due.subject_id) as record_id, deadline.ends_on as reminded_of
       from due left join reminder on reminder.id = due.subject_id
       left join deadline on deadline.subject_id = reminder.subject_id and deadline.kind = reminder.kind
         and deadline.ends_on = reminder.ends_on and ${isOpen}
   )
   select about.id as "outboxId", about.topic, call.id as "callId", application.id as "applicationId",
          coalesce(decision.reference, project.reference, invitation.reference, application.reference, call.reference) as reference,
          application.reference as application, application.title, call.title as call, funder.name as funder,
          (about.created_at ${here} as "bookedOn", (application.received_at ${here} as "receivedOn",
          decision.announced_on as "announcedOn", project.started_on as "startedOn",
          coalesce(about.reminded_of, invitation.valid_until) as until,
          coalesce((select jsonb_object_agg(deadline.kind, deadline.ends_on) from deadline
            where deadline.subject_id = about.record_id and ${isOpen}), '{}') as terms,
          coalesce((select jsonb_agg(jsonb_build_object('as', named.capacity, 'id', person.id,
                'name', concat_ws(' ', person.given_name, person.prefix, person.family_name)) order by named.capacity, person.id)
            from (
              select 'main_applicant' as capacity, application.main_applicant_id as person_id
              union all select 'administratively_responsible', application.administratively_responsible_id
              union all select 'project_leader', application.project_leader_id where its_project.id is null
              union all select 'project_leader', leader.person_id from project_leader leader
                where leader.project_id = its_project.id and leader.valid_from <= (registry_now() ${here}
                  and (leader.valid_to is null or leader.valid_to > (registry_now() ${here})
              union all select 'invited_person', invitation.person_id
              union all select 'programme_officer', account.person_id
                from role_assignment given join account on account.id = given.account_id
               where about.topic = any ($2::text[]) and given.role = 'programme_officer'
                 and given.valid_from <= (registry_now() ${here} and (given.valid_to is null or given.valid_to > (registry_now() ${here})
                 and (given.funder_id is null or given.funder_id = call.funder_id)
                 and (given.programme_id is null or given.programme_id = call.programme_id)
            ) named join person on person.id = named.person_id), '[]') as people
     from about
     left join decision on decision.id = about.record_id
     left join project on project.id = about.record_id
     left join call_invitation invitation on invitation.id = about.record_id
     left join application on application.id = coalesce(decision.application_id, project.application_id, about.record_id)
     left join project its_project on its_project.application_id = application.id
     left join call on call.id = coalesce(application.call_id, invitation.call_id, about.record_id)
     left join funder on funder.id = call.funder_id`,
);

/** Takes messages from the outbox that nobody else is at, until the transaction ends. `forOfficers` are their topics. */
export function claimOutbox(tx: Queryable, most: number, forOfficers: readonly string[]): Promise<OutboxRow[]> {
  return tx.query<OutboxRow>(claim(most, forOfficers));
}

/** A message to one person, as it is kept. */
export interface NewMessage {
  readonly id: string;
  readonly outboxId: string;
  readonly topic: string;
  readonly kind: string;
  readonly personId: string;
  readonly callId: string;
  readonly applicationId: string | null;
  readonly reference: string;
  readonly basis: string;
  readonly startsTerm: string | null;
  readonly subjectNl: string;
  readonly textNl: string;
  readonly subjectEn: string;
  readonly textEn: string;
}

// It is mailed where the consent was given before it happened: what happened earlier was told another way.
const add = statement(
  'message_add',
  `insert into message (id, outbox_id, topic, kind, person_id, call_id, application_id, reference, basis, starts_term,
      subject_nl, text_nl, subject_en, text_en, delivery, not_mailed_because)
   select given.id, given."outboxId", given.topic, given.kind, given."personId", given."callId", given."applicationId",
          given.reference, given.basis, given."startsTerm", given."subjectNl", given."textNl", given."subjectEn", given."textEn",
          case when $2::boolean and consent.id is not null then 'waiting' else 'portal' end,
          case when not $2::boolean then 'no_mail_server' when consent.id is null then 'no_consent' end
     from jsonb_to_recordset($1::jsonb) as given (id uuid, "outboxId" uuid, topic text, kind text, "personId" uuid, "callId" uuid,
            "applicationId" uuid, reference text, basis text, "startsTerm" text, "subjectNl" text, "textNl" text, "subjectEn" text, "textEn" text)
     join outbox_message outbox on outbox.id = given."outboxId"
     left join electronic_consent consent on consent.person_id = given."personId" and consent.withdrawn_on is null
       and consent.created_at <= outbox.created_at
       on conflict (outbox_id, person_id) do nothing
   returning id`,
);

/** Keeps messages, once for each message of the outbox and person; how many are new. */
export async function addMessages(
  tx: Queryable,
  messages: readonly NewMessage[],
  { mails }: { readonly mails: boolean },
): Promise<number> {
  return (await tx.query(add(JSON.stringify(messages), mails))).length;
}

const settle = statement(
  'outbox_settle',
  `update outbox_message set delivered_at = registry_now(), attempts = attempts + 1 where id = any ($1::uuid[])`,
);
const defer = statement(
  'outbox_defer',
  `update outbox_message set attempts = attempts + 1,
          next_attempt = registry_now() + least(interval '1 day', interval '1 minute' * power(2, attempts))
    where id = any ($1::uuid[])`,
);

/** What was told is done with; what could not be told is tried again, later each time. */
export async function settleOutbox(tx: Queryable, told: readonly string[], failed: readonly string[]): Promise<void> {
  await tx.query(settle(told));
  if (failed.length > 0) await tx.query(defer(failed));
}

// The day of a reminder: so many days before the end, but not before half of the term has gone. Two workers that find
// the same meet at the unique index, and one of them adds nothing.
const remind = statement(
  'message_remind',
  `with today as (select (registry_now() ${here} as day),
   made as (
     insert into reminder (subject_id, kind, ends_on)
     select deadline.subject_id, deadline.kind, deadline.ends_on
       from today, unnest($1::text[], $2::integer[]) as wanted (kind, days) join deadline on deadline.kind = wanted.kind
      where ${isOpen} and deadline.suspended_since is null and deadline.ends_on between (select day from today) and (select day + $3::integer from today)
        and deadline.ends_on <= today.day + wanted.days
        and today.day >= deadline.ends_on - least(wanted.days, (deadline.ends_on - deadline.starts_on) / 2)
        and not exists (select from reminder
          where reminder.subject_id = deadline.subject_id and reminder.kind = deadline.kind and reminder.ends_on = deadline.ends_on)
         on conflict (subject_id, kind, ends_on) do nothing
     returning id, kind
   )
   insert into outbox_message (topic, subject_id) select 'reminder.' || kind, id from made returning id`,
);

/** Puts a reminder of each term that ends soon into the outbox, once; how many. */
export async function addReminders(
  on: Queryable,
  wanted: readonly { readonly kind: string; readonly days: number }[],
): Promise<number> {
  const rows = await on.query(
    remind(
      wanted.map(({ kind }) => kind),
      wanted.map(({ days }) => days),
      Math.max(0, ...wanted.map(({ days }) => days)),
    ),
  );
  return rows.length;
}
