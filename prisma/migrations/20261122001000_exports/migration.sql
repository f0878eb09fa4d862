-- What reports stand on: references that stay, seals that are facts themselves, and runs that name what they repeat.
set lock_timeout = '5s';

-- A seal counts from its commit, like every fact: a run that is done again must not find one that committed since.
alter table seal add column xact xid8 not null default pg_current_xact_id();

-- A run may repeat an earlier one, byte for byte.
alter table report_run add column rerun_of uuid references report_run (id);

-- Scans of reports may use more than one process. The functions that it calls are all safe for that.
alter function known_at(xid8, integer, integer, pg_snapshot) parallel safe;

-- Reports show these, and people and files outside the registry keep them: they never change.
create function refuse_reference_change() returns trigger language plpgsql as $$
begin
  raise exception 'A reference of % never changes', tg_table_name
    using errcode = 'GR001', constraint = 'reference_frozen', hint = 'reference_frozen';
end
$$;
create trigger a_frozen before update of code on funder for each row
  when (old.code is distinct from new.code) execute function refuse_reference_change();
do $$
declare
  named text;
begin
  foreach named in array array['organisation', 'programme', 'import_run'] loop
    execute format('create trigger a_frozen before update of reference on %I for each row
      when (old.reference is distinct from new.reference) execute function refuse_reference_change()', named);
  end loop;
end
$$;

-- What an award is about came with its import.
create trigger a_frozen before update of funder_id, call_id, organisation_id, reference, scheme_text, recipient_text
  on legacy_award for each row
  when (row (old.funder_id, old.call_id, old.organisation_id, old.reference, old.scheme_text, old.recipient_text)
    is distinct from row (new.funder_id, new.call_id, new.organisation_id, new.reference, new.scheme_text, new.recipient_text))
  execute function refuse_frozen('legacy_award_frozen');
