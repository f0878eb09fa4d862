-- The rows of the lifecycle of legacy awards, version 2: generated from libs/domain, never edited.
set lock_timeout = '5s';

insert into lifecycle_transition (machine, machine_version, command, from_status, to_status, roles, late_roles, decision_kinds, reason_required, bulk_only, basis) values
  ('legacy_award', 2, 'import', '', 'imported', array['administrator']::text[], array['administrator']::text[], array[]::text[], false, true, 'registry: legacy awards'),
  ('legacy_award', 2, 'void', 'imported', 'voided', array['administrator']::text[], array[]::text[], array[]::text[], true, true, 'registry: an import that was wrong'),
  ('legacy_award', 2, 'void_payments', 'imported', 'imported', array['administrator']::text[], array[]::text[], array[]::text[], true, true, 'registry: an import that was wrong');
