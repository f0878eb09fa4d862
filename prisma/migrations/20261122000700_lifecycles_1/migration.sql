-- Generated from the lifecycles of libs/domain, version 1: never edited. A changed lifecycle gets a new version.
set lock_timeout = '5s';

insert into lifecycle_transition (machine, machine_version, command, from_status, to_status, roles, late_roles, decision_kinds, reason_required, bulk_only, basis) values
  ('call', 1, 'create', '', 'draft', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:22'),
  ('call', 1, 'import', '', 'archived', array['administrator']::text[], array['administrator']::text[], array[]::text[], false, true, 'registry: legacy schemes'),
  ('call', 1, 'publish', 'draft', 'published', array['decision_authority']::text[], array['decision_authority']::text[], array[]::text[], false, false, 'Awb 4:26, 4:27'),
  ('call', 1, 'open', 'published', 'open', array['system', 'programme_officer']::text[], array['system', 'programme_officer']::text[], array[]::text[], false, false, 'Awb 4:26'),
  ('call', 1, 'close', 'open', 'closed', array['system', 'programme_officer']::text[], array['system', 'programme_officer']::text[], array[]::text[], false, false, 'Awb 4:26'),
  ('call', 1, 'cancel', 'draft', 'cancelled', array['decision_authority']::text[], array['decision_authority']::text[], array[]::text[], true, false, 'Awb 4:25, 4:27(2)'),
  ('call', 1, 'cancel', 'published', 'cancelled', array['decision_authority']::text[], array['decision_authority']::text[], array[]::text[], true, false, 'Awb 4:25, 4:27(2)'),
  ('call', 1, 'cancel', 'open', 'cancelled', array['decision_authority']::text[], array['decision_authority']::text[], array[]::text[], true, false, 'Awb 4:25, 4:27(2)'),
  ('call', 1, 'archive', 'closed', 'archived', array['programme_officer']::text[], array[]::text[], array[]::text[], false, false, 'Archiefwet 1995 art. 3');

insert into lifecycle_transition (machine, machine_version, command, from_status, to_status, roles, late_roles, decision_kinds, reason_required, bulk_only, basis) values
  ('application', 1, 'create', '', 'draft', array['applicant', 'programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 1, 'submit', 'draft', 'submitted', array['applicant']::text[], array[]::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 1, 'register', 'draft', 'submitted', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:1, 2:15'),
  ('application', 1, 'withdraw', 'draft', 'withdrawn', array['applicant']::text[], array[]::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 1, 'withdraw', 'submitted', 'withdrawn', array['applicant']::text[], array[]::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 1, 'honour', 'submitted', 'honoured', array['programme_officer']::text[], array['programme_officer']::text[], array['honour', 'partial_honour']::text[], false, false, 'Awb 4:29'),
  ('application', 1, 'reject', 'submitted', 'rejected', array['programme_officer']::text[], array['programme_officer']::text[], array['reject']::text[], false, false, 'Awb 4:25, 4:35');

insert into lifecycle_transition (machine, machine_version, command, from_status, to_status, roles, late_roles, decision_kinds, reason_required, bulk_only, basis) values
  ('decision', 1, 'prepare', '', 'prepared', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 3:2'),
  ('decision', 1, 'sign', 'prepared', 'signed', array['decision_authority']::text[], array['decision_authority']::text[], array[]::text[], false, false, 'Awb 10:3'),
  ('decision', 1, 'announce', 'signed', 'announced', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 3:40, 3:41'),
  ('decision', 1, 'discard', 'prepared', 'superseded', array['programme_officer', 'decision_authority']::text[], array[]::text[], array[]::text[], true, false, 'Awb 3:40'),
  ('decision', 1, 'discard', 'signed', 'superseded', array['programme_officer', 'decision_authority']::text[], array[]::text[], array[]::text[], true, false, 'Awb 3:40'),
  ('decision', 1, 'supersede', 'announced', 'superseded', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 1:3');

insert into lifecycle_transition (machine, machine_version, command, from_status, to_status, roles, late_roles, decision_kinds, reason_required, bulk_only, basis) values
  ('project', 1, 'award', '', 'awaiting_start', array['programme_officer']::text[], array['programme_officer']::text[], array['honour', 'partial_honour']::text[], false, false, 'Awb 4:29'),
  ('project', 1, 'confirm_start', 'awaiting_start', 'started', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:37'),
  ('project', 1, 'suspend', 'started', 'suspended', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], true, false, 'Awb 4:37'),
  ('project', 1, 'resume', 'suspended', 'started', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:37'),
  ('project', 1, 'end', 'started', 'ended', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:44'),
  ('project', 1, 'complete', 'ended', 'completed', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:45'),
  ('project', 1, 'terminate', 'started', 'terminated', array['programme_officer']::text[], array['programme_officer']::text[], array['withdraw_grant']::text[], false, false, 'Awb 4:48, 4:50'),
  ('project', 1, 'terminate', 'suspended', 'terminated', array['programme_officer']::text[], array['programme_officer']::text[], array['withdraw_grant']::text[], false, false, 'Awb 4:48, 4:50'),
  ('project', 1, 'withdraw_grant', 'awaiting_start', 'not_started', array['programme_officer']::text[], array['programme_officer']::text[], array['withdraw_grant']::text[], false, false, 'Awb 4:48(1)(a)');

insert into lifecycle_transition (machine, machine_version, command, from_status, to_status, roles, late_roles, decision_kinds, reason_required, bulk_only, basis) values
  ('legacy_award', 1, 'import', '', 'imported', array['administrator']::text[], array['administrator']::text[], array[]::text[], false, true, 'registry: legacy awards'),
  ('legacy_award', 1, 'void', 'imported', 'voided', array['administrator']::text[], array[]::text[], array[]::text[], true, true, 'registry: an import that was wrong');
