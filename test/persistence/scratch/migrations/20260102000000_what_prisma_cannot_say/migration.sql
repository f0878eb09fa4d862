create function refuse_change() returns trigger language plpgsql as $$
begin
  -- semicolons; inside a body; must not cut it
  raise exception 'append only: %', tg_op;
end;
$$;
create trigger append_only before update or delete on scratch_event for each row execute function refuse_change();
create trigger append_only_truncate before truncate on scratch_event for each statement execute function refuse_change();

create index programme_open on programme (starts) where snapshot is null;
create index programme_lower_code on programme (lower(code));

alter table leadership enable row level security;
alter table leadership force row level security;
create policy own on leadership using (person = current_setting('scratch.person', true));
create view led with (security_invoker) as select programme_id, person from leadership;

grant select, insert (id, code, starts) on programme to registry_app;
grant select on programme to registry_reader;

create function import_all() returns void language sql security definer set search_path = public
begin atomic
  insert into programme (id, code, starts) values (gen_random_uuid(), 'IMPORTED', '2026-01-01');
end;
grant create on schema public to registry_importer;
alter function import_all() owner to registry_importer;
revoke create on schema public from registry_importer;
