-- Bulk work again, with what it lacked: steps give a reason where their command needs one, and stand on a decision of a
-- kind that brings them about; decisions may withdraw the grant of a project that is staged with them. And faster: the
-- digest of a decision is computed once, not for each of its events; histories read the clock and the epoch once a
-- statement, not three times a row.
set lock_timeout = '5s';

create or replace function keep_history(tracked text, columns text[]) returns void language plpgsql as $$
declare
  listed constant text := (select string_agg(quote_ident(name), ', ') from unnest(columns) as name);
  before constant text := (select string_agg('old.' || quote_ident(name), ', ') from unnest(columns) as name);
  after constant text := (select string_agg('new.' || quote_ident(name), ', ') from unnest(columns) as name);
begin
  execute format($body$
    create or replace function keep_%1$s_history() returns trigger language plpgsql security definer set search_path = public, pg_temp as $keep$
    declare
      step constant jsonb := registry_step();
    begin
      if tg_op = 'INSERT' then
        insert into %1$I_history (id, %2$s, actor, occurred_at, recorded_at, xact, epoch)
        select id, %2$s, (select (step ->> 'actor')::uuid), (select coalesce((step ->> 'occurred')::timestamptz, registry_now())),
               (select registry_now()), pg_current_xact_id(), (select registry_epoch_now())
          from added;
      else
        insert into %1$I_history (id, %2$s, actor, occurred_at, recorded_at, xact, epoch)
        values (new.id, %3$s, (step ->> 'actor')::uuid, coalesce((step ->> 'occurred')::timestamptz, registry_now()), registry_now(),
                pg_current_xact_id(), registry_epoch_now());
      end if;
      return null;
    end
    $keep$
  $body$, tracked, listed, after);
  execute format('create or replace trigger e_keep_first after insert on %1$I referencing new table as added
    for each statement execute function keep_%1$s_history()', tracked);
  execute format('create or replace trigger e_keep_change after update on %1$I for each row
    when (row (%2$s) is distinct from row (%3$s)) execute function keep_%1$s_history()', tracked, before, after);
  execute format('create or replace trigger refuse_change before update or delete on %I_history for each row execute function refuse_change()', tracked);
  execute format('create or replace trigger refuse_truncate before truncate on %I_history for each statement execute function refuse_change()', tracked);
end
$$;

select keep_history('funder', array['name']);
select keep_history('organisation', array['name', 'kind', 'ror', 'kvk']);
select keep_history('programme', array['title']);
select keep_history('programme_line', array['code', 'title']);
select keep_history('call', array['title', 'programme_id', 'programme_line_id', 'ceiling']);
select keep_history('application', array['title', 'requested', 'received_at']);
select keep_history('project', array['title', 'number', 'file_number', 'granted', 'starts_on', 'ends_on', 'started_on', 'ended_on']);
select keep_history('project_leader', array['project_id', 'person_id', 'organisation_id', 'valid_from', 'valid_to']);
select keep_history('project_recipient', array['project_id', 'organisation_id', 'valid_from', 'valid_to']);
select keep_history('project_relation', array['kind', 'from_project_id', 'to_project_id', 'valid_from', 'valid_to']);

alter table staging.step add column reason_id uuid;
alter table staging.judged add column reason_id uuid, add column digest text;
-- What was judged is written by the judge alone: a row put in here by the service would have become an event.
revoke insert on staging.judged from registry_app;
-- The order of steps is checked when they are judged, and keys when subjects enter their own tables: here they only cost.
alter table staging.step drop constraint step_pkey;
alter table staging.call drop constraint call_pkey;
alter table staging.application drop constraint application_pkey;
alter table staging.decision drop constraint decision_pkey;
alter table staging.project drop constraint project_pkey;
alter table staging.legacy_award drop constraint legacy_award_pkey;

grant create on schema public to registry_importer;
set role registry_importer;
-- Takes everything that is staged. One at a time, in the caller's transaction. Returns the number of events.
create or replace function bulk_load() returns bigint language plpgsql security definer
  set search_path = public, pg_temp set work_mem = '64MB' set jit = off as $$
declare
  part record;
  listed text;
  fault text;
  recorded constant timestamptz := registry_now();
  this_epoch constant integer := registry_epoch_now();
  loaded bigint;
  inserted bigint;
  subjects bigint := 0;
begin
  -- Of the columns that are joined by alone: the others cost more to look at than they are worth.
  analyze staging.step (machine, subject_id, decision_id, reason_id), staging.call (id), staging.application (id, call_id),
    staging.decision (id, application_id, reason_text_id), staging.project (id), staging.legacy_award (id);
  with said as materialized (
    select decision.id, decision.kind,
           decision_digest(row (decision.*)::public.decision, encode(sha256(grounds.ciphertext), 'hex')) as digest
      from staging.decision left join confidential_text grounds on grounds.id = decision.reason_text_id
  ), moved as (
    select step.*, lag(to_status) over moves as from_status, lag(occurred_at) over moves as previous,
           lead(occurred_at) over moves as next_occurred_at, row_number() over moves as place
      from staging.step window moves as (partition by subject_id order by seq)
  ), judged as (
    select moved.*, transition.basis, encode(sha256(reason.ciphertext), 'hex') as reason_hash,
        case when moved.machine = 'decision' then said.digest end as digest,
        coalesce(transition.to_status = moved.to_status and moved.role = any (transition.roles) and moved.seq = moved.place
          and moved.occurred_at <= recorded and moved.occurred_at > coalesce(moved.previous, '-infinity')
          and (reason.id is not null or not transition.reason_required)
          and (transition.decision_kinds = '{}' or said.kind = any (transition.decision_kinds)), false) as allowed
      from moved
      left join lifecycle_transition transition on transition.machine = moved.machine
       and transition.machine_version = moved.machine_version and transition.command = moved.command
       and transition.from_status = coalesce(moved.from_status, '')
      left join said on said.id = case moved.machine when 'decision' then moved.subject_id else moved.decision_id end
      left join confidential_text reason on reason.id = moved.reason_id
  ), told as (
    select judged.*, event_content(machine, machine_version, subject_id, seq, command, from_status, to_status, actor::text, role,
        basis, decision_id::text, occurred_at, recorded, reason_hash, digest) as content
      from judged offset 0 -- else the content is built twice: to be kept, and to be chained
  )
  insert into staging.judged (machine, machine_version, subject_id, seq, command, from_status, to_status, occurred_at,
    next_occurred_at, is_last, actor, role, basis, decision_id, reason_id, digest, content, hash)
  select machine, machine_version, subject_id, seq, command, from_status, to_status, occurred_at, next_occurred_at,
         next_occurred_at is null, actor, role, case when allowed then basis end, decision_id, reason_id, digest, content,
         chain(convert_to(content, 'UTF8')) over (partition by subject_id order by seq)
    from told;
  select format('%s %s: %s from %s to %s by %s', machine, subject_id, command, from_status, to_status, role) into fault
    from staging.judged where basis is null limit 1;
  if fault is not null then
    raise exception 'A staged step is not allowed: %', fault using errcode = 'GR001', constraint = 'wrong_state';
  end if;
  insert into registry_event (machine, machine_version, subject_id, seq, command, from_status, to_status, actor, role, basis,
    decision_id, reason_id, occurred_at, recorded_at, db_user, xact, epoch, content, hash)
  select machine, machine_version, subject_id, seq, command, from_status, to_status, actor, role, basis, decision_id, reason_id,
         occurred_at, recorded, session_user, pg_current_xact_id(), this_epoch, content, hash
    from staging.judged;
  get diagnostics loaded = row_count;
  insert into status_period (subject_id, seq, machine, status, occurred_from, occurred_to, xact, epoch, ended_xact, ended_epoch)
  select subject_id, seq, machine, to_status, occurred_at, next_occurred_at, pg_current_xact_id(), this_epoch,
         case when not is_last then pg_current_xact_id() end, case when not is_last then this_epoch end
    from staging.judged;
  analyze staging.judged (machine, is_last);
  -- A project needs the decision that awarded it, and a decision that withdraws a grant needs its project.
  for part in
    select * from (values ('call', ''), ('application', ''), ('decision', 'subject.project_id is null'), ('project', ''),
      ('decision', 'subject.project_id is not null'), ('legacy_award', '')) as parts (machine, condition)
  loop
    select string_agg(quote_ident(attname), ', ') into listed from pg_attribute
     where attrelid = format('public.%I', part.machine)::regclass and attnum > 0 and not attisdropped
       and attname not in ('status', 'version', 'event_seq', 'event_hash', 'event_at', 'status_since', 'content_digest');
    execute format($sql$
      insert into public.%1$I (%2$s, status, version, event_seq, event_hash, event_at, status_since%3$s)
      select %4$s, last.to_status, last.seq, last.seq, last.hash, $1, last.occurred_at%5$s
        from staging.%1$I as subject join staging.judged as last
          on last.subject_id = subject.id and last.machine = %1$L and last.is_last
       %6$s
    $sql$, part.machine, listed, case part.machine when 'decision' then ', content_digest' else '' end,
      (select string_agg('subject.' || name, ', ') from unnest(string_to_array(listed, ', ')) as name),
      case part.machine when 'decision' then ', decode(last.digest, ''hex'')' else '' end,
      case part.condition when '' then '' else 'where ' || part.condition end)
    using recorded;
    get diagnostics inserted = row_count;
    subjects := subjects + inserted;
  end loop;
  if subjects <> (select count(*) from staging.judged where is_last) then
    raise exception 'A staged step has no staged subject' using errcode = 'GR001', constraint = 'wrong_state';
  end if;
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
reset role;
revoke create on schema public from registry_importer;
