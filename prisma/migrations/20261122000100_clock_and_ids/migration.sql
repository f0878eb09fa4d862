-- Times, epochs and numbers: what the defaults of the tables stand on.
set lock_timeout = '5s';

-- How far the registry's clock is moved: zero except in tests and scripted rounds. Only registry_owner writes it.
create table clock_shift (
  one boolean not null default true,
  shift interval not null default '00:00:00'::interval,
  constraint clock_shift_pkey primary key (one),
  constraint clock_shift_one_row check (one)
);
insert into clock_shift default values;

create function registry_now() returns timestamptz language sql volatile
  return clock_timestamp() + (select shift from clock_shift);

create table registry_epoch (
  epoch integer not null,
  system_identifier bigint not null,
  began_at timestamptz(6) not null,
  constraint registry_epoch_pkey primary key (epoch)
);
insert into registry_epoch select 1, system_identifier, clock_timestamp() from pg_control_system();

create function registry_epoch_now() returns integer language sql stable
  return (select max(epoch) from registry_epoch);

-- Begins a new epoch where this cluster is not the one that the last epoch began in; true if it did.
create function begin_epoch_if_moved() returns boolean language sql volatile
  begin atomic
    with here as (select system_identifier from pg_control_system()),
    last as (select epoch, system_identifier from registry_epoch order by epoch desc limit 1),
    begun as (
      insert into registry_epoch
      select last.epoch + 1, here.system_identifier, clock_timestamp() from last, here
       where last.system_identifier <> here.system_identifier
      returning 1
    )
    select exists (select from begun);
  end;

create sequence organisation_number;
create sequence person_number;
create sequence relation_number;
create sequence import_run_number;

-- Whether a fact was committed before a seal was taken.
create function known_at(fact_xact xid8, fact_epoch integer, seal_epoch integer, seal_snapshot pg_snapshot)
  returns boolean language sql stable
  return fact_epoch < seal_epoch or (fact_epoch = seal_epoch and pg_visible_in_snapshot(fact_xact, seal_snapshot));

-- The step's context, set by the statement that loads its facts; refused when it is left over from before.
create function registry_step() returns jsonb language sql stable
  return (
    select step from (select nullif(current_setting('registry.step', true), '')::jsonb as step) given
     where (step ->> 'begun')::timestamptz = now()
  );
