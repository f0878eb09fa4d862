-- The full procedure up to the decision: facts beside the states, steps that add a fact and move nothing, amendments of
-- a published call, repair, admission, and decisions on conditions. The rows of the lifecycles come after this.
set lock_timeout = '5s';

-- Facts -----------------------------------------------------------------------------------------------------------

alter table call add column max_applications integer, add column referees_needed integer not null default 2,
  add column terms_number integer not null default 0;
alter table application add column terms_number integer not null default 0, add column agreement_received_on date, add column complete_at timestamptz(6);
alter table staging.call add column max_applications integer, add column referees_needed integer not null default 2,
  add column terms_number integer not null default 0;
alter table decision add column penalty numeric;
alter table staging.decision add column penalty numeric;
alter table staging.application add column terms_number integer not null default 0, add column agreement_received_on date, add column complete_at timestamptz(6);
update application set complete_at = received_at where received_at is not null;

-- What a call allows, as published and after each amendment: an application goes by the terms under which it came in.
create table call_terms (
  call_id uuid not null references call on delete restrict on update restrict,
  number integer not null,
  since timestamptz(6) not null,
  actor uuid not null,
  ceiling numeric, ceiling_from date, max_amount numeric, max_duration_months integer,
  max_applications_per_organisation integer, max_applications integer, referees_needed integer not null,
  decision_term_weeks integer, start_term_months integer not null, provisions_version text, criteria text,
  closes_at timestamptz(6),
  primary key (call_id, number)
);

-- What happens to the term for deciding: it stands still, another one is named, notice of default is given.
create table application_term_fact (
  application_id uuid not null references application on delete restrict on update restrict,
  number integer not null default 0,
  fact text not null,
  occurred_on date not null default current_date,
  ground text,
  through date,
  primary key (application_id, number)
);

-- The one chance to complete an application.
create table application_repair (
  application_id uuid not null references application on delete restrict on update restrict,
  requested_on date not null,
  until date not null,
  answered_on date,
  constraint application_repair_pkey primary key (application_id)
);

create table application_check (
  application_id uuid not null references application on delete restrict on update restrict,
  item text not null,
  in_order boolean not null,
  checked_by uuid not null,
  checked_at timestamptz(6) not null default registry_now(),
  primary key (application_id, item)
);

-- Written before the decision that they belong to, in its transaction, so that its first event can speak of them.
create table decision_condition (
  decision_id uuid not null references decision on delete restrict on update restrict deferrable initially deferred,
  number integer not null,
  kind text not null,
  description text not null,
  due_on date,
  primary key (decision_id, number)
);
create table decision_obligation (
  decision_id uuid not null references decision on delete restrict on update restrict deferrable initially deferred,
  number integer not null,
  description text not null,
  due_on date,
  blocks text not null default 'nothing',
  primary key (decision_id, number)
);

-- What became of a condition or an obligation, each once.
create table decision_condition_fact (
  decision_id uuid not null,
  number integer not null,
  fact text not null,
  occurred_on date not null,
  primary key (decision_id, number, fact),
  foreign key (decision_id, number) references decision_condition on delete restrict on update restrict
);
create table decision_obligation_fact (
  decision_id uuid not null,
  number integer not null,
  fulfilled_on date not null,
  primary key (decision_id, number),
  foreign key (decision_id, number) references decision_obligation on delete restrict on update restrict
);

-- What a row must be ----------------------------------------------------------------------------------------------

alter table call drop constraint call_limits_positive, add constraint call_limits_positive check (
  max_duration_months > 0 and max_applications_per_organisation > 0 and decision_term_weeks > 0 and start_term_months > 0
  and max_applications > 0 and referees_needed between 1 and 20);
alter table application_term_fact
  add constraint application_term_fact_known check (fact in ('suspended', 'another_term_named', 'default_notice')),
  add constraint application_term_fact_ground_known check (case fact
    when 'suspended' then ground in ('foreign_information', 'consent', 'applicant_delay', 'force_majeure')
    when 'default_notice' then ground is null or ground in ('notice_unreasonably_late', 'not_interested', 'plainly_hopeless')
    else ground is null end),
  add constraint suspension_out_of_order check (fact <> 'suspended' or through >= occurred_on - 1),
  add constraint another_term_has_end check (fact <> 'another_term_named' or through is not null);
create unique index term_stands_still on application_term_fact (application_id) where fact = 'suspended' and through is null;
create unique index default_notice_given_already on application_term_fact (application_id) where fact = 'default_notice';
alter table application_check add constraint application_check_item_known check (item in
  ('in_time', 'eligible_applicant', 'complete', 'language', 'format'));
alter table application_repair add constraint repair_term_not_ahead check (until > requested_on);
alter table decision_condition
  add constraint decision_condition_kind_known check (kind in ('budget_reservation', 'agreement', 'event')),
  add constraint decision_condition_described check (substring(description from '\S') is not null);
