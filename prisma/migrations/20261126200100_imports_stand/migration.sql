-- A record of an import stands: its file, checksum and summary never change, and it is declared void once, by the function
-- that leaves an event on every award whose payments go with it.
set lock_timeout = '5s';

revoke insert, update on import_run from registry_app;
grant insert (id, kind, file_name, checksum, actor, summary) on import_run to registry_app;
create function guard_import_run() returns trigger language plpgsql as $$
begin
  if current_user <> 'registry_importer' or old.voided_at is not null
    or row (old.id, old.reference, old.kind, old.file_name, old.checksum, old.actor, old.summary, old.started_at)
       is distinct from row (new.id, new.reference, new.kind, new.file_name, new.checksum, new.actor, new.summary, new.started_at) then
    perform step_refused('append_only', 'The record of an import is not changed');
  end if;
  return new;
end
$$;
create trigger a_guard_run before update on import_run for each row execute function guard_import_run();
create trigger refuse_delete before delete on import_run for each row execute function refuse_change();
create trigger refuse_truncate before truncate on import_run for each statement execute function refuse_change();
revoke execute on function guard_import_run() from public;

grant create on schema public to registry_importer;
set role registry_importer;
create or replace function void_import(run uuid, by_actor uuid, by_role text, reason uuid) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  move lifecycle_transition;
  fact lifecycle_transition;
  reason_hash text;
  recorded constant timestamptz := registry_now();
  this_epoch constant integer := registry_epoch_now();
  voided bigint;
begin
  select * into move from lifecycle_transition
   where machine = 'legacy_award' and command = 'void' and from_status = 'imported' order by machine_version desc limit 1;
  select * into fact from lifecycle_transition
   where machine = 'legacy_award' and command = 'void_payments' and from_status = 'imported' order by machine_version desc limit 1;
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
  -- Each award that they stood under has an event: it is void where no payment is left, else it stays what it was.
  with touched as (
    select award.id, award.event_seq + 1 as seq, award.event_hash, award.status, greatest(recorded, award.event_at) as at,
           not exists (select from realisation where legacy_award_id = award.id and voided_xact is null) as is_empty
      from legacy_award award
     where award.status = 'imported'
       and exists (select from realisation where legacy_award_id = award.id and import_run_id = run and voided_xact = pg_current_xact_id())
       for no key update
  ), named as (
    select *, case when is_empty then move.command else fact.command end as command,
           case when is_empty then move.machine_version else fact.machine_version end as machine_version,
           case when is_empty then move.basis else fact.basis end as basis,
           case when is_empty then 'voided' else status end as to_status
      from touched
  ), told as (
    select *, event_content('legacy_award', machine_version, id, seq, command, status, to_status, by_actor::text, by_role,
             basis, null, at, at, reason_hash, null) as content from named
  ), chained as (
    select *, sha256(event_hash || convert_to(content, 'UTF8')) as hash from told
  ), events as (
    insert into registry_event (machine, machine_version, subject_id, seq, command, from_status, to_status, actor, role, basis,
      occurred_at, recorded_at, db_user, reason_id, xact, epoch, content, hash)
    select 'legacy_award', machine_version, id, seq, command, status, to_status, by_actor, by_role, basis, at, at,
           session_user, reason, pg_current_xact_id(), this_epoch, content, hash from chained
  ), ended as (
    update status_period set occurred_to = at, ended_xact = pg_current_xact_id(), ended_epoch = this_epoch
      from chained where subject_id = chained.id and is_empty and superseded_xact is null and occurred_to is null
  ), begun as (
    insert into status_period (subject_id, seq, machine, status, occurred_from, xact, epoch)
    select id, seq, 'legacy_award', 'voided', at, pg_current_xact_id(), this_epoch from chained where is_empty
  ), moved as (
    update legacy_award award set status = chained.to_status, version = version + 1, event_seq = chained.seq,
           event_hash = chained.hash, event_at = chained.at,
           status_since = case when is_empty then chained.at else award.status_since end
      from chained where award.id = chained.id returning chained.is_empty
  )
  select count(*) filter (where is_empty) into voided from moved;
  return voided;
end
$$;
reset role;
revoke create on schema public from registry_importer;
