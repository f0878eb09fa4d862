-- Whoever changes an ordinary record that has a history says who they are: the service cannot leave that open. Records of
-- a lifecycle have guards of their own; bulk work comes in as registry_importer; an owner may go without.
set lock_timeout = '5s';

create function demand_actor() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'registry_app' and registry_step() ->> 'actor' is null then
    raise exception 'A % changes only in a step that says who changes it', tg_table_name
      using errcode = 'GR001', constraint = 'step_required', hint = 'step_required';
  end if;
  return null;
end
$$;
revoke execute on function demand_actor() from public;

create trigger a_demand_actor before insert or update on funder for each statement execute function demand_actor();
create trigger a_demand_actor before insert or update on organisation for each statement execute function demand_actor();
create trigger a_demand_actor before insert or update on programme for each statement execute function demand_actor();
create trigger a_demand_actor before insert or update on programme_line for each statement execute function demand_actor();
create trigger a_demand_actor before insert or update on project_leader for each statement execute function demand_actor();
create trigger a_demand_actor before insert or update on project_recipient for each statement execute function demand_actor();
create trigger a_demand_actor before insert or update on project_relation for each statement execute function demand_actor();