alter table decision_condition_fact
  add constraint decision_condition_fact_known check (fact in ('budget_adopted', 'invoked', 'lapsed', 'met'));
alter table decision_obligation
  add constraint decision_obligation_blocks_known check (blocks in ('nothing', 'start', 'first_advance', 'activity')),
  add constraint decision_obligation_described check (substring(description from '\S') is not null);
alter table decision
  drop constraint decision_kind_known, drop constraint decision_reason_known, drop constraint amount_does_not_fit_kind,
  drop constraint grant_not_described, drop constraint reasons_required,
  add constraint decision_kind_known check (kind in
    ('honour', 'partial_honour', 'conditional_honour', 'reject', 'not_processed', 'inadmissible', 'default_penalty', 'withdraw_grant')),
  add constraint decision_penalty_money check (penalty = round(penalty, 2) and penalty between 0 and 1e12),
  add constraint penalty_does_not_fit_kind check ((kind = 'default_penalty') = (penalty is not null) and penalty > 0),
  add constraint decision_reason_known check (reason_code is null
    or (kind = 'reject' and reason_code in ('ceiling', 'quality', 'relevance', 'conditions', 'state_aid'))
    or (kind = 'not_processed' and reason_code in ('not_completed'))
    or (kind = 'inadmissible' and reason_code in ('late', 'outside_call', 'applicant_not_eligible'))
    or (kind = 'withdraw_grant' and reason_code in ('activities_not_done', 'obligations_not_met', 'incorrect_data',
      'incorrect_grant', 'budget_insufficient', 'given_up', 'changed_circumstances'))),
  add constraint amount_does_not_fit_kind check (
    (kind in ('honour', 'partial_honour', 'conditional_honour')) = (granted is not null) and granted > 0),
  add constraint grant_not_described check (
    kind not in ('honour', 'partial_honour', 'conditional_honour')
    or num_nulls(substring(activities from '\S'), substring(provisions_version from '\S')) = 0),
  add constraint reasons_required check (
    kind in ('honour', 'partial_honour', 'conditional_honour', 'default_penalty') or num_nulls(reason_code, reason_text_id) = 0);
drop index decision_in_preparation;
create unique index decision_in_preparation on decision (application_id) where status in ('prepared', 'signed') and kind <> 'default_penalty';

-- What waits for a decision, by call.
drop index application_undecided;
create index application_undecided on application (call_id) where status in
  ('submitted', 'repair_requested', 'admitted');
-- What the clock makes irrevocable.
create index decision_revocable on decision (announced_on) where status = 'announced';

-- Steps that add a fact and move nothing ----------------------------------------------------------------------------

-- BEFORE: judges the move and assigns the head of the chain. A step that leaves the state as it is leaves `status_since`.
create or replace function guard_move() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  subject_machine constant text := tg_argv[0];
  step constant jsonb := registry_step();
  mine constant jsonb := step -> 'commands' -> subject_machine;
  move lifecycle_transition;
  before_status text := '';
  before_hash bytea := '';
  occurred timestamptz;
  digest text;
  grounds_hash text;
  reason_hash text;
begin
  if mine is null then
    perform step_refused('step_required', format('A %s changes its status only in a step that names its command', subject_machine));
  end if;
  if tg_op = 'UPDATE' then
    before_status := old.status;
    before_hash := old.event_hash;
    if new.version <> old.version + 1 then
      perform step_refused('version_required', 'A change of status raises the version by one');
    end if;
  else
    new.event_seq := 0;
  end if;
  select * into move from lifecycle_transition
   where machine = subject_machine and machine_version = (mine ->> 'version')::integer
     and command = mine ->> 'command' and from_status = before_status;
  if move.to_status is distinct from new.status or move.bulk_only then
    perform step_refused('wrong_state', format('%s does not lead a %s from %s to %s', mine ->> 'command', subject_machine, before_status, new.status));
  end if;
  if step ->> 'role' <> all (move.roles) then
    perform step_refused('wrong_role', format('%s may not %s a %s', step ->> 'role', move.command, subject_machine));
  end if;
  if step ->> 'reason' is not null then
    select encode(sha256(ciphertext), 'hex') into reason_hash from confidential_text where id = (step ->> 'reason')::uuid;
  end if;
  if move.reason_required and reason_hash is null then
    perform step_refused('reason_required', format('%s needs a reason', move.command));
  end if;
  new.event_seq := new.event_seq + 1;
  if tg_op = 'UPDATE' then
    new.event_at := greatest(registry_now(), old.event_at);
  else
    new.event_at := registry_now();
  end if;
  if step ->> 'occurred' is null then
    occurred := new.event_at;
  else
    occurred := (step ->> 'occurred')::timestamptz;
    if occurred > new.event_at then
      perform step_refused('occurred_in_future', 'A step cannot have occurred later than now');
    end if;
    if step ->> 'role' <> all (move.late_roles) then
      perform step_refused('late_booking_not_allowed', format('%s may not book %s late', step ->> 'role', move.command));
    end if;
    if reason_hash is null then
      perform step_refused('late_booking_needs_reason', 'A step that is booked late says why');
    end if;
    if tg_op = 'UPDATE' then
      if occurred < (select occurred_at from registry_event where subject_id = old.id and seq = 1) then
        perform step_refused('occurred_before_first_event', 'A step cannot have occurred before the subject existed');
      end if;
      if before_status = new.status and occurred < old.status_since then
        perform step_refused('occurred_before_state', 'A step that leaves a state as it is occurred in that state');
      end if;
    end if;
  end if;
  if before_status <> new.status then
    new.status_since := occurred;
  end if;
  if subject_machine = 'decision' then
    if new.reason_text_id is not null then
      select encode(sha256(ciphertext), 'hex') into grounds_hash from confidential_text where id = new.reason_text_id;
    end if;
    digest := decision_digest(new, grounds_hash);
    new.content_digest := decode(digest, 'hex');
  end if;
  new.event_hash := sha256(before_hash || convert_to(event_content(
    subject_machine, move.machine_version, new.id, new.event_seq, move.command, nullif(before_status, ''), new.status,
    step ->> 'actor', step ->> 'role', move.basis, step ->> 'decision', occurred, new.event_at, reason_hash, digest), 'UTF8'));
  return new;
