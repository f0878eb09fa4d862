-- Attachments of applications: what is known of a file, and its checksum; the file itself is in the file store. A call
-- says which kinds an application must have.
set lock_timeout = '5s';

create table call_attachment_kind (
  call_id uuid not null references call on delete restrict on update restrict,
  kind text not null,
  primary key (call_id, kind),
  constraint call_attachment_kind_known check (kind in
    ('project_plan', 'budget', 'statement_of_agreement', 'letter_of_support', 'data_management_plan', 'other'))
);

create table attachment (
  id uuid not null primary key,
  application_id uuid not null references application on delete restrict on update restrict,
  number integer not null,
  kind text not null,
  file_name text not null,
  media_type text not null,
  size integer not null,
  sha256 text not null,
  uploaded_by uuid not null,
  uploaded_at timestamptz(6) not null default registry_now(),
  removed_at timestamptz(6),
  constraint attachment_kind_known check (kind in
    ('project_plan', 'budget', 'statement_of_agreement', 'letter_of_support', 'data_management_plan', 'other')),
  constraint attachment_file_name_plain check (file_name !~ '[[:cntrl:]/\\]' and length(file_name) between 1 and 200),
  constraint attachment_checksum check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint attachment_not_empty check (size > 0)
);
create unique index attachment_application_id_number_key on attachment (application_id, number);
create index attachment_sha256_idx on attachment (sha256);

-- What a call asks is frozen when it is published.
create function guard_call_attachment_kind() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (select status from call where id = coalesce(new.call_id, old.call_id) for no key update) <> 'draft' then
    perform step_refused('call_frozen', 'What was published is not changed');
  end if;
  return coalesce(new, old);
end
$$;
create trigger a_guard_kind before insert or update or delete on call_attachment_kind for each row execute function guard_call_attachment_kind();
create trigger refuse_truncate before truncate on call_attachment_kind for each statement execute function refuse_change();

-- Files come and go while an application is a draft, or is being repaired; the lock keeps it so until the commit. What is
-- said of a file never changes, but that it was removed.
create function guard_attachment() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (select status from application where id = coalesce(old.application_id, new.application_id) for no key update) not in ('draft', 'repair_requested') then
    perform step_refused('application_frozen', 'Attachments change while the application is a draft or is being completed');
  end if;
  if tg_op = 'INSERT' then
    select coalesce(max(number), 0) + 1 into new.number from attachment where application_id = new.application_id;
    new.uploaded_by := (registry_step() ->> 'actor')::uuid;
    new.uploaded_at := registry_now();
    new.removed_at := null;
    return new;
  end if;
  if old.removed_at is not null then
    perform step_refused('append_only', 'What was removed stays removed');
  end if;
  old.removed_at := registry_now();
  return old;
end
$$;
create trigger a_guard_attachment before insert or update on attachment for each row execute function guard_attachment();
create trigger refuse_delete before delete on attachment for each row execute function refuse_change();
create trigger refuse_truncate before truncate on attachment for each statement execute function refuse_change();

-- The kinds that a call asks for and an application does not have, in the order of their names.
create function missing_attachment_kinds(application_id uuid) returns text[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(asked.kind order by asked.kind), '{}')
    from application applied join call_attachment_kind asked on asked.call_id = applied.call_id
   where applied.id = $1 and not exists (
     select from attachment given where given.application_id = applied.id and given.kind = asked.kind and given.removed_at is null)
$$;

-- Seen as the application itself: those of a draft by its maker alone.
alter table attachment enable row level security, force row level security;
create policy seen_with_application on attachment to registry_app using (exists (
  select from application applied where applied.id = application_id
    and (applied.status <> 'draft' or applied.created_by = nullif(current_setting('registry.account', true), '')::uuid)));
create policy attachments_kept_by_owner on attachment to registry_owner using (true);

-- Which files there have to be, whosever they are: the sweep of the file store looks at no more than that.
create function is_file_kept(checksum text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from attachment where sha256 = checksum
    and (removed_at is null or removed_at > registry_now() - interval '7 days'))
$$;

revoke execute on function guard_call_attachment_kind(), guard_attachment(), missing_attachment_kinds(uuid), is_file_kept(text) from public;
grant execute on function missing_attachment_kinds(uuid), is_file_kept(text) to registry_app;
grant select on call_attachment_kind, attachment to registry_app;
grant select on call_attachment_kind to registry_reader;
grant insert, delete on call_attachment_kind to registry_app;
grant insert (id, application_id, number, kind, file_name, media_type, size, sha256), update (removed_at) on attachment to registry_app;
