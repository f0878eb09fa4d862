-- Bulk work is one statement a table in one function: rows are staged, judged against the same lifecycle, chained by
-- the same bytes, and inserted once in their last state. The function belongs to registry_importer, which nobody can
-- log in as, and which alone the row triggers let pass.
set lock_timeout = '5s';

create function chain_step(head bytea, content bytea) returns bytea language sql immutable
  return sha256(head || content);
create aggregate chain(bytea) (sfunc = chain_step, stype = bytea, initcond = '');

create schema staging;
create unlogged table staging.step (
  machine text not null, machine_version integer not null, subject_id uuid not null, seq integer not null,
  command text not null, to_status text not null, occurred_at timestamptz not null, actor uuid not null, role text not null,
  decision_id uuid,
  primary key (subject_id, seq)
);
create unlogged table staging.judged (
  machine text, machine_version integer, subject_id uuid, seq integer, command text, from_status text, to_status text,
  occurred_at timestamptz, next_occurred_at timestamptz, is_last boolean, actor uuid, role text, basis text,
  decision_id uuid, content text, hash bytea
);
do $$
declare
  subject_machine text;
begin
  foreach subject_machine in array array['call', 'application', 'decision', 'project', 'legacy_award'] loop
    execute format('create unlogged table staging.%1$I (like public.%1$I including defaults)', subject_machine);
    execute format('alter table staging.%I alter status drop not null, add primary key (id)', subject_machine);
  end loop;
end
$$;

-- Takes everything that is staged. One at a time, in the caller's transaction. Returns the number of events.
create function bulk_load() returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
  subject_machine text;
  listed text;
  fault text;
  recorded constant timestamptz := registry_now();
  this_epoch constant integer := registry_epoch_now();
  loaded bigint;
begin
  analyze staging.step, staging.call, staging.application, staging.decision, staging.project, staging.legacy_award;
  with moved as (
    select step.*, lag(to_status) over moves as from_status, lag(occurred_at) over moves as previous,
           lead(occurred_at) over moves as next_occurred_at, row_number() over moves as place
      from staging.step window moves as (partition by subject_id order by seq)
  ), told as (
    select moved.*, transition.basis, transition.roles, event_content(
        moved.machine, moved.machine_version, moved.subject_id, moved.seq, moved.command, moved.from_status, moved.to_status,
        moved.actor::text, moved.role, transition.basis, moved.decision_id::text, moved.occurred_at, recorded, null,
        case when moved.machine = 'decision' then decision_digest(row (decision.*)::public.decision, encode(sha256(grounds.ciphertext), 'hex')) end) as content,
        coalesce(transition.to_status = moved.to_status and moved.role = any (transition.roles) and moved.seq = moved.place
          and moved.occurred_at <= recorded and moved.occurred_at > coalesce(moved.previous, '-infinity'), false) as allowed
      from moved
      left join lifecycle_transition transition on transition.machine = moved.machine
       and transition.machine_version = moved.machine_version and transition.command = moved.command
       and transition.from_status = coalesce(moved.from_status, '')
      left join staging.decision on moved.machine = 'decision' and decision.id = moved.subject_id
      left join confidential_text grounds on grounds.id = decision.reason_text_id
  )
  insert into staging.judged
  select machine, machine_version, subject_id, seq, command, from_status, to_status, occurred_at, next_occurred_at,
         next_occurred_at is null, actor, role, case when allowed then basis end, decision_id, content,
         chain(convert_to(content, 'UTF8')) over (partition by subject_id order by seq)
    from told;
  select format('%s %s: %s from %s to %s by %s', machine, subject_id, command, from_status, to_status, role) into fault
    from staging.judged where basis is null limit 1;
  if fault is not null then
    raise exception 'A staged step is not allowed: %', fault using errcode = 'GR001', constraint = 'wrong_state';
  end if;
  insert into registry_event (machine, machine_version, subject_id, seq, command, from_status, to_status, actor, role, basis,
    decision_id, occurred_at, recorded_at, db_user, xact, epoch, content, hash)
  select machine, machine_version, subject_id, seq, command, from_status, to_status, actor, role, basis, decision_id,
         occurred_at, recorded, session_user, pg_current_xact_id(), this_epoch, content, hash
    from staging.judged;
  get diagnostics loaded = row_count;
  insert into status_period (subject_id, seq, machine, status, occurred_from, occurred_to, xact, epoch, ended_xact, ended_epoch)
  select subject_id, seq, machine, to_status, occurred_at, next_occurred_at, pg_current_xact_id(), this_epoch,
         case when not is_last then pg_current_xact_id() end, case when not is_last then this_epoch end
    from staging.judged;
  foreach subject_machine in array array['call', 'application', 'decision', 'project', 'legacy_award'] loop
    select string_agg(quote_ident(attname), ', ') into listed from pg_attribute
     where attrelid = format('public.%I', subject_machine)::regclass and attnum > 0 and not attisdropped
       and attname not in ('status', 'version', 'event_seq', 'event_hash', 'event_at', 'status_since', 'content_digest');
    execute format($sql$
      insert into public.%1$I (%2$s, status, version, event_seq, event_hash, event_at, status_since%3$s)
      select %2$s, last.to_status, last.seq, last.seq, last.hash, $1, last.occurred_at%4$s
        from staging.%1$I as subject join (
          select subject_id, to_status, seq, hash, occurred_at, content from staging.judged where machine = %1$L and is_last
        ) as last on last.subject_id = subject.id
    $sql$, subject_machine, listed,
      case subject_machine when 'decision' then ', content_digest' else '' end,
      case subject_machine when 'decision' then ', decode(last.content::json ->> ''digest'', ''hex'')' else '' end)
    using recorded;
  end loop;
  -- What honouring took from each ceiling.
  insert into call_ceiling (call_id, ceiling, committed)
  select call.id, call.ceiling, coalesce(sum(decision.granted) filter (where judged.subject_id is not null), 0)
    from call
    left join staging.application on application.call_id = call.id
    left join staging.decision on decision.application_id = application.id
    left join staging.judged on judged.subject_id = application.id and judged.to_status = 'honoured' and judged.decision_id = decision.id
   where call.status not in ('draft', 'cancelled') and call.ceiling is not null
     and call.id in (select id from staging.call union select call_id from staging.application)
   group by call.id
      on conflict (call_id) do update set committed = call_ceiling.committed + excluded.committed;
  if exists (
    select from call_ceiling where committed > ceiling
       and call_id in (select id from staging.call union select call_id from staging.application)
  ) then
    raise exception 'Staged decisions do not fit under the ceiling of their call' using errcode = 'GR001', constraint = 'ceiling_exceeded';
  end if;
  truncate staging.step, staging.judged, staging.call, staging.application, staging.decision, staging.project, staging.legacy_award;
  return loaded;