end
$$;

-- AFTER: rebuilds the bytes, and writes event and period; no period where the state stays.
create or replace function record_event() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  subject_machine constant text := tg_argv[0];
  step constant jsonb := registry_step();
  mine constant jsonb := step -> 'commands' -> subject_machine;
  before_status text;
  before_hash bytea := '';
  stays boolean := false;
  occurred timestamptz := new.status_since;
  digest text;
  reason_hash text;
  basis text;
  content text;
  this_epoch integer := registry_epoch_now();
  this_xact xid8 := pg_current_xact_id();
begin
  if tg_op = 'UPDATE' then
    before_status := old.status;
    before_hash := old.event_hash;
    if before_status = new.status then
      stays := true;
      occurred := coalesce((step ->> 'occurred')::timestamptz, new.event_at);
    end if;
  end if;
  if step ->> 'reason' is not null then
    select encode(sha256(ciphertext), 'hex') into reason_hash from confidential_text where id = (step ->> 'reason')::uuid;
  end if;
  if subject_machine = 'decision' then
    digest := encode(new.content_digest, 'hex');
  end if;
  select t.basis into basis from lifecycle_transition t
   where t.machine = subject_machine and t.machine_version = (mine ->> 'version')::integer
     and t.command = mine ->> 'command' and t.from_status = coalesce(before_status, '');
  content := event_content(
    subject_machine, (mine ->> 'version')::integer, new.id, new.event_seq, mine ->> 'command', before_status, new.status,
    step ->> 'actor', step ->> 'role', basis, step ->> 'decision', occurred, new.event_at, reason_hash, digest);
  if new.event_hash is distinct from sha256(before_hash || convert_to(content, 'UTF8')) then
    perform step_refused('head_forged', 'The head of the chain does not fit the event');
  end if;
  insert into registry_event (machine, machine_version, subject_id, seq, command, from_status, to_status, actor, role, basis,
    decision_id, occurred_at, recorded_at, request_id, db_user, reason_id, xact, epoch, content, hash)
  values (subject_machine, (mine ->> 'version')::integer, new.id, new.event_seq, mine ->> 'command', before_status, new.status,
    (step ->> 'actor')::uuid, step ->> 'role', basis, (step ->> 'decision')::uuid, occurred, new.event_at,
    step ->> 'request', session_user, (step ->> 'reason')::uuid, this_xact, this_epoch, content, new.event_hash);
  if stays then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    if new.status_since > old.status_since then
      update status_period set occurred_to = new.status_since, ended_xact = this_xact, ended_epoch = this_epoch
       where subject_id = new.id and superseded_xact is null and occurred_to is null;
    else
      perform supersede_periods(new.id, new.status_since);
    end if;
  end if;
  insert into status_period (subject_id, seq, machine, status, occurred_from, xact, epoch)
  values (new.id, new.event_seq, subject_machine, new.status, new.status_since, this_xact, this_epoch);
  return null;
end
$$;

-- An update that names the status is a step, whether or not the status changes; the head is the guard's own, so whoever
-- names it is refused before the guard assigns it.
do $$
declare
  subject_machine text;
