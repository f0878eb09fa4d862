-- The rows of the lifecycles that changed or are new with the full procedure: generated from libs/domain, never edited.
set lock_timeout = '5s';

insert into lifecycle_transition (machine, machine_version, command, from_status, to_status, roles, late_roles, decision_kinds, reason_required, bulk_only, basis) values
  ('call', 2, 'create', '', 'draft', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:22'),
  ('call', 2, 'import', '', 'archived', array['administrator']::text[], array['administrator']::text[], array[]::text[], false, true, 'registry: legacy schemes'),
  ('call', 2, 'publish', 'draft', 'published', array['decision_authority']::text[], array['decision_authority']::text[], array[]::text[], false, false, 'Awb 4:26, 4:27'),
  ('call', 2, 'open', 'published', 'open', array['system', 'programme_officer']::text[], array['system', 'programme_officer']::text[], array[]::text[], false, false, 'Awb 4:26'),
  ('call', 2, 'close', 'open', 'closed', array['system', 'programme_officer']::text[], array['system', 'programme_officer']::text[], array[]::text[], false, false, 'Awb 4:26'),
  ('call', 2, 'close_early', 'open', 'closed', array['programme_officer']::text[], array[]::text[], array[]::text[], true, false, 'Awb 4:26; call: order of receipt'),
  ('call', 2, 'amend', 'published', 'published', array['decision_authority']::text[], array[]::text[], array[]::text[], true, false, 'Awb 4:26, 4:27'),
  ('call', 2, 'amend', 'open', 'open', array['decision_authority']::text[], array[]::text[], array[]::text[], true, false, 'Awb 4:26, 4:27'),
  ('call', 2, 'begin_assessment', 'closed', 'assessing', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:26'),
  ('call', 2, 'conclude', 'closed', 'decided', array['programme_officer', 'system']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:13'),
  ('call', 2, 'conclude', 'assessing', 'decided', array['programme_officer', 'system']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:13'),
  ('call', 2, 'cancel', 'draft', 'cancelled', array['decision_authority']::text[], array['decision_authority']::text[], array[]::text[], true, false, 'Awb 4:25, 4:27(2)'),
  ('call', 2, 'cancel', 'published', 'cancelled', array['decision_authority']::text[], array['decision_authority']::text[], array[]::text[], true, false, 'Awb 4:25, 4:27(2)'),
  ('call', 2, 'cancel', 'open', 'cancelled', array['decision_authority']::text[], array['decision_authority']::text[], array[]::text[], true, false, 'Awb 4:25, 4:27(2)'),
  ('call', 2, 'archive', 'decided', 'archived', array['programme_officer']::text[], array[]::text[], array[]::text[], false, false, 'Archiefwet 1995 art. 3');

insert into lifecycle_transition (machine, machine_version, command, from_status, to_status, roles, late_roles, decision_kinds, reason_required, bulk_only, basis) values
  ('application', 2, 'create', '', 'draft', array['applicant', 'programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 2, 'submit', 'draft', 'submitted', array['applicant']::text[], array[]::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 2, 'register', 'draft', 'submitted', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:1, 2:15'),
  ('application', 2, 'agree', 'submitted', 'submitted', array['applicant', 'programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'ZonMw: statement of agreement'),
  ('application', 2, 'agree', 'repair_requested', 'repair_requested', array['applicant', 'programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'ZonMw: statement of agreement'),
  ('application', 2, 'request_repair', 'submitted', 'repair_requested', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], true, false, 'Awb 4:5(1), 4:15(1)'),
  ('application', 2, 'repair', 'repair_requested', 'submitted', array['applicant', 'programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:5(1)'),
  ('application', 2, 'admit', 'submitted', 'admitted', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'ZonMw: admissibility check'),
  ('application', 2, 'start_review', 'admitted', 'in_review', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'ZonMw: referees'),
  ('application', 2, 'send_reviews', 'in_review', 'rebuttal', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'ZonMw: rebuttal'),
  ('application', 2, 'rebut', 'rebuttal', 'rebuttal', array['applicant', 'programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'ZonMw: rebuttal'),
  ('application', 2, 'advise', 'admitted', 'committee_advised', array['programme_officer', 'committee_secretary']::text[], array['programme_officer', 'committee_secretary']::text[], array[]::text[], false, false, 'ZonMw: committee advice'),
  ('application', 2, 'advise', 'rebuttal', 'committee_advised', array['programme_officer', 'committee_secretary']::text[], array['programme_officer', 'committee_secretary']::text[], array[]::text[], false, false, 'ZonMw: committee advice'),
  ('application', 2, 'renew_advice', 'committee_advised', 'committee_advised', array['programme_officer', 'committee_secretary']::text[], array['programme_officer', 'committee_secretary']::text[], array[]::text[], true, false, 'Awb 2:4; ZonMw: committee advice'),
  ('application', 2, 'withdraw', 'draft', 'withdrawn', array['applicant']::text[], array[]::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 2, 'withdraw', 'submitted', 'withdrawn', array['applicant']::text[], array[]::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 2, 'withdraw', 'repair_requested', 'withdrawn', array['applicant']::text[], array[]::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 2, 'withdraw', 'admitted', 'withdrawn', array['applicant']::text[], array[]::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 2, 'withdraw', 'in_review', 'withdrawn', array['applicant']::text[], array[]::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 2, 'withdraw', 'rebuttal', 'withdrawn', array['applicant']::text[], array[]::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 2, 'withdraw', 'committee_advised', 'withdrawn', array['applicant']::text[], array[]::text[], array[]::text[], false, false, 'Awb 4:1'),
  ('application', 2, 'honour', 'submitted', 'honoured', array['programme_officer']::text[], array['programme_officer']::text[], array['honour', 'partial_honour', 'conditional_honour']::text[], false, false, 'Awb 4:29'),
  ('application', 2, 'honour', 'committee_advised', 'honoured', array['programme_officer']::text[], array['programme_officer']::text[], array['honour', 'partial_honour', 'conditional_honour']::text[], false, false, 'Awb 4:29'),
  ('application', 2, 'reject', 'submitted', 'rejected', array['programme_officer']::text[], array['programme_officer']::text[], array['reject']::text[], false, false, 'Awb 4:25, 4:35'),
  ('application', 2, 'reject', 'committee_advised', 'rejected', array['programme_officer']::text[], array['programme_officer']::text[], array['reject']::text[], false, false, 'Awb 4:25, 4:35'),
  ('application', 2, 'leave_unprocessed', 'submitted', 'not_processed', array['programme_officer']::text[], array['programme_officer']::text[], array['not_processed']::text[], false, false, 'Awb 4:5'),
  ('application', 2, 'leave_unprocessed', 'repair_requested', 'not_processed', array['programme_officer']::text[], array['programme_officer']::text[], array['not_processed']::text[], false, false, 'Awb 4:5'),
  ('application', 2, 'declare_inadmissible', 'submitted', 'inadmissible', array['programme_officer']::text[], array['programme_officer']::text[], array['inadmissible']::text[], false, false, 'call: conditions');

insert into lifecycle_transition (machine, machine_version, command, from_status, to_status, roles, late_roles, decision_kinds, reason_required, bulk_only, basis) values
  ('decision', 2, 'prepare', '', 'prepared', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 3:2'),
  ('decision', 2, 'sign', 'prepared', 'signed', array['decision_authority']::text[], array['decision_authority']::text[], array[]::text[], false, false, 'Awb 10:3'),
  ('decision', 2, 'announce', 'signed', 'announced', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 3:40, 3:41'),
  ('decision', 2, 'discard', 'prepared', 'superseded', array['programme_officer', 'decision_authority']::text[], array[]::text[], array[]::text[], true, false, 'Awb 3:40'),
  ('decision', 2, 'discard', 'signed', 'superseded', array['programme_officer', 'decision_authority']::text[], array[]::text[], array[]::text[], true, false, 'Awb 3:40'),
  ('decision', 2, 'become_irrevocable', 'announced', 'irrevocable', array['system']::text[], array[]::text[], array[]::text[], false, false, 'Awb 6:7, 6:9(2)'),
  ('decision', 2, 'supersede', 'announced', 'superseded', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 1:3'),
  ('decision', 2, 'supersede', 'irrevocable', 'superseded', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 1:3');

insert into lifecycle_transition (machine, machine_version, command, from_status, to_status, roles, late_roles, decision_kinds, reason_required, bulk_only, basis) values
  ('project', 2, 'award', '', 'awaiting_start', array['programme_officer']::text[], array['programme_officer']::text[], array['honour', 'partial_honour', 'conditional_honour']::text[], false, false, 'Awb 4:29'),
  ('project', 2, 'confirm_start', 'awaiting_start', 'started', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:37'),
  ('project', 2, 'suspend', 'started', 'suspended', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], true, false, 'Awb 4:37'),
  ('project', 2, 'resume', 'suspended', 'started', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:37'),
  ('project', 2, 'end', 'started', 'ended', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:44'),
  ('project', 2, 'complete', 'ended', 'completed', array['programme_officer']::text[], array['programme_officer']::text[], array[]::text[], false, false, 'Awb 4:45'),
  ('project', 2, 'terminate', 'started', 'terminated', array['programme_officer']::text[], array['programme_officer']::text[], array['withdraw_grant']::text[], false, false, 'Awb 4:48, 4:50'),
  ('project', 2, 'terminate', 'suspended', 'terminated', array['programme_officer']::text[], array['programme_officer']::text[], array['withdraw_grant']::text[], false, false, 'Awb 4:48, 4:50'),
  ('project', 2, 'withdraw_grant', 'awaiting_start', 'not_started', array['programme_officer']::text[], array['programme_officer']::text[], array['withdraw_grant']::text[], false, false, 'Awb 4:48(1)(a)');
