-- Ordinary records: versions for If-Match, one open invitation at a time, and what their lists search by.
set lock_timeout = '5s';

alter table funder add column version integer not null default 1;
alter table organisation add column version integer not null default 1;
alter table person add column version integer not null default 1;

-- One that has run out, was used or was revoked does not stand in the way of the next.
alter table call_invitation add constraint invitation_open_already exclude using gist (
  call_id with =, person_id with =, daterange(invited_on, valid_until, '[]') with &&)
  where (used_by_application is null and revoked_on is null);

-- The client of ordinary records passes on an error's hint, and not its constraint: so these name their rule in both.
create or replace function refuse_relation_cycle() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('project_relation:' || new.kind, 0));
  if exists (
    with recursive reached (project_id) as (
      select new.to_project_id
      union
      select relation.to_project_id from project_relation relation join reached on relation.from_project_id = reached.project_id
       where relation.kind = new.kind
    )
    select from reached where project_id = new.from_project_id
  ) then
    raise exception 'Relation % would close a cycle', new.kind
      using errcode = 'GR001', constraint = 'project_relation_cycle', hint = 'project_relation_cycle';
  end if;
  return new;
end
$$;
create or replace function refuse_line_cycle() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (
    with recursive above (id, parent_id) as (
      select line.id, line.parent_id from programme_line line where line.id = new.parent_id
      union
      select line.id, line.parent_id from programme_line line join above on line.id = above.parent_id
    )
    select from above where id = new.id
  ) then
    raise exception 'Line % would be its own ancestor', new.code
      using errcode = 'GR001', constraint = 'programme_line_cycle', hint = 'programme_line_cycle';
  end if;
  return new;
end
$$;

-- Numbers as issued are found by the beginning of their key.
drop index project_file_number_key_idx;
create index project_number_search on project (number_key text_pattern_ops) where number_key is not null;
create index project_file_number_search on project (file_number_key text_pattern_ops) where file_number_key is not null;

-- The orders of lists that can be long.
create index application_by_receipt on application ((coalesce(received_at, '-infinity'::timestamptz)), id);
create index project_status_since_id_idx on project (status_since, id);
create index project_recipient_organisation_id_idx on project_recipient (organisation_id);
create index project_relation_from_project_id_idx on project_relation (from_project_id);
create index legacy_award_funder_id_idx on legacy_award (funder_id);
create index realisation_year_id_idx on realisation (year, id);
create index organisation_search on organisation using gin (to_tsvector('simple', name));
create index person_search on person using gin (
  to_tsvector('simple', coalesce(given_name, '') || ' ' || coalesce(prefix, '') || ' ' || family_name));

-- What waits for somebody is little, among all there is.
create index application_undecided on application (call_id) where status = 'submitted';
create index project_awaiting_start on project (application_id) where status = 'awaiting_start';
create index decision_to_act_on on decision (status, application_id) where status in ('prepared', 'signed');
create index call_in_preparation on call (programme_id) where status = 'draft';