begin
  foreach subject_machine in array array['call', 'application', 'decision', 'project', 'legacy_award'] loop
    execute format('drop trigger b_keep_head on %I', subject_machine);
    execute format('create trigger a_keep_head before update on %1$I for each row
      when (current_user <> ''registry_importer'' and row (old.id, old.event_seq, old.event_hash, old.event_at, old.status_since)
            is distinct from row (new.id, new.event_seq, new.event_hash, new.event_at, new.status_since))
      execute function refuse_head_change()', subject_machine);
    execute format('create or replace trigger b_guard_move before update of status on %1$I for each row
      when (current_user <> ''registry_importer'') execute function guard_move(%1$L)', subject_machine);
    execute format('create or replace trigger d_record_move after update of status on %1$I for each row
      when (current_user <> ''registry_importer'') execute function record_event(%1$L)', subject_machine);
  end loop;
end
$$;

-- Bulk work moves: a step that leaves a state as it is adds a fact, which bulk work does not have.
alter table staging.judged add constraint bulk_moves_only check (from_status is distinct from to_status);

-- The command that a step gives to a machine.
create function command_on(subject_machine text) returns text language sql stable
  return registry_step() -> 'commands' -> subject_machine ->> 'command';
-- The day in the Netherlands on which a step takes effect.
create function step_day(since timestamptz) returns date language sql stable
  return (coalesce((registry_step() ->> 'occurred')::timestamptz, since) at time zone 'Europe/Amsterdam')::date;

-- Calls -----------------------------------------------------------------------------------------------------------

create or replace function guard_call() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  received integer;
  asked numeric;
begin
  if new.status = 'open' and old.status = 'published' and (new.opens_at is null or new.status_since < new.opens_at) then
    perform step_refused('before_opening', 'The moment of opening has not come');
  end if;
  if command_on('call') = 'close' and (new.closes_at is null or new.status_since < new.closes_at) then
    perform step_refused('before_closing', 'The moment of closing has not come');
  end if;
  if command_on('call') = 'close_early' then
    select count(*), coalesce(sum(requested), 0) into received, asked
      from application where call_id = new.id and received_at is not null and status <> 'withdrawn';
    if new.allocation_method is distinct from 'order_of_receipt'
      or not coalesce(received >= new.max_applications, false) and not coalesce(asked >= new.ceiling, false) then
      perform step_refused('maximum_not_reached', 'A call closes early where it honours in order of receipt and its maximum is reached');
    end if;
  end if;
  if command_on('call') = 'publish' then
    if new.has_project_idea_stage or new.uses_referees then
      perform step_refused('stage_not_supported', 'Project ideas and reviews have no steps yet');
    end if;
    insert into call_ceiling (call_id, ceiling) values (new.id, new.ceiling);
  elsif command_on('call') = 'amend' then
    update call_ceiling set ceiling = new.ceiling where call_id = new.id;
    -- A call that was published before its terms were kept, or in bulk, has them kept now.
    perform keep_call_terms(old);
  else
    return null;
  end if;
  perform keep_call_terms(new);
  return null;
end
$$;
create function keep_call_terms(said call) returns void language sql as $$
  insert into call_terms (call_id, number, since, actor, ceiling, ceiling_from, max_amount, max_duration_months,
    max_applications_per_organisation, max_applications, referees_needed, decision_term_weeks, start_term_months,
    provisions_version, criteria, closes_at)
  values (said.id, said.terms_number, said.event_at, (registry_step() ->> 'actor')::uuid, said.ceiling, said.ceiling_from,
    said.max_amount, said.max_duration_months, said.max_applications_per_organisation, said.max_applications, said.referees_needed,
    said.decision_term_weeks, said.start_term_months, said.provisions_version, said.criteria, said.closes_at)
  on conflict (call_id, number) do nothing
$$;
create or replace trigger c_guard_call after update of status on call for each row
  when (current_user <> 'registry_importer') execute function guard_call();

create function number_call_terms() returns trigger language plpgsql as $$
begin
  new.terms_number := old.terms_number + 1;
  return new;
end
$$;
create trigger c_number_terms before update of status on call for each row
  when (current_user <> 'registry_importer' and command_on('call') in ('publish', 'amend')) execute function number_call_terms();

-- What was published stays, but for its terms, which an amendment changes: with an event, and something to tell.
drop trigger a_frozen on call;
create function refuse_call_change() returns trigger language plpgsql as $$
begin
  if old.status = 'draft' then
    return new;
  end if;
  if row (old.funder_id, old.reference, old.type, old.procedure, old.access_mode, old.allocation_method,
      old.has_project_idea_stage, old.uses_referees, old.currency, old.state_aid_basis, old.legal_basis, old.opens_at)
    is distinct from row (new.funder_id, new.reference, new.type, new.procedure, new.access_mode, new.allocation_method,
      new.has_project_idea_stage, new.uses_referees, new.currency, new.state_aid_basis, new.legal_basis, new.opens_at) then
    perform step_refused('call_frozen', 'What was published is not changed');
  end if;
  if row (old.ceiling, old.ceiling_from, old.max_amount, old.max_duration_months, old.max_applications_per_organisation,
      old.max_applications, old.referees_needed, old.decision_term_weeks, old.start_term_months, old.provisions_version,
      old.criteria, old.closes_at)
    is distinct from row (new.ceiling, new.ceiling_from, new.max_amount, new.max_duration_months, new.max_applications_per_organisation,
      new.max_applications, new.referees_needed, new.decision_term_weeks, new.start_term_months, new.provisions_version,
      new.criteria, new.closes_at) then
    if new.event_seq = old.event_seq or command_on('call') is distinct from 'amend' then
      perform step_refused('call_frozen', 'What was published changes by an amendment alone');
    end if;
    if new.closes_at < old.closes_at or new.closes_at <> old.closes_at and new.closes_at <= new.event_at then
      perform step_refused('closing_brought_forward', 'The moment of closing is moved back only, and lies ahead');
    end if;
  elsif new.event_seq > old.event_seq and command_on('call') = 'amend' then
    perform step_refused('amendment_empty', 'An amendment changes at least one term of the call');
  end if;
  return new;
end
$$;
create trigger c_refuse_change before update on call for each row execute function refuse_call_change();

-- Applications ----------------------------------------------------------------------------------------------------

-- What a step says of itself becomes the application's: when it was received and complete, under which terms, and that
-- its signatories agree.
create or replace function set_receipt() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if old.status = 'draft' and new.status = 'submitted' then
    new.received_at := new.status_since;
    new.complete_at := new.status_since;
    select terms_number into new.terms_number from call where id = new.call_id;
  elsif command_on('application') = 'repair' then
    new.complete_at := new.status_since;
  elsif command_on('application') = 'agree' then
    new.agreement_received_on := step_day(new.event_at);
  end if;
  return new;
end
$$;
drop trigger c_set_receipt on application;
create trigger c_set_receipt before update of status on application for each row
  when ((new.status = 'submitted' or old.status = new.status) and current_user <> 'registry_importer') execute function set_receipt();

create or replace function guard_receipt() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  its_call call;
begin
  select * into its_call from call where id = new.call_id;
  if its_call.status not in ('open', 'closed', 'assessing') or new.received_at < its_call.opens_at or new.received_at > its_call.closes_at then
    perform step_refused('call_not_open', 'The call was not open at the moment of receipt');
  end if;
  if new.requested > its_call.max_amount then
    perform step_refused('above_call_maximum', 'The amount is above the maximum of the call');
  end if;
  return null;
end
$$;

create function guard_application_step() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  command constant text := command_on('application');
  day constant date := step_day(new.event_at);
  repair application_repair;
begin
  if command not in ('agree', 'request_repair', 'repair', 'admit', 'leave_unprocessed') then
    return null;
  end if;
  select * into repair from application_repair where application_id = new.id;
  if command = 'agree' and old.agreement_received_on is not null then
    perform step_refused('agreement_received_already', 'The statement of agreement was received before');
  elsif command = 'request_repair' then
    if repair.answered_on is not null or repair.requested_on is distinct from day then
      perform step_refused('repair_offered_already', 'An applicant gets one chance to complete an application');
    end if;
  elsif command = 'repair' then
    if day > repair.until then
      perform step_refused('repair_term_passed', 'The term for repair has passed');
    end if;
    update application_repair set answered_on = day where application_id = new.id;
  elsif command = 'admit' then
    if (select procedure from call where id = new.call_id) <> 'full' then
      perform step_refused('procedure_is_simple', 'On a simple call a decision follows the receipt');
    end if;
    if (select count(*) from application_check where application_id = new.id and in_order) < 5 then
      perform step_refused('checklist_incomplete', 'Every item of the checklist is in order');
    end if;
    if new.agreement_received_on is null then
      perform step_refused('agreement_missing', 'The statement of agreement was received');
    end if;
  elsif command = 'leave_unprocessed' and (repair.until is null or (repair.answered_on is null and day <= repair.until)) then
    perform step_refused('repair_not_offered', 'The applicant had a chance to complete the application');
  end if;
  return null;
end
$$;
create trigger c_guard_step after update of status on application for each row
  when ((new.status in ('submitted', 'repair_requested', 'admitted', 'not_processed') or old.status = new.status)
    and current_user <> 'registry_importer') execute function guard_application_step();

-- One chance, on the day of the step that gives it.
create function set_repair() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from application_repair where application_id = new.application_id) then
    perform step_refused('repair_offered_already', 'An applicant gets one chance to complete an application');
  end if;
  if command_on('application') is distinct from 'request_repair' then
    perform step_refused('step_required', 'A repair is asked for in a step that says so');
  end if;
  new.requested_on := step_day(registry_now());
  new.answered_on := null;
  return new;
end
$$;
create trigger c_set_repair before insert on application_repair for each row execute function set_repair();

create function guard_check() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.checked_by := (registry_step() ->> 'actor')::uuid;
  new.checked_at := registry_now();
  if (select status from application where id = new.application_id) is distinct from 'submitted' then
    perform step_refused('application_frozen', 'An application is checked while it is submitted');
  end if;
  return new;
end
$$;
create trigger c_guard_check before insert or update on application_check for each row execute function guard_check();

-- What happens to the term for deciding comes with a step that says so, on its day.
create function guard_term_fact() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  command constant text := command_on('application');
begin
  if tg_op = 'UPDATE' then
    if command is distinct from 'resume_term' or old.through is not null then
      perform step_refused('append_only', 'What happened to a term is only ever added to');
    end if;
    new.through := step_day(registry_now()) - 1;
    return new;
  end if;
  if new.fact is distinct from (case command when 'suspend_term' then 'suspended' when 'name_another_term' then 'another_term_named'
      when 'give_notice_of_default' then 'default_notice' end) then
    perform step_refused('step_required', 'What happens to a term is recorded in a step that says so');
  end if;
  new.occurred_on := step_day(registry_now());
  if new.fact = 'suspended' and new.through < new.occurred_on then
    perform step_refused('suspension_out_of_order', 'A suspension ends on the day on which it begins or later');
  end if;
  new.number := coalesce((select max(number) from application_term_fact where application_id = new.application_id), 0) + 1;
  return new;
end
$$;
create trigger c_guard_fact before insert or update on application_term_fact for each row execute function guard_term_fact();

create function guard_term_step() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  command constant text := command_on('application');
begin
  if command in ('suspend_term', 'resume_term', 'name_another_term', 'give_notice_of_default') and not exists (
    select from application_term_fact where application_id = new.id and xmin = pg_current_xact_id()::xid
  ) then
    perform step_refused(case command when 'resume_term' then 'term_runs' else 'step_required' end, 'A step on a term says what happens to it');
  end if;
  return null;
end
$$;
create trigger c_guard_term_step after update of status on application for each row
  when (old.status = new.status and current_user <> 'registry_importer') execute function guard_term_step();

-- An outcome stands on a decision that is announced in the same transaction; honouring also takes its amount from the
-- ceiling, by a conditional update of a row of its own, and brings a project. A ceiling that was lowered does not hold
-- for what came in before (Awb 4:27(2)).
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
     and d.status = 'announced' and d.xmin = pg_current_xact_id()::xid;
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
create or replace trigger c_guard_outcome after update of status on application for each row
  when (old.status is distinct from new.status and new.status in ('honoured', 'rejected', 'not_processed', 'inadmissible')
    and current_user <> 'registry_importer')
  execute function guard_outcome();

-- Decisions -------------------------------------------------------------------------------------------------------

-- What a decision says, as one hash that each of its events carries; its conditions and obligations, where it has any,
-- follow the rest.
create or replace function decision_digest(d decision, grounds_hash text) returns text language sql stable as $$
  select encode(sha256(convert_to(json_build_object(
    'application', d.application_id, 'project', d.project_id, 'reference', d.reference, 'kind', d.kind,
    'granted', d.granted::text, 'currency', d.currency, 'activities', d.activities,
    'provisions', d.provisions_version, 'reasonCode', d.reason_code, 'reasonText', d.reason_text_id,
    'reasonHash', grounds_hash, 'startsOn', to_char(d.starts_on, 'YYYY-MM-DD'), 'endsOn', to_char(d.ends_on, 'YYYY-MM-DD'),
    'legalEffectFrom', to_char(d.legal_effect_from, 'YYYY-MM-DD'), 'mandate', d.mandate,
    'supersedes', d.supersedes_id)::text
    || coalesce((select json_agg(json_build_array(number, kind, description, to_char(due_on, 'YYYY-MM-DD')) order by number)::text
                   from decision_condition where decision_id = d.id), '')
    || coalesce((select json_agg(json_build_array(number, description, to_char(due_on, 'YYYY-MM-DD'), blocks) order by number)::text
                   from decision_obligation where decision_id = d.id), '')
    || coalesce(d.penalty::text, ''), 'UTF8')), 'hex')
$$;

-- Conditions and obligations come with the decision, before its first event, and never after.
create function guard_decision_part() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from decision where id = new.decision_id) then
    perform step_refused('decision_frozen', 'What was prepared is not changed');
  end if;
  return new;
end
$$;
do $$
declare
  part text;
begin
  foreach part in array array['decision_condition', 'decision_obligation'] loop
    execute format('create trigger a_guard_part before insert on %I for each row execute function guard_decision_part()', part);
  end loop;
  foreach part in array array['decision_condition', 'decision_obligation', 'call_terms'] loop
    execute format('create trigger refuse_change before update or delete on %I for each row execute function refuse_change()', part);
    execute format('create trigger refuse_truncate before truncate on %I for each statement execute function refuse_change()', part);
  end loop;
  foreach part in array array['application_repair', 'application_check', 'application_term_fact'] loop
    execute format('create trigger refuse_delete before delete on %I for each row execute function refuse_change()', part);
    execute format('create trigger refuse_truncate before truncate on %I for each statement execute function refuse_change()', part);
  end loop;
end
$$;

create or replace function guard_decision_content() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  asked numeric;
  received timestamptz;
  corrected decision;
begin
  select requested, received_at into asked, received from application where id = new.application_id;
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
    select * into corrected from decision where id = new.supersedes_id;
    if corrected.application_id <> new.application_id or corrected.kind <> new.kind or corrected.granted is distinct from new.granted then
      perform step_refused('correction_changes_outcome', 'A correction keeps the kind of decision and the amount');
    end if;
  end if;
  return null;
end
$$;

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

create or replace function guard_announcement() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not (case
    when new.supersedes_id is not null then exists (
      select from decision d where d.id = new.supersedes_id and d.status = 'superseded' and d.xmin = pg_current_xact_id()::xid)
    when new.kind = 'withdraw_grant' then exists (
      select from project p where p.id = new.project_id and p.status in ('terminated', 'not_started') and p.xmin = pg_current_xact_id()::xid)
    when new.kind = 'default_penalty' then true
    else exists (
      select from application a where a.id = new.application_id and a.xmin = pg_current_xact_id()::xid
         and a.status = case new.kind when 'reject' then 'rejected' when 'not_processed' then 'not_processed'
                                      when 'inadmissible' then 'inadmissible' else 'honoured' end)
  end) then
    perform step_refused('decision_without_effect', 'What the decision brings about happens in the same step');
  end if;
  return null;
end
$$;

-- Six weeks, moved off free days as the term that is stored has it, and a week in which what was posted in time arrives.
create function guard_irrevocability() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if step_day(new.event_at) <= coalesce(
      (select ends_on from deadline where subject_id = new.id and kind = 'objection'), new.announced_on + 42) + 7 then
    perform step_refused('objection_term_runs', 'The term for objection has not passed');
  end if;
  return null;
end
$$;
create trigger c_guard_irrevocability after update of status on decision for each row
  when (old.status = 'announced' and new.status = 'irrevocable' and current_user <> 'registry_importer')
  execute function guard_irrevocability();

create or replace function guard_award() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (
    select from decision d join application a on a.id = d.application_id
     where d.id = new.decision_id and d.application_id = new.application_id
       and d.kind in ('honour', 'partial_honour', 'conditional_honour')
       and d.status = 'announced' and d.granted = new.granted and a.status = 'honoured'
       and d.xmin = pg_current_xact_id()::xid and a.xmin = pg_current_xact_id()::xid
  ) then
    perform step_refused('award_decision_required', 'A project comes of a decision to honour that is announced in the same step');
  end if;
  return null;
end
$$;

-- What becomes of conditions and obligations comes with a step on their decision, on its day.
create function guard_condition_fact() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  command constant text := command_on('decision');
  its_kind text;
  until date;
begin
  if new.fact is distinct from (case command when 'note_budget' then 'budget_adopted' when 'invoke_reservation' then 'invoked'
      when 'lapse_reservation' then 'lapsed' when 'meet_condition' then 'met' end) then
    perform step_refused('step_required', 'What becomes of a condition is recorded in a step that says so');
  end if;
  if command <> 'note_budget' then
    new.occurred_on := step_day(registry_now());
  end if;
  select kind into its_kind from decision_condition where decision_id = new.decision_id and number = new.number;
  if its_kind is null or exists (
    select from decision_condition_fact where decision_id = new.decision_id and number = new.number and fact <> 'budget_adopted'
  ) then
    perform step_refused('condition_not_open', 'The decision has that condition, and it is open');
  end if;
  if its_kind = 'budget_reservation' and command = 'meet_condition' then
    perform step_refused('condition_not_to_be_shown', 'A budget reservation lapses or is invoked');
  elsif its_kind <> 'budget_reservation' and command <> 'meet_condition' then
    perform step_refused('budget_reservation_required', 'The condition is no budget reservation');
  end if;
  if command = 'note_budget' then
    if exists (select from decision_condition_fact where decision_id = new.decision_id and number = new.number) then
      perform step_refused('budget_adopted_already', 'The adoption of the budget was noted before');
    end if;
    return new;
  end if;
  if command in ('invoke_reservation', 'lapse_reservation') then
    select coalesce(ends_on, occurred_on + 28) into until
      from decision_condition_fact noted
      left join deadline on deadline.subject_id = noted.decision_id and deadline.kind = 'budget_reservation'
     where noted.decision_id = new.decision_id and noted.number = new.number and noted.fact = 'budget_adopted';
    if command = 'invoke_reservation' and (until is null or new.occurred_on > until) then
      perform step_refused('reservation_not_to_be_invoked', 'A reservation is invoked within four weeks after the budget was adopted');
    elsif command = 'lapse_reservation' and (until is null or new.occurred_on <= until) then
      perform step_refused('reservation_term_runs', 'The term to invoke the reservation has not passed');
    end if;
  end if;
  return new;
end
$$;
create trigger c_guard_fact before insert on decision_condition_fact for each row execute function guard_condition_fact();

create function guard_obligation_fact() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if command_on('decision') is distinct from 'fulfil_obligation' then
    perform step_refused('step_required', 'An obligation is fulfilled in a step that says so');
  end if;
  if not exists (select from decision_obligation where decision_id = new.decision_id and number = new.number)
    or exists (select from decision_obligation_fact where decision_id = new.decision_id and number = new.number) then
    perform step_refused('obligation_not_open', 'The decision has that obligation, and it is open');
  end if;
  new.fulfilled_on := step_day(registry_now());
  return new;
end
$$;
create trigger c_guard_fact before insert on decision_obligation_fact for each row execute function guard_obligation_fact();

-- A step on a condition or an obligation has its fact.
create function guard_decision_fact() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  command constant text := command_on('decision');
begin
  if command = 'fulfil_obligation' then
    if not exists (select from decision_obligation_fact where decision_id = new.id and xmin = pg_current_xact_id()::xid) then
      perform step_refused('obligation_not_open', 'The step names an obligation that is open');
    end if;
  elsif not exists (select from decision_condition_fact where decision_id = new.id and xmin = pg_current_xact_id()::xid) then
    perform step_refused('condition_not_open', 'The step names a condition that is open');
  end if;
  return null;
end
$$;
create trigger c_guard_fact after update of status on decision for each row
  when (old.status = new.status and current_user <> 'registry_importer') execute function guard_decision_fact();

-- How many conditions and obligations of the decision in force hold back the start of a project.
create function holding_start(application uuid) returns bigint language sql stable as $$
  with in_force as (
    select id from decision where application_id = application and kind in ('honour', 'partial_honour', 'conditional_honour')
       and status in ('announced', 'irrevocable') order by number desc limit 1
  )
  select (select count(*) from decision_condition part where decision_id = (select id from in_force) and kind <> 'budget_reservation'
            and not exists (select from decision_condition_fact fact where fact.decision_id = part.decision_id and fact.number = part.number))
       + (select count(*) from decision_obligation part where decision_id = (select id from in_force) and blocks = 'start'
            and not exists (select from decision_obligation_fact fact where fact.decision_id = part.decision_id and fact.number = part.number))
$$;
create function guard_start() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if holding_start(new.application_id) > 0 then
    perform step_refused('start_held_back', 'Conditions or obligations hold back the start');
  end if;
  return null;
end
$$;
create trigger c_guard_start after update of status on project for each row
  when (old.status = 'awaiting_start' and new.status = 'started' and current_user <> 'registry_importer') execute function guard_start();

do $$
declare
  part text;
begin
  foreach part in array array['decision_condition_fact', 'decision_obligation_fact'] loop
    execute format('create trigger refuse_change before update or delete on %I for each row execute function refuse_change()', part);
    execute format('create trigger refuse_truncate before truncate on %I for each statement execute function refuse_change()', part);
  end loop;
end
$$;

-- Who may do what -------------------------------------------------------------------------------------------------

revoke execute on function command_on(text), step_day(timestamptz), keep_call_terms(call), number_call_terms(), refuse_call_change(),
  guard_application_step(), guard_term_fact(), guard_term_step(), set_repair(), guard_check(), guard_decision_part(), guard_irrevocability(),
  guard_condition_fact(), guard_obligation_fact(), guard_decision_fact(), holding_start(uuid), guard_start() from public;
grant execute on function command_on(text), step_day(timestamptz) to registry_app, registry_importer;
grant execute on function holding_start(uuid) to registry_app, registry_reader;
grant select on call_terms, application_repair, application_check, decision_condition, decision_obligation to registry_app, registry_reader;
grant select on call_terms, decision_condition, decision_obligation to registry_importer;
grant insert (application_id, until) on application_repair to registry_app;
grant select on application_term_fact to registry_app, registry_reader;
grant insert (application_id, fact, ground, through), update (through) on application_term_fact to registry_app;
grant insert (penalty) on decision to registry_app;
grant insert (application_id, item, in_order), update (in_order) on application_check to registry_app;
grant insert on decision_condition, decision_obligation to registry_app;
grant select on decision_condition_fact, decision_obligation_fact to registry_app, registry_reader;
grant insert (decision_id, number, fact, occurred_on) on decision_condition_fact to registry_app;
grant insert (decision_id, number, fulfilled_on) on decision_obligation_fact to registry_app;
grant insert (max_applications, referees_needed), update (max_applications, referees_needed) on call to registry_app;
grant execute on function decision_digest(decision, text) to registry_app, registry_reader, registry_importer;
