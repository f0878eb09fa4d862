create table programme (
  id uuid primary key,
  code text not null,
  amount numeric not null default 0 check (amount = round(amount, 2) and abs(amount) < 1e12),
  starts date not null,
  made timestamptz not null default now(),
  moved timestamptz not null default clock_timestamp(),
  hash bytea not null default '\x',
  tags text[] not null default '{}',
  xact xid8 not null default pg_current_xact_id(),
  snapshot pg_snapshot,
  search tsvector generated always as (to_tsvector('simple', code)) stored
);
create unique index programme_code_key on programme (code);
create index programme_tags_idx on programme using gin (tags);

create table leadership (
  id uuid primary key,
  programme_id uuid not null references programme on delete restrict on update restrict,
  person text not null,
  during daterange not null,
  constraint leadership_one_at_a_time exclude using gist (programme_id with =, during with &&)
);

create table scratch_event (
  subject_id uuid not null,
  seq integer not null,
  recorded_at timestamptz not null,
  content text not null,
  primary key (subject_id, seq, recorded_at)
) partition by range (recorded_at);
create table scratch_event_2026 partition of scratch_event for values from ('2026-01-01') to ('2027-01-01');
create table scratch_event_other partition of scratch_event default;