end
$$;

-- Declares an import void: an event on every award that nothing else stands under, never a deletion.
create function void_import(run uuid, by_actor uuid, by_role text, reason uuid) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  move lifecycle_transition;
  reason_hash text;
  recorded constant timestamptz := registry_now();
  this_epoch constant integer := registry_epoch_now();
  voided bigint;
begin
  select * into move from lifecycle_transition
   where machine = 'legacy_award' and command = 'void' and from_status = 'imported' order by machine_version desc limit 1;
  if by_role <> all (move.roles) then
    raise exception '% may not void an import', by_role using errcode = 'GR001', constraint = 'wrong_role';
  end if;
  select encode(sha256(ciphertext), 'hex') into reason_hash from confidential_text where id = reason;
  if reason_hash is null then
    raise exception 'Voiding an import needs a reason' using errcode = 'GR001', constraint = 'reason_required';
  end if;
  update import_run set voided_at = recorded, voided_by = by_actor, void_reason_id = reason where id = run and voided_at is null;
  if not found then
    raise exception 'The import does not exist or is void already' using errcode = 'GR001', constraint = 'import_void_already';
  end if;
  update realisation set voided_xact = pg_current_xact_id(), voided_epoch = this_epoch
   where import_run_id = run and voided_xact is null;
  with emptied as (
    select award.id, award.event_seq + 1 as seq, award.event_hash, award.status, greatest(recorded, award.event_at) as at
      from legacy_award award
     where award.status = 'imported'
       and exists (select from realisation where legacy_award_id = award.id and import_run_id = run)
       and not exists (select from realisation where legacy_award_id = award.id and voided_xact is null)
       for no key update
  ), told as (
    select *, event_content('legacy_award', move.machine_version, id, seq, 'void', status, 'voided', by_actor::text, by_role,
             move.basis, null, at, at, reason_hash, null) as content from emptied
  ), chained as (
    select *, sha256(event_hash || convert_to(content, 'UTF8')) as hash from told
  ), events as (
    insert into registry_event (machine, machine_version, subject_id, seq, command, from_status, to_status, actor, role, basis,
      occurred_at, recorded_at, db_user, reason_id, xact, epoch, content, hash)
    select 'legacy_award', move.machine_version, id, seq, 'void', status, 'voided', by_actor, by_role, move.basis, at, at,
           session_user, reason, pg_current_xact_id(), this_epoch, content, hash from chained
  ), ended as (
    update status_period set occurred_to = at, ended_xact = pg_current_xact_id(), ended_epoch = this_epoch
      from chained where subject_id = chained.id and superseded_xact is null and occurred_to is null
  ), begun as (
    insert into status_period (subject_id, seq, machine, status, occurred_from, xact, epoch)
    select id, seq, 'legacy_award', 'voided', at, pg_current_xact_id(), this_epoch from chained
  )
  update legacy_award award set status = 'voided', version = version + 1, event_seq = chained.seq, event_hash = chained.hash,
         event_at = chained.at, status_since = chained.at
    from chained where award.id = chained.id;
  get diagnostics voided = row_count;
  return voided;
end
$$;

grant usage on schema public, staging to registry_importer;
grant select, insert, update on call, application, decision, project, legacy_award, call_ceiling, status_period,
  import_run, realisation to registry_importer;
grant select, insert on registry_event to registry_importer;
grant select on lifecycle_transition, confidential_text, clock_shift, registry_epoch to registry_importer;
grant select, insert, truncate, maintain on all tables in schema staging to registry_importer;
grant create on schema public to registry_importer;
alter function bulk_load() owner to registry_importer;
alter function void_import(uuid, uuid, text, uuid) owner to registry_importer;
revoke create on schema public from registry_importer;
