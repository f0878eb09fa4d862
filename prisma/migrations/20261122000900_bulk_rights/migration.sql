-- Who may do bulk work. The rights of the importer's functions are the importer's to give: the owner's revoke did
-- nothing, and said so in a warning alone, so that anybody could have called them.
set lock_timeout = '5s';

set role registry_importer;
revoke execute on function bulk_load(), void_import(uuid, uuid, text, uuid) from public;
grant execute on function bulk_load(), void_import(uuid, uuid, text, uuid) to registry_owner, registry_app;
reset role;
revoke execute on function sees(text) from public;

-- Bulk work is judged by moves and roles, not by every guard. So the service stages the commands that exist for bulk
-- work alone; everything else is for registry_owner, who makes synthetic data.
create function refuse_bulk_step() returns trigger language plpgsql as $$
begin
  raise exception 'The service loads imports alone: % of a % by bulk work needs the connection of registry_owner', new.command, new.machine
    using errcode = 'GR001', constraint = 'bulk_not_allowed';
end
$$;
revoke execute on function refuse_bulk_step() from public;
create trigger imports_only before insert or update on staging.step for each row
  when (session_user = 'registry_app' and new.command not in ('import', 'void')) execute function refuse_bulk_step();
