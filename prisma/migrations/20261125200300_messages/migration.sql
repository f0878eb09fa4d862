-- What people are told: consent to electronic sending, messages, each attempt to send one, and reminders.
set lock_timeout = '5s';

-- Consent to be reached by mail, from one day until another. NL: instemming met elektronische verzending (Awb 2:14).
create table electronic_consent (
  id uuid not null,
  person_id uuid not null,
  language text not null,
  given_on date not null,
  given_by uuid not null,
  withdrawn_on date,
  withdrawn_by uuid,
  created_at timestamptz(6) not null default registry_now(),
  constraint electronic_consent_pkey primary key (id),
  constraint electronic_consent_person_id_fkey foreign key (person_id) references person on delete restrict on update restrict,
  constraint electronic_consent_language_known check (language in ('nl', 'en')),
  constraint electronic_consent_withdrawn_after check (withdrawn_on >= given_on),
  constraint electronic_consent_withdrawn_by_somebody check ((withdrawn_on is null) = (withdrawn_by is null))
);
create index electronic_consent_person_id_idx on electronic_consent (person_id);
create unique index electronic_consent_in_force on electronic_consent (person_id) where withdrawn_on is null;

-- A message to one person about one message of the outbox, as it was worded then.
create table message (
  id uuid not null,
  outbox_id uuid not null,
  topic text not null,
  kind text not null,
  person_id uuid not null,
  call_id uuid not null,
  application_id uuid,
  reference text not null,
  basis text not null,
  starts_term text,
  subject_nl text not null,
  text_nl text not null,
  subject_en text not null,
  text_en text not null,
  created_at timestamptz(6) not null default registry_now(),
  read_at timestamptz(6),
  delivery text not null,
  not_mailed_because text,
  attempts integer not null default 0,
  next_attempt timestamptz(6) not null default registry_now(),
  claimed_at timestamptz(6),
  constraint message_pkey primary key (id),
  constraint message_person_id_fkey foreign key (person_id) references person on delete restrict on update restrict,
  constraint message_call_id_fkey foreign key (call_id) references call on delete restrict on update restrict,
  constraint message_application_id_fkey foreign key (application_id) references application on delete restrict on update restrict,
  constraint message_delivery_known check (delivery in ('portal', 'waiting', 'sent', 'bounced')),
  constraint message_not_mailed_for_a_reason check (
    (delivery = 'portal') = (not_mailed_because is not null)
    and not_mailed_because in ('no_mail_server', 'no_consent', 'no_address'))
);
create unique index message_outbox_id_person_id_key on message (outbox_id, person_id);
create index message_person_id_created_at_id_idx on message (person_id, created_at, id);
create index message_application_id_idx on message (application_id);
create index message_call_id_idx on message (call_id);
create index message_unread on message (person_id) where read_at is null;
create index message_to_mail on message (next_attempt) where delivery = 'waiting';
create index message_bounced on message (created_at, id) where delivery = 'bounced';

-- What the mail server answered, each time. An attempt of which the worker did not live to hear the answer is unknown;
-- its answer may still come, in a row beside that one.
create table delivery_attempt (
  message_id uuid not null,
  number integer not null,
  outcome text not null,
  code integer,
  answer text,
  at timestamptz(6) not null default registry_now(),
  constraint delivery_attempt_pkey primary key (message_id, number, outcome),
  constraint delivery_attempt_message_id_fkey foreign key (message_id) references message on delete restrict on update restrict,
  constraint delivery_attempt_outcome_known check (outcome in ('accepted', 'deferred', 'refused', 'unknown'))
);
create trigger refuse_change before update or delete on delivery_attempt for each row execute function refuse_change();
create trigger refuse_truncate before truncate on delivery_attempt for each statement execute function refuse_change();

-- That somebody was reminded of the end of a term: once for each day on which it may end.
create table reminder (
  id uuid not null default gen_random_uuid(),
  subject_id uuid not null,
  kind text not null,
  ends_on date not null,
  created_at timestamptz(6) not null default registry_now(),
  constraint reminder_pkey primary key (id)
);
create unique index reminder_subject_id_kind_ends_on_key on reminder (subject_id, kind, ends_on);

-- What was said stays; a consent that was withdrawn is not given again, but another one is.
create trigger refuse_change before update on electronic_consent for each row
  when (old.withdrawn_on is not null) execute function refuse_change();

grant select on electronic_consent, message, delivery_attempt, reminder to registry_app;
grant insert on delivery_attempt, reminder to registry_app;
grant insert (id, person_id, language, given_on, given_by), update (withdrawn_on, withdrawn_by) on electronic_consent to registry_app;
grant insert (id, outbox_id, topic, kind, person_id, call_id, application_id, reference, basis, starts_term,
    subject_nl, text_nl, subject_en, text_en, delivery, not_mailed_because),
  update (read_at, delivery, not_mailed_because, attempts, next_attempt, claimed_at) on message to registry_app;

-- Whoever is invited is told, whatever made the invitation.
create function tell_invitation() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  insert into outbox_message (topic, subject_id) values ('invitation.created', new.id);
  return null;
end
$$;
create trigger tell_invitation after insert on call_invitation for each row execute function tell_invitation();
