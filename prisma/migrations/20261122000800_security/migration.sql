-- Who may do what in the database. The service appends and moves; it never writes heads, events, periods or seals.
set lock_timeout = '5s';

revoke execute on all functions in schema public from public;
grant execute on function registry_now(), registry_epoch_now(), registry_step(), known_at(xid8, integer, integer, pg_snapshot),
  event_content(text, integer, uuid, integer, text, text, text, text, text, text, text, timestamptz, timestamptz, text, text),
  decision_digest(decision, text), chain_step(bytea, bytea), chain(bytea)
  to registry_app, registry_reader, registry_importer;
grant execute on function step_refused(text, text) to registry_app, registry_importer;
grant execute on function take_seal(), bulk_load(), void_import(uuid, uuid, text, uuid) to registry_app;

grant usage on schema public to registry_app, registry_reader;
grant usage on schema staging to registry_app;
grant select, insert on all tables in schema staging to registry_app;
grant select on all tables in schema public to registry_app;
grant usage on organisation_number, person_number, relation_number, import_run_number, provenance_id_seq to registry_app;

-- Ordinary records.
grant insert, update on funder, organisation, person, person_contact, account, role_assignment, programme, programme_line,
  policy_objective, programme_policy_objective, target_group, programme_target_group, programme_activity, activity_project,
  activity_application, call_invitation, application_draft, application_partner, application_budget_line, application_parent,
  project_leader, project_recipient, project_relation, import_run, deadline, text_key, outbox_message, idempotency_key
  to registry_app;
grant delete on application_draft, programme_policy_objective, programme_target_group, idempotency_key, outbox_message to registry_app;
grant insert on provenance, import_error, confidential_text, report_run to registry_app;
do $$
declare
  subject_machine text;
  listed text;
  facts text;
begin
  foreach subject_machine in array array['call', 'application', 'decision', 'project'] loop
    select string_agg(quote_ident(attname), ', '),
           string_agg(quote_ident(attname), ', ') filter (where attname <> 'id')
      into listed, facts from pg_attribute
     where attrelid = subject_machine::regclass and attnum > 0 and not attisdropped
       and attname not in ('event_seq', 'event_hash', 'event_at', 'status_since', 'content_digest');
    execute format('grant insert (%s), update (%s) on %I to registry_app', listed, facts, subject_machine);
  end loop;
  select string_agg(quote_ident(attname), ', ') into listed from pg_attribute
   where attrelid = 'realisation'::regclass and attnum > 0 and not attisdropped and attname not in ('xact', 'epoch', 'voided_xact', 'voided_epoch');
  execute format('grant insert (%s) on realisation to registry_app', listed);
end
$$;

-- The service locks the row of a ceiling, which takes the right to update it; the guards alone do update it.
grant update (committed) on call_ceiling to registry_app;
create trigger refuse_direct_change before update on call_ceiling for each row
  when (current_user not in ('registry_owner', 'registry_importer')) execute function refuse_change();

grant select on all tables in schema public to registry_reader;
revoke select on person_contact, application_draft, confidential_text, text_key, idempotency_key from registry_reader;

-- Confidential tables: row level security, forced, by settings that are local to the transaction.
alter table person_contact enable row level security, force row level security;
alter table application_draft enable row level security, force row level security;
alter table confidential_text enable row level security, force row level security;

create function sees(what text) returns boolean language sql stable
  return coalesce(current_setting('registry.sees', true), '') = what;
grant execute on function sees(text) to registry_app;

create policy own_or_seen on person_contact to registry_app
  using (person_id = nullif(current_setting('registry.person', true), '')::uuid or sees('contact'));
create policy own_draft on application_draft to registry_app
  using (owner_id = nullif(current_setting('registry.account', true), '')::uuid);
create policy seen_text on confidential_text for select to registry_app using (sees('text'));
create policy written_text on confidential_text for insert to registry_app with check (true);
-- The guards hash the ciphertext of a reason, whoever gives it; they read no more than that.
create policy hashed_by_guards on confidential_text for select to registry_owner, registry_importer using (true);
create policy kept_by_owner on person_contact to registry_owner using (true);
create policy drafts_kept_by_owner on application_draft to registry_owner using (true);
create policy texts_kept_by_owner on confidential_text for insert to registry_owner with check (true);
