-- The lifecycle guard: no status moves but by a row of lifecycle_transition, in a step that says who and why, and
-- every move leaves an event in the chain and a period of status. docs/architecture.md tells how it hangs together.
set lock_timeout = '5s';

-- Canonical text of an event. The order of keys is fixed, times are UTC with microseconds, json_build_object puts a
-- space on both sides of each colon. STABLE, one SELECT and without SET, so that it inlines.
create function event_content(
  machine text, machine_version integer, subject_id uuid, seq integer, command text, from_status text, to_status text,
  actor text, role text, basis text, decision_id text, occurred_at timestamptz, recorded_at timestamptz,
  reason_hash text, digest text
) returns text language sql stable as $$
  select json_build_object(
    'machine', machine, 'machineVersion', machine_version, 'subject', subject_id, 'seq', seq, 'command', command,
    'from', from_status, 'to', to_status, 'actor', actor, 'role', role, 'basis', basis, 'decision', decision_id,
    'occurred', to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'recorded', to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'reasonHash', reason_hash, 'digest', digest)::text
$$;

-- What a decision says, as one hash that each of its events carries; of its grounds, the hash of the ciphertext.
create function decision_digest(d decision, grounds_hash text) returns text language sql stable as $$
  select encode(sha256(convert_to(json_build_object(
    'application', d.application_id, 'project', d.project_id, 'reference', d.reference, 'kind', d.kind,
    'granted', d.granted::text, 'currency', d.currency, 'activities', d.activities,
    'provisions', d.provisions_version, 'reasonCode', d.reason_code, 'reasonText', d.reason_text_id,
    'reasonHash', grounds_hash, 'startsOn', to_char(d.starts_on, 'YYYY-MM-DD'), 'endsOn', to_char(d.ends_on, 'YYYY-MM-DD'),
    'legalEffectFrom', to_char(d.legal_effect_from, 'YYYY-MM-DD'), 'mandate', d.mandate,
    'supersedes', d.supersedes_id)::text, 'UTF8')), 'hex')
$$;

create function step_refused(code text, message text) returns void language plpgsql as $$
begin
  raise exception '%', message using errcode = 'GR001', constraint = code;
end
$$;

-- BEFORE: judges the move and assigns the head of the chain.
create function guard_move() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  subject_machine constant text := tg_argv[0];
  step constant jsonb := registry_step();
  mine constant jsonb := step -> 'commands' -> subject_machine;
  move lifecycle_transition;
  before_status text := '';
  before_hash bytea := '';
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
    new.status_since := new.event_at;
  else
    new.status_since := (step ->> 'occurred')::timestamptz;
    if new.status_since > new.event_at then
      perform step_refused('occurred_in_future', 'A step cannot have occurred later than now');
    end if;
    if step ->> 'role' <> all (move.late_roles) then
      perform step_refused('late_booking_not_allowed', format('%s may not book %s late', step ->> 'role', move.command));
    end if;
    if reason_hash is null then
      perform step_refused('late_booking_needs_reason', 'A step that is booked late says why');
    end if;
    if tg_op = 'UPDATE' and new.status_since < (select occurred_at from registry_event where subject_id = old.id and seq = 1) then
      perform step_refused('occurred_before_first_event', 'A step cannot have occurred before the subject existed');
    end if;
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
    step ->> 'actor', step ->> 'role', move.basis, step ->> 'decision', new.status_since, new.event_at, reason_hash, digest), 'UTF8'));
  return new;
end
$$;

-- AFTER: rebuilds the bytes, and writes event and period. After, so that nothing is written where nothing was inserted.
create function record_event() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  subject_machine constant text := tg_argv[0];
  step constant jsonb := registry_step();
  mine constant jsonb := step -> 'commands' -> subject_machine;
  before_status text;
  before_hash bytea := '';
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
    step ->> 'actor', step ->> 'role', basis, step ->> 'decision', new.status_since, new.event_at, reason_hash, digest);
  if new.event_hash is distinct from sha256(before_hash || convert_to(content, 'UTF8')) then
    perform step_refused('head_forged', 'The head of the chain does not fit the event');
  end if;
  insert into registry_event (machine, machine_version, subject_id, seq, command, from_status, to_status, actor, role, basis,
    decision_id, occurred_at, recorded_at, request_id, db_user, reason_id, xact, epoch, content, hash)
  values (subject_machine, (mine ->> 'version')::integer, new.id, new.event_seq, mine ->> 'command', before_status, new.status,
    (step ->> 'actor')::uuid, step ->> 'role', basis, (step ->> 'decision')::uuid, new.status_since, new.event_at,
    step ->> 'request', session_user, (step ->> 'reason')::uuid, this_xact, this_epoch, content, new.event_hash);
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

