-- What a step says is said in that step, and by it alone: the guards ask whether a record was moved in this transaction,
-- not whether its row was touched; what a step records cannot be changed beside one.
set lock_timeout = '5s';

-- Moved in this transaction ------------------------------------------------------------------------------------------

-- The transaction of the step that moved a record last, or that told a fact, by bulk work too. A row's own xmin says no
-- more than that it was touched, and names the subtransaction after a savepoint. Null where that was before this migration.
create function mark_step() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.step_xact := pg_current_xact_id();
  new.step_epoch := registry_epoch_now();
  return new;
end
$$;
create function of_this_transaction(its_xact xid8, its_epoch integer) returns boolean language sql stable
  return its_xact = pg_current_xact_id() and its_epoch = registry_epoch_now();
create function refuse_version() returns trigger language plpgsql as $$
begin
  perform step_refused('version_required', 'A version rises by one');
  return new;
end
$$;
do $$
declare
  subject_machine text;
  fact text;
begin
  foreach subject_machine in array array['call', 'application', 'decision', 'project', 'legacy_award'] loop
    execute format('alter table %I add column step_xact xid8, add column step_epoch integer', subject_machine);
    execute format('alter table staging.%I add column step_xact xid8, add column step_epoch integer', subject_machine);
    execute format('create trigger b_mark_birth before insert on %I for each row execute function mark_step()', subject_machine);
    execute format('create trigger b_mark_move before update of status on %I for each row
      when (old.status is distinct from new.status) execute function mark_step()', subject_machine);
    execute format('drop trigger a_keep_head on %I', subject_machine);
    execute format('create trigger a_keep_head before update on %1$I for each row
      when (current_user <> ''registry_importer'' and row (old.id, old.event_seq, old.event_hash, old.event_at, old.status_since,
              old.step_xact, old.step_epoch, old.created_at)
            is distinct from row (new.id, new.event_seq, new.event_hash, new.event_at, new.status_since,
              new.step_xact, new.step_epoch, new.created_at))
      execute function refuse_head_change()', subject_machine);
    execute format('create trigger a_keep_version before update on %1$I for each row
      when (new.version not in (old.version, old.version + 1)) execute function refuse_version()', subject_machine);
  end loop;
  foreach fact in array array['application_term_fact', 'decision_condition_fact', 'decision_obligation_fact'] loop
    execute format('alter table %I add column step_xact xid8, add column step_epoch integer', fact);
    execute format('create trigger b_mark_step before insert or update on %I for each row execute function mark_step()', fact);
  end loop;
end
$$;

create or replace function guard_letter() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (
    select from decision where id = new.decision_id and status = 'signed' and of_this_transaction(step_xact, step_epoch)
  ) then
    perform step_refused('letter_without_signature', 'A letter is drawn up in the step that signs its decision');
  end if;
  new.digest := letter_digest(new);
  new.drawn_up_at := registry_now();
  return new;
end
$$;

create or replace function guard_outcome() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  step constant jsonb := registry_step();
  granted numeric;
  ceiling_then numeric;
begin
  select d.granted into granted from decision d join lifecycle_transition t
      on t.machine = 'application' and t.machine_version = (step -> 'commands' -> 'application' ->> 'version')::integer
     and t.command = step -> 'commands' -> 'application' ->> 'command' and t.from_status = old.status
   where d.id = (step ->> 'decision')::uuid and d.application_id = new.id and d.kind = any (t.decision_kinds)
     and d.status = 'announced' and of_this_transaction(d.step_xact, d.step_epoch);
  if not found then
    perform step_refused(case new.status when 'honoured' then 'honouring_decision_required' when 'rejected' then 'rejecting_decision_required'
        when 'not_processed' then 'not_processing_decision_required' else 'inadmissible_decision_required' end,
      format('An application is %s by a decision that is announced in the same step', new.status));
  end if;
  if old.status = 'submitted' and new.status in ('honoured', 'rejected') and (select procedure from call where id = new.call_id) = 'full' then
    perform step_refused('admission_required', 'On a call with the full procedure the application was admitted first');
  end if;
  if new.status = 'honoured' then
    select ceiling into ceiling_then from call_terms where call_id = new.call_id and number = new.terms_number;
    update call_ceiling set committed = committed + granted
     where call_id = new.call_id and (ceiling is null or committed + granted <= greatest(ceiling, ceiling_then));
    if not found then
      perform step_refused('ceiling_exceeded', 'The amount does not fit under the ceiling of the call');
    end if;
    if not exists (select from project where application_id = new.id) then
      perform step_refused('project_required', 'Honouring an application brings a project in the same step');
    end if;
  end if;
  return null;
end
$$;

create or replace function guard_withdrawal_of_grant() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  step constant jsonb := registry_step();
begin
  if not exists (
    select from decision d where d.id = (step ->> 'decision')::uuid and d.project_id = new.id and d.kind = 'withdraw_grant'
       and d.status = 'announced' and of_this_transaction(d.step_xact, d.step_epoch)
  ) then
    perform step_refused('withdrawing_decision_required', 'A grant is withdrawn by a decision that is announced in the same step');
  end if;
  return null;
end
$$;

-- Decisions -------------------------------------------------------------------------------------------------------

-- It answers what awaits it; one that decides on an application stands alone.
create or replace function guard_decision_content() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  asked numeric;
  received timestamptz;
  waits text;
  its_procedure text;
  corrected decision;
begin
  select application.requested, application.received_at, application.status, call.procedure into asked, received, waits, its_procedure
    from application join call on call.id = application.call_id where application.id = new.application_id;
  if new.supersedes_id is not null then
    select * into corrected from decision where id = new.supersedes_id;
  end if;
  if not (case
    when new.supersedes_id is not null then corrected.status in ('announced', 'irrevocable')
    when new.kind = 'withdraw_grant' then exists (
      select from project where id = new.project_id and application_id = new.application_id
         and status in ('awaiting_start', 'started', 'suspended'))
    when new.kind = 'default_penalty' then waits <> 'draft'
    when new.kind = 'not_processed' then waits in ('submitted', 'repair_requested')
    when new.kind = 'inadmissible' then waits = 'submitted'
    else waits = case its_procedure when 'simple' then 'submitted' else 'admitted' end
  end) then
    perform step_refused('nothing_to_decide', 'The application, its project or the decision that is corrected awaits such a decision');
  end if;
  if new.status_since < received then
    perform step_refused('decision_before_receipt', 'A decision is not prepared before its application was received');
  end if;
  if (new.kind = 'honour' and new.granted is distinct from asked)
    or (new.kind = 'partial_honour' and not coalesce(new.granted < asked, false))
    or (new.kind = 'conditional_honour' and not coalesce(new.granted <= asked, false)) then
    perform step_refused('amount_does_not_fit_kind', 'The amount does not fit the kind of decision and what was requested');
  end if;
  if (new.kind = 'conditional_honour') <> exists (select from decision_condition where decision_id = new.id) then
    perform step_refused('conditions_do_not_fit_kind', 'An award on conditions has at least one; other decisions have none');
  end if;
  if new.supersedes_id is not null then
    if corrected.application_id <> new.application_id or corrected.kind <> new.kind or corrected.granted is distinct from new.granted then
      perform step_refused('correction_changes_outcome', 'A correction keeps the kind of decision and the amount');
    end if;
  end if;
  return null;
end
$$;
create unique index decision_stands_already on decision (application_id)
  where status in ('announced', 'irrevocable') and kind not in ('default_penalty', 'withdraw_grant');

-- Who prepared and signed, and on which day, is what the steps say, whatever an update names besides.
create or replace function set_decision_facts() returns trigger language plpgsql as $$
declare
  step constant jsonb := registry_step();
  day constant date := (new.status_since at time zone 'Europe/Amsterdam')::date;
begin
  if tg_op = 'INSERT' then
    new.prepared_by := (step ->> 'actor')::uuid;
    new.signed_by := null;
    new.signed_on := null;
    new.announced_on := null;
    new.irrevocable_on := null;
    return new;
  end if;
  new.signed_by := old.signed_by;
  new.signed_on := old.signed_on;
  new.announced_on := old.announced_on;
  new.irrevocable_on := old.irrevocable_on;
  if old.status = new.status then
    return new;
  elsif new.status = 'signed' then
    new.signed_by := (step ->> 'actor')::uuid;
    new.signed_on := day;
  elsif new.status = 'announced' then
    new.announced_on := day;
  elsif new.status = 'irrevocable' then
    new.irrevocable_on := day;
  end if;
  return new;
end
$$;
create or replace trigger c_move_facts before update of status on decision for each row
  when (current_user <> 'registry_importer') execute function set_decision_facts();
create or replace trigger a_frozen before update on decision for each row
  when (row (old.funder_id, old.application_id, old.project_id, old.reference, old.number, old.kind, old.granted,
    old.currency, old.activities, old.provisions_version, old.reason_code, old.reason_text_id, old.starts_on, old.ends_on,
    old.legal_effect_from, old.mandate, old.supersedes_id, old.prepared_by, old.penalty) is distinct from row (
    new.funder_id, new.application_id, new.project_id, new.reference, new.number, new.kind, new.granted, new.currency,
    new.activities, new.provisions_version, new.reason_code, new.reason_text_id, new.starts_on, new.ends_on,
    new.legal_effect_from, new.mandate, new.supersedes_id, new.prepared_by, new.penalty))
  execute function refuse_frozen('decision_frozen');
create or replace trigger a_facts_frozen before update on decision for each row
  when (old.status = new.status and old.event_seq = new.event_seq
    and row (old.signed_by, old.signed_on, old.announced_on, old.irrevocable_on, old.content_digest)
    is distinct from row (new.signed_by, new.signed_on, new.announced_on, new.irrevocable_on, new.content_digest))
  execute function refuse_frozen('decision_frozen');

create or replace function guard_announcement() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not (case
    when new.supersedes_id is not null then exists (
      select from decision d where d.id = new.supersedes_id and d.status = 'superseded' and of_this_transaction(d.step_xact, d.step_epoch))
    when new.kind = 'withdraw_grant' then exists (
      select from project p where p.id = new.project_id and p.status in ('terminated', 'not_started') and of_this_transaction(p.step_xact, p.step_epoch))
    when new.kind = 'default_penalty' then true
    else exists (
      select from application a where a.id = new.application_id and of_this_transaction(a.step_xact, a.step_epoch)
         and a.status = case new.kind when 'reject' then 'rejected' when 'not_processed' then 'not_processed'
                                      when 'inadmissible' then 'inadmissible' else 'honoured' end)
  end) then
    perform step_refused('decision_without_effect', 'What the decision brings about happens in the same step');
  end if;
  return null;
end
$$;

-- What was announced is superseded by a correction alone: signed when it goes, announced before the transaction ends.
create function guard_supersession() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (
    select from decision where supersedes_id = new.id
       and (status in ('announced', 'irrevocable') or status = 'signed' and tg_argv[0] = 'goes')
  ) then
    perform step_refused('correction_required', 'A decision that was announced is superseded by a correction that is announced in the same step');
  end if;
  return null;
end
$$;
create trigger c_guard_supersession after update of status on decision for each row
  when (old.status in ('announced', 'irrevocable') and new.status = 'superseded' and current_user <> 'registry_importer')
  execute function guard_supersession('goes');
create constraint trigger c_guard_succession after update of status on decision deferrable initially deferred for each row
  when (old.status in ('announced', 'irrevocable') and new.status = 'superseded' and current_user <> 'registry_importer')
  execute function guard_supersession('went');

create or replace function guard_decision_fact() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  command constant text := command_on('decision');
begin
  if command = 'fulfil_obligation' then
    if not exists (select from decision_obligation_fact where decision_id = new.id and of_this_transaction(step_xact, step_epoch)) then
      perform step_refused('obligation_not_open', 'The step names an obligation that is open');
    end if;
  elsif not exists (select from decision_condition_fact where decision_id = new.id and of_this_transaction(step_xact, step_epoch)) then
    perform step_refused('condition_not_open', 'The step names a condition that is open');
  end if;
  return null;
end
$$;

-- Applications ----------------------------------------------------------------------------------------------------

create or replace function guard_term_step() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  command constant text := command_on('application');
begin
  if command in ('suspend_term', 'resume_term', 'name_another_term', 'give_notice_of_default') and not exists (
    select from application_term_fact where application_id = new.id and of_this_transaction(step_xact, step_epoch)
  ) then
    perform step_refused(case command when 'resume_term' then 'term_runs' else 'step_required' end, 'A step on a term says what happens to it');
  end if;
  return null;
end
$$;

create or replace function guard_draft() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if num_nonnulls(new.received_at, new.complete_at, new.agreement_received_on, new.invitation_id) > 0 or new.terms_number <> 0 then
    perform step_refused('application_frozen', 'What a receipt says is said on receipt');
  end if;
  if registry_step() ->> 'role' = 'applicant'
    and (select status from call where id = new.call_id) not in ('published', 'open') then
    perform step_refused('call_takes_no_drafts', 'A draft is begun on a call that is published or open');
  end if;
  return null;
end
$$;

-- What an application says comes with its receipt, and stays; what its steps say of it, the guards set.
drop trigger a_frozen on application;
create trigger a_frozen before update on application for each row
  when (row (old.funder_id, old.call_id, old.reference, old.created_by, old.received_at, old.complete_at, old.terms_number,
      old.agreement_received_on)
    is distinct from row (new.funder_id, new.call_id, new.reference, new.created_by, new.received_at, new.complete_at, new.terms_number,
      new.agreement_received_on))
  execute function refuse_frozen('application_frozen');
create trigger c_frozen before update on application for each row
  when (not (old.status = 'draft' and new.status = 'submitted')
    and row (old.title, old.summary, old.requested, old.currency, old.starts_on, old.duration_months,
      old.organisation_id, old.main_applicant_id, old.administratively_responsible_id, old.project_leader_id,
      old.leader_organisation_id, old.invitation_id)
    is distinct from row (new.title, new.summary, new.requested, new.currency, new.starts_on, new.duration_months,
      new.organisation_id, new.main_applicant_id, new.administratively_responsible_id, new.project_leader_id,
      new.leader_organisation_id, new.invitation_id))
  execute function refuse_frozen('application_frozen');
create function guard_application_part() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (
    select from added left join application on application.id = added.application_id
       and application.received_at is not null and of_this_transaction(application.step_xact, application.step_epoch)
     where application.id is null
  ) then
    perform step_refused('application_frozen', 'What belongs to an application comes with its receipt');
  end if;
  return null;
end
$$;
do $$
declare
  part text;
begin
  foreach part in array array['application_partner', 'application_budget_line', 'application_parent'] loop
    execute format('create trigger c_guard_part after insert on %I referencing new table as added for each statement
      execute function guard_application_part()', part);
    execute format('create trigger refuse_change before update or delete on %I for each row execute function refuse_change()', part);
    execute format('create trigger refuse_truncate before truncate on %I for each statement execute function refuse_change()', part);
    execute format('revoke update on %I from registry_app', part);
  end loop;
end
$$;

-- Projects --------------------------------------------------------------------------------------------------------

create or replace function guard_award() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if num_nonnulls(new.started_on, new.late_start_reason_id, new.ended_on, new.final_report_approved_on) > 0 then
    perform step_refused('project_frozen', 'What a step on a project says is said in that step');
  end if;
  if not exists (
    select from decision d join application a on a.id = d.application_id
     where d.id = new.decision_id and d.application_id = new.application_id
       and d.kind in ('honour', 'partial_honour', 'conditional_honour')
       and d.status = 'announced' and d.granted = new.granted and a.status = 'honoured'
       and of_this_transaction(d.step_xact, d.step_epoch) and of_this_transaction(a.step_xact, a.step_epoch)
  ) then
    perform step_refused('award_decision_required', 'A project comes of a decision to honour that is announced in the same step');
  end if;
  return null;
end
$$;

-- Each day of a project is told by the step that it belongs to; whether the step is allowed comes first.
drop trigger a_frozen on project;
create trigger c_frozen before update on project for each row
  when (row (old.funder_id, old.application_id, old.decision_id, old.reference, old.granted, old.currency, old.starts_on)
      is distinct from row (new.funder_id, new.application_id, new.decision_id, new.reference, new.granted, new.currency, new.starts_on)
    or not (old.status = 'awaiting_start' and new.status = 'started')
      and row (old.started_on, old.ends_on, old.late_start_reason_id) is distinct from row (new.started_on, new.ends_on, new.late_start_reason_id)
    or not (old.status = 'started' and new.status = 'ended') and old.ended_on is distinct from new.ended_on
    or not (old.status = 'ended' and new.status = 'completed') and old.final_report_approved_on is distinct from new.final_report_approved_on)
  execute function refuse_frozen('project_frozen');

-- The months in which a project starts count from the announcement, as the term that is stored has it.
create or replace function guard_start() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  honoured_on date;
  months integer;
begin
  if holding_start(new.application_id) > 0 then
    perform step_refused('start_held_back', 'Conditions or obligations hold back the start');
  end if;
  select decision.announced_on, call.start_term_months into honoured_on, months
    from decision join application on application.id = decision.application_id join call on call.id = application.call_id
   where decision.id = new.decision_id;
  if new.started_on > (registry_now() at time zone 'Europe/Amsterdam')::date then
    perform step_refused('start_in_future', 'A start that is confirmed has taken place');
  end if;
  if new.started_on < honoured_on then
    perform step_refused('start_before_honouring', 'A project does not start before it was honoured');
  end if;
  if new.started_on > honoured_on + make_interval(months => months) and new.late_start_reason_id is null then
    perform step_refused('late_start_unexplained', 'A project that starts late has an accepted reason');
  end if;
  return null;
end
$$;
create function guard_end() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.ended_on < new.ends_on and registry_step() ->> 'reason' is null then
    perform step_refused('end_not_reached', 'A project that ends early has a reason');
  end if;
  return null;
end
$$;
create trigger c_guard_end after update of status on project for each row
  when (old.status = 'started' and new.status = 'ended' and current_user <> 'registry_importer') execute function guard_end();

-- Deadlines -------------------------------------------------------------------------------------------------------

-- A term is written by somebody's step, and belongs to one subject for good.
create function guard_deadline() returns trigger language plpgsql as $$
begin
  if registry_step() is null then
    perform step_refused('step_required', 'A term is written in a step');
  end if;
  return new;
end
$$;
create trigger a_guard_deadline before insert or update on deadline for each row
  when (current_user <> 'registry_importer') execute function guard_deadline();
create trigger refuse_delete before delete on deadline for each row execute function refuse_change();
create trigger refuse_truncate before truncate on deadline for each statement execute function refuse_change();
revoke update on deadline from registry_app;
grant update (basis, starts_on, ends_on, term, suspended_since, ground, steps, met_on, cancelled_on) on deadline to registry_app;

-- Who may do what -------------------------------------------------------------------------------------------------

revoke execute on function mark_step(), refuse_version(), of_this_transaction(xid8, integer), guard_supersession(), guard_application_part(), guard_end(),
  guard_deadline() from public;
