-- Every column that a report reads has a history: a row for each change, with the same two times as events. A later
-- migration that adds such a column adds it to the history table and calls keep_history() again.
set lock_timeout = '5s';

create function keep_history(tracked text, columns text[]) returns void language plpgsql as $$
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
        select id, %2$s, (step ->> 'actor')::uuid, coalesce((step ->> 'occurred')::timestamptz, registry_now()), registry_now(),
               pg_current_xact_id(), registry_epoch_now()
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