-- A late booking takes the place of what was booked for its day and later: those periods are superseded, and the one
-- that spans the day is replaced by one that ends on it.
create function supersede_periods(subject uuid, since timestamptz) returns void language sql as $$
  with replaced as (
    update status_period set superseded_xact = pg_current_xact_id(), superseded_epoch = registry_epoch_now()
     where subject_id = subject and superseded_xact is null and (occurred_to is null or occurred_to > since or occurred_from >= since)
    returning subject_id, seq, part, machine, status, occurred_from
  )
  insert into status_period (subject_id, seq, part, machine, status, occurred_from, occurred_to, xact, epoch, ended_xact, ended_epoch)
  select subject_id, seq, part + 1, machine, status, occurred_from, since,
         pg_current_xact_id(), registry_epoch_now(), pg_current_xact_id(), registry_epoch_now()
    from replaced where occurred_from < since
$$;

-- The head moves with the status alone, whoever writes.
create function refuse_head_change() returns trigger language plpgsql as $$
begin
  raise exception 'The head of the chain moves with the status alone' using errcode = 'GR001', constraint = 'head_forged';
end
$$;

do $$
declare
  subject_machine text;
begin
  foreach subject_machine in array array['call', 'application', 'decision', 'project', 'legacy_award'] loop
    execute format('alter table %I set (fillfactor = 80)', subject_machine);
    execute format('alter table %1$I add constraint %1$s_head_complete check (num_nulls(event_hash, event_at, status_since) = 0)', subject_machine);
    execute format('create trigger b_guard_birth before insert on %1$I for each row
      when (current_user <> ''registry_importer'') execute function guard_move(%1$L)', subject_machine);
    execute format('create trigger b_guard_move before update of status on %1$I for each row
      when (old.status is distinct from new.status and current_user <> ''registry_importer'') execute function guard_move(%1$L)', subject_machine);
    execute format('create trigger b_keep_head before update on %1$I for each row
      when (old.status = new.status and row (old.id, old.event_seq, old.event_hash, old.event_at, old.status_since)
            is distinct from row (new.id, new.event_seq, new.event_hash, new.event_at, new.status_since))
      execute function refuse_head_change()', subject_machine);
    execute format('create trigger d_record_birth after insert on %1$I for each row
      when (current_user <> ''registry_importer'') execute function record_event(%1$L)', subject_machine);
    execute format('create trigger d_record_move after update of status on %1$I for each row
      when (old.status is distinct from new.status and current_user <> ''registry_importer'') execute function record_event(%1$L)', subject_machine);
    execute format('create function refuse_%1$s_delete() returns trigger language plpgsql as
      ''begin raise exception ''''A %1$s is never deleted'''' using errcode = ''''GR001'''', constraint = ''''append_only''''; end''', subject_machine);
    execute format('create trigger refuse_delete before delete or truncate on %1$I for each statement execute function refuse_%1$s_delete()', subject_machine);
  end loop;
end
$$;
alter table status_period set (fillfactor = 80);

-- Calls -----------------------------------------------------------------------------------------------------------

create function guard_call() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.status = 'open' and (new.opens_at is null or new.status_since < new.opens_at) then
    perform step_refused('before_opening', 'The moment of opening has not come');
  end if;
  if new.status = 'closed' and (new.closes_at is null or new.status_since < new.closes_at) then
    perform step_refused('before_closing', 'The moment of closing has not come');
  end if;
  if new.status = 'published' then
    if new.procedure <> 'simple' then
      perform step_refused('procedure_not_supported', 'The steps of the full procedure are not there yet');
    end if;
    insert into call_ceiling (call_id, ceiling) values (new.id, new.ceiling);
  end if;
  return null;
end
$$;
create trigger c_guard_call after update of status on call for each row
  when (old.status is distinct from new.status and current_user <> 'registry_importer') execute function guard_call();

create function refuse_frozen() returns trigger language plpgsql as $$
begin
  raise exception 'What was published, submitted or prepared is not changed' using errcode = 'GR001', constraint = tg_argv[0];
end
$$;
create trigger a_frozen before update of funder_id, reference, type, procedure, access_mode, allocation_method,
  has_project_idea_stage, uses_referees, criteria, ceiling, currency, ceiling_from, max_amount, max_duration_months,
  max_applications_per_organisation, decision_term_weeks, start_term_months, state_aid_basis, provisions_version,
  legal_basis, opens_at, closes_at on call for each row
  when (old.status <> 'draft' and row (old.funder_id, old.reference, old.type, old.procedure, old.access_mode,
    old.allocation_method, old.has_project_idea_stage, old.uses_referees, old.criteria, old.ceiling, old.currency,
    old.ceiling_from, old.max_amount, old.max_duration_months, old.max_applications_per_organisation,
    old.decision_term_weeks, old.start_term_months, old.state_aid_basis, old.provisions_version, old.legal_basis,
    old.opens_at, old.closes_at) is distinct from row (new.funder_id, new.reference, new.type, new.procedure,
    new.access_mode, new.allocation_method, new.has_project_idea_stage, new.uses_referees, new.criteria, new.ceiling,
    new.currency, new.ceiling_from, new.max_amount, new.max_duration_months, new.max_applications_per_organisation,
    new.decision_term_weeks, new.start_term_months, new.state_aid_basis, new.provisions_version, new.legal_basis,
    new.opens_at, new.closes_at))
  execute function refuse_frozen('call_frozen');

-- Applications ----------------------------------------------------------------------------------------------------

-- An applicant begins a draft on a call that is published or open.
create function guard_draft() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if registry_step() ->> 'role' = 'applicant'
    and (select status from call where id = new.call_id) not in ('published', 'open') then
    perform step_refused('call_takes_no_drafts', 'A draft is begun on a call that is published or open');
  end if;
  return null;
end
$$;
create trigger c_guard_draft after insert on application for each row
  when (current_user <> 'registry_importer') execute function guard_draft();

-- The moment of receipt is the moment of the step, nobody's to choose.
create function set_receipt() returns trigger language plpgsql as $$
begin
  new.received_at := new.status_since;
  return new;
end
$$;
create trigger c_set_receipt before update of status on application for each row
  when (old.status = 'draft' and new.status = 'submitted') execute function set_receipt();

create function guard_receipt() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  its_call call;
begin
  select * into its_call from call where id = new.call_id;
  if its_call.status not in ('open', 'closed') or new.received_at < its_call.opens_at or new.received_at > its_call.closes_at then
    perform step_refused('call_not_open', 'The call was not open at the moment of receipt');
  end if;
  if new.requested > its_call.max_amount then
    perform step_refused('above_call_maximum', 'The amount is above the maximum of the call');
  end if;
  return null;
end
$$;
create trigger c_guard_receipt after update of status on application for each row
  when (old.status = 'draft' and new.status = 'submitted') execute function guard_receipt();

-- Honouring and rejecting stand on a decision that is announced in the same transaction; honouring also takes its
-- amount from the ceiling, by a conditional update of a row of its own, and brings a project.
create function guard_outcome() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  step constant jsonb := registry_step();
  granted numeric;
begin
  select d.granted into granted from decision d join lifecycle_transition t
      on t.machine = 'application' and t.machine_version = (step -> 'commands' -> 'application' ->> 'version')::integer
     and t.command = step -> 'commands' -> 'application' ->> 'command' and t.from_status = old.status
   where d.id = (step ->> 'decision')::uuid and d.application_id = new.id and d.kind = any (t.decision_kinds)
     and d.status = 'announced' and d.xmin = pg_current_xact_id()::xid;
  if not found then
    perform step_refused(case new.status when 'honoured' then 'honouring_decision_required' else 'rejecting_decision_required' end,
      format('An application is %s by a decision that is announced in the same step', new.status));
  end if;
  if new.status = 'honoured' then
    update call_ceiling set committed = committed + granted
     where call_id = new.call_id and (ceiling is null or committed + granted <= ceiling);
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
create trigger c_guard_outcome after update of status on application for each row
  when (old.status is distinct from new.status and new.status in ('honoured', 'rejected') and current_user <> 'registry_importer')
  execute function guard_outcome();

create trigger a_frozen before update of funder_id, call_id, reference, requested, currency, organisation_id,
  main_applicant_id, received_at, created_by on application for each row
  when (old.status <> 'draft' and row (old.funder_id, old.call_id, old.reference, old.requested, old.currency,
    old.organisation_id, old.main_applicant_id, old.received_at, old.created_by) is distinct from row (new.funder_id,
    new.call_id, new.reference, new.requested, new.currency, new.organisation_id, new.main_applicant_id,
    new.received_at, new.created_by))
  execute function refuse_frozen('application_frozen');

-- Decisions -------------------------------------------------------------------------------------------------------

-- Who prepared and signed, and on which day, is what the step says.
create function set_decision_facts() returns trigger language plpgsql as $$
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
  end if;
  return new;
end
$$;
create trigger c_birth_facts before insert on decision for each row
  when (current_user <> 'registry_importer') execute function set_decision_facts();
create trigger c_move_facts before update of status on decision for each row
  when (old.status is distinct from new.status and current_user <> 'registry_importer') execute function set_decision_facts();

create trigger a_frozen before update on decision for each row
  when (row (old.funder_id, old.application_id, old.project_id, old.reference, old.number, old.kind, old.granted,
    old.currency, old.activities, old.provisions_version, old.reason_code, old.reason_text_id, old.starts_on, old.ends_on,
    old.legal_effect_from, old.mandate, old.supersedes_id, old.prepared_by, old.created_at) is distinct from row (
    new.funder_id, new.application_id, new.project_id, new.reference, new.number, new.kind, new.granted, new.currency,
    new.activities, new.provisions_version, new.reason_code, new.reason_text_id, new.starts_on, new.ends_on,
    new.legal_effect_from, new.mandate, new.supersedes_id, new.prepared_by, new.created_at))
  execute function refuse_frozen('decision_frozen');
create trigger a_facts_frozen before update on decision for each row
  when (old.status = new.status and row (old.signed_by, old.signed_on, old.announced_on, old.content_digest)
    is distinct from row (new.signed_by, new.signed_on, new.announced_on, new.content_digest))
  execute function refuse_frozen('decision_frozen');

-- It follows the receipt; the amount fits what was asked for; a correction keeps the outcome.
create function guard_decision_content() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  asked numeric;
  received timestamptz;
  corrected decision;
begin
  select requested, received_at into asked, received from application where id = new.application_id;
  if new.status_since < received then
    perform step_refused('decision_before_receipt', 'A decision is not prepared before its application was received');
  end if;
  if (new.kind = 'honour' and new.granted is distinct from asked) or (new.kind = 'partial_honour' and not coalesce(new.granted < asked, false)) then
    perform step_refused('amount_does_not_fit_kind', 'The amount does not fit the kind of decision and what was requested');
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
create trigger c_guard_content after insert on decision for each row
  when (current_user <> 'registry_importer') execute function guard_decision_content();

-- A decision takes effect when it is announced (Awb 3:40): what it brings about happens in this transaction.
create function guard_announcement() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not (case
    when new.supersedes_id is not null then exists (
      select from decision d where d.id = new.supersedes_id and d.status = 'superseded' and d.xmin = pg_current_xact_id()::xid)
    when new.kind = 'withdraw_grant' then exists (
      select from project p where p.id = new.project_id and p.status in ('terminated', 'not_started') and p.xmin = pg_current_xact_id()::xid)
    else exists (
      select from application a where a.id = new.application_id and a.xmin = pg_current_xact_id()::xid
         and a.status = case new.kind when 'reject' then 'rejected' else 'honoured' end)
  end) then
    perform step_refused('decision_without_effect', 'What the decision brings about happens in the same step');
  end if;
  return null;
end
$$;
create trigger c_guard_announcement after update of status on decision for each row
  when (old.status = 'signed' and new.status = 'announced' and current_user <> 'registry_importer')
  execute function guard_announcement();

-- Projects --------------------------------------------------------------------------------------------------------

create function guard_award() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (
    select from decision d join application a on a.id = d.application_id
     where d.id = new.decision_id and d.application_id = new.application_id and d.kind in ('honour', 'partial_honour')
       and d.status = 'announced' and d.granted = new.granted and a.status = 'honoured'
       and d.xmin = pg_current_xact_id()::xid and a.xmin = pg_current_xact_id()::xid
  ) then
    perform step_refused('award_decision_required', 'A project comes of a decision to honour that is announced in the same step');
  end if;
  return null;
end
$$;
create trigger c_guard_award after insert on project for each row
  when (current_user <> 'registry_importer') execute function guard_award();

create function guard_withdrawal_of_grant() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  step constant jsonb := registry_step();
begin
  if not exists (
    select from decision d where d.id = (step ->> 'decision')::uuid and d.project_id = new.id and d.kind = 'withdraw_grant'
       and d.status = 'announced' and d.xmin = pg_current_xact_id()::xid
  ) then
    perform step_refused('withdrawing_decision_required', 'A grant is withdrawn by a decision that is announced in the same step');
  end if;
  return null;
end
$$;
create trigger c_guard_withdrawal after update of status on project for each row
  when (old.status is distinct from new.status and new.status in ('terminated', 'not_started') and current_user <> 'registry_importer')
  execute function guard_withdrawal_of_grant();

create function guard_project_dates() returns trigger language plpgsql as $$
begin
  if new.ended_on > (registry_now() at time zone 'Europe/Amsterdam')::date then
    perform step_refused('end_out_of_order', 'A project has not ended before its end');
  end if;
  return null;
end
$$;
create trigger c_guard_dates after update of ended_on on project for each row
  when (new.ended_on is not null) execute function guard_project_dates();
create trigger a_frozen before update of funder_id, application_id, decision_id, reference, granted, currency on project for each row
  when (row (old.funder_id, old.application_id, old.decision_id, old.reference, old.granted, old.currency)
    is distinct from row (new.funder_id, new.application_id, new.decision_id, new.reference, new.granted, new.currency))
  execute function refuse_frozen('project_frozen');

-- Facts are only ever added ----------------------------------------------------------------------------------------

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'Rows of % are only ever added', tg_table_name using errcode = 'GR001', constraint = 'append_only';
end
$$;
create trigger refuse_change before update or delete on registry_event for each row execute function refuse_change();
do $$
declare
  fact text;
begin
  foreach fact in array array['lifecycle_transition', 'seal', 'provenance', 'report_run', 'import_error', 'confidential_text'] loop
    execute format('create trigger refuse_change before update or delete on %I for each row execute function refuse_change()', fact);
    execute format('create trigger refuse_truncate before truncate on %I for each statement execute function refuse_change()', fact);
  end loop;
end
$$;
create trigger refuse_delete before delete on status_period for each row execute function refuse_change();
create trigger refuse_truncate before truncate on status_period for each statement execute function refuse_change();
create trigger refuse_truncate before truncate on registry_event for each statement execute function refuse_change();
create trigger refuse_delete before delete on realisation for each row execute function refuse_change();
create trigger refuse_truncate before truncate on realisation for each statement execute function refuse_change();
create trigger refuse_change before update on realisation for each row
  when (current_user <> 'registry_importer') execute function refuse_change();

-- Makes the partitions of a span of years, well ahead: one row in the default partition would bar its year for good.
-- A truncate trigger is not inherited, so each partition has its own.
create function make_event_years(first_year integer, last_year integer) returns void language plpgsql as $$
declare
  year integer;
begin
  for year in first_year..last_year loop
    if to_regclass(format('registry_event_%s', year)) is null then
      execute format('create table registry_event_%s partition of registry_event for values from (%L) to (%L)',
        year, format('%s-01-01 00:00:00Z', year), format('%s-01-01 00:00:00Z', year + 1));
      execute format('create trigger refuse_truncate before truncate on registry_event_%s for each statement execute function refuse_change()', year);
    end if;
  end loop;
end
$$;
create table registry_event_default partition of registry_event default;
create trigger refuse_truncate before truncate on registry_event_default for each statement execute function refuse_change();
select make_event_years(2024, 2040);

-- A seal marks a point in the order of commits.
create function take_seal() returns bigint language sql security definer set search_path = public, pg_temp as $$
  insert into seal (taken_at, epoch, snapshot) values (registry_now(), registry_epoch_now(), pg_current_snapshot()) returning number
$$;
