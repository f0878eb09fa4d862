-- What an import of payments stages before anything enters the registry's own tables: the file's rows, those of them
-- that are not known yet, and for each ministry, scheme and recipient whether it is. One import at a time fills them,
-- behind an advisory lock, and leaves them empty.
set lock_timeout = '5s';

-- A key of version 7, for rows that are made by a statement; PostgreSQL has it from 18 on, and then many times as fast.
do $do$
begin
  if current_setting('server_version_num')::integer >= 180000 then
    create function new_id() returns uuid language sql volatile return uuidv7();
  else
    create function new_id() returns uuid language sql volatile
      return encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((date_part('epoch', clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;
  end if;
end
$do$;
revoke execute on function new_id() from public;
grant execute on function new_id() to registry_app;

-- A row of the file: texts as they are matched and, where that differs, as they are written. A bad row has its faults alone.
create unlogged table staging.payment (
  line integer not null, ministry text, scheme text, scheme_text text, recipient text, recipient_text text,
  policy_article text, amount_text text, amount numeric, year integer, content bytea, faults jsonb
);
-- A row that is not known yet: with the number among its equals, which together are its identity.
create unlogged table staging.new_payment (like staging.payment, occurrence integer not null, identity bytea not null);
alter table staging.new_payment drop column content, drop column faults;
create unlogged table staging.ministry (name text not null, funder_id uuid not null, code text not null, is_new boolean not null);
create unlogged table staging.scheme (
  funder_id uuid not null, title text not null, line integer not null, call_id uuid not null, reference text, is_new boolean not null
);
create unlogged table staging.recipient (name text not null, line integer not null, organisation_id uuid not null, is_new boolean not null);
-- The line on which an award is met first; the registry's own table has no such column.
alter table staging.legacy_award add column line integer;
grant select, insert on staging.payment, staging.new_payment, staging.ministry, staging.scheme, staging.recipient
  to registry_app;
grant update (reference) on staging.scheme to registry_app;


-- Brings the new payments in, under awards that are there by now; the importer alone writes when facts were known.
create function load_payments(run uuid) returns bigint language plpgsql security definer
  set search_path = public, pg_temp set enable_nestloop = off set enable_mergejoin = off set work_mem = '64MB' set jit = off as $$
declare
  this_epoch constant integer := registry_epoch_now();
  loaded bigint;
begin
  insert into realisation (id, legacy_award_id, import_run_id, year, amount, amount_text, amount_exact, policy_article, line,
    occurrence, identity, xact, epoch)
  select new_id(), award.id, run, payment.year, round(payment.amount, 2), payment.amount_text, payment.amount,
         payment.policy_article, payment.line, payment.occurrence, payment.identity, pg_current_xact_id(), this_epoch
    from staging.new_payment payment
    join staging.ministry on ministry.name = payment.ministry
    join staging.scheme on scheme.funder_id = ministry.funder_id and scheme.title = payment.scheme
    join legacy_award award on award.call_id = scheme.call_id and award.recipient_text = payment.recipient_text
     and award.status <> 'voided';
  get diagnostics loaded = row_count;
  if row (loaded, (select sum(amount) from staging.new_payment)) is distinct from
     row ((select count(*) from staging.new_payment), (select sum(amount_exact) from realisation where import_run_id = run)) then
    raise exception 'The payments that came in do not add up to those of the file';
  end if;
  return loaded;
end
$$;

create function clear_import() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  truncate staging.payment, staging.new_payment, staging.ministry, staging.scheme, staging.recipient;
end
$$;

grant select, truncate on staging.payment, staging.new_payment, staging.ministry, staging.scheme, staging.recipient
  to registry_importer;
grant execute on function new_id() to registry_importer;
revoke execute on function load_payments(uuid), clear_import() from public;
grant execute on function load_payments(uuid), clear_import() to registry_app;
grant create on schema public to registry_importer;
alter function load_payments(uuid) owner to registry_importer;
alter function clear_import() owner to registry_importer;
revoke create on schema public from registry_importer;
