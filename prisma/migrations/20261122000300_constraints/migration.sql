-- Rules that one row, or one key, can hold. Their names become typed errors: see constraint-errors.ts.
set lock_timeout = '5s';

-- Money is exact, in cents, below one million million euro.
do $$
declare
  target record;
begin
  for target in
    select * from (values
      ('programme', 'budget', true), ('call', 'ceiling', true), ('call', 'max_amount', true),
      ('call_ceiling', 'ceiling', true), ('call_ceiling', 'committed', true),
      ('application', 'requested', true), ('application_partner', 'contribution', true),
      ('application_budget_line', 'amount', true), ('decision', 'granted', true), ('project', 'granted', true),
      ('realisation', 'amount', false)
    ) as columns (table_name, column_name, at_least_nothing)
  loop
    execute format(
      'alter table %1$I add constraint %1$s_%2$s_money check (%2$I = round(%2$I, 2) and abs(%2$I) < 1e12%3$s)',
      target.table_name, target.column_name,
      case when target.at_least_nothing then format(' and %I >= 0', target.column_name) else '' end);
  end loop;
  for target in
    select unnest(array['programme', 'call', 'application', 'decision', 'project', 'realisation']) as table_name
  loop
    execute format('alter table %1$I add constraint %1$s_currency_code check (currency ~ ''^[A-Z]{3}$'')', target.table_name);
  end loop;
end
$$;

-- A required text says something: `substring(… from '\S')` is null where all of it is white space.
-- Codes that are lists in libs/domain; a test compares them.
alter table funder add constraint funder_kind_known check (kind in ('funder', 'ministry')),
  add constraint funder_code_form check (code ~ '^[A-Z][A-Z0-9]*$');
alter table organisation add constraint organisation_kind_known check (kind in
  ('university', 'university_medical_centre', 'research_institute', 'municipality', 'care_provider', 'government',
   'company', 'foundation', 'partnership', 'natural_person', 'other', 'unknown')),
  add constraint organisation_country_code check (country ~ '^[A-Z]{2}$');
alter table role_assignment add constraint role_assignment_dates_in_order check (valid_to > valid_from);
alter table programme add constraint programme_dates_in_order check (ends_on >= starts_on);
alter table programme_activity add constraint programme_activity_kind_known check (kind in
  ('implementation_meeting', 'kick_off', 'monitoring_meeting', 'closing_meeting', 'other'));
alter table programme_line add constraint programme_line_not_its_own_parent check (parent_id <> id);
alter table call
  add constraint call_type_known check (type in ('regular', 'vimp')),
  add constraint call_procedure_known check (procedure in ('simple', 'full')),
  add constraint call_access_mode_known check (access_mode in ('open', 'invitation')),
  add constraint call_allocation_method_known check (allocation_method in ('ranking', 'order_of_receipt')),
  add constraint call_state_aid_basis_known check (state_aid_basis in ('none', 'de_minimis', 'agvv', 'daeb')),
  add constraint call_dates_in_order check (closes_at > opens_at),
  add constraint call_limits_positive check (
    max_duration_months > 0 and max_applications_per_organisation > 0 and decision_term_weeks > 0 and start_term_months > 0),
  add constraint call_incomplete check (
    status in ('draft', 'cancelled', 'archived')
    or num_nulls(ceiling, allocation_method, substring(criteria from '\S'), opens_at, closes_at) = 0),
  add constraint call_line_needs_programme check (programme_line_id is null or programme_id is not null);
alter table call_invitation add constraint call_invitation_dates_in_order check (valid_until >= invited_on);
alter table application
  add constraint application_incomplete check (
    status in ('draft', 'withdrawn')
    or num_nulls(requested, starts_on, duration_months, organisation_id, main_applicant_id, project_leader_id,
                 leader_organisation_id, received_at) = 0),
  add constraint application_requested_positive check (requested > 0),
  add constraint application_duration_positive check (duration_months > 0);
alter table application_budget_line add constraint application_budget_line_group_known check (budget_group in
  ('personnel', 'materials', 'implementation', 'other', 'third_party'));
alter table decision
  add constraint decision_kind_known check (kind in ('honour', 'partial_honour', 'reject', 'withdraw_grant')),
  add constraint decision_reason_known check (reason_code in ('ceiling', 'quality', 'relevance', 'conditions', 'state_aid')
    or (kind = 'withdraw_grant' and reason_code in ('activities_not_done', 'obligations_not_met', 'incorrect_data',
      'incorrect_grant', 'given_up', 'changed_circumstances'))),
  add constraint amount_does_not_fit_kind check ((kind in ('honour', 'partial_honour')) = (granted is not null) and granted > 0),
  add constraint grant_not_described check (
    kind not in ('honour', 'partial_honour')
    or num_nulls(substring(activities from '\S'), substring(provisions_version from '\S')) = 0),
  add constraint reasons_required check (
    kind in ('honour', 'partial_honour') or num_nulls(reason_code, reason_text_id) = 0),
  add constraint four_eyes check (signed_by <> prepared_by),
  add constraint decision_signature_complete check (
    (status = 'prepared' or status = 'superseded' or signed_by is not null) and (signed_by is null) = (signed_on is null)),
  add constraint decision_dates_in_order check (
    announced_on >= signed_on and irrevocable_on >= announced_on and ends_on >= starts_on),
  add constraint decision_withdrawal_needs_project check (kind <> 'withdraw_grant' or project_id is not null);
create unique index decision_in_preparation on decision (application_id) where status in ('prepared', 'signed');
create unique index decision_superseded_once on decision (supersedes_id) where status <> 'superseded';
alter table project
  add constraint project_dates_in_order check (ends_on >= starts_on and ended_on >= started_on),
  add constraint final_report_required check (
    status <> 'completed' or (final_report_approved_on is not null and final_report_approved_on >= ended_on)),
  add constraint project_started_has_date check (
    status not in ('started', 'suspended', 'ended', 'completed') or started_on is not null);
alter table project_leader add constraint project_leader_dates_in_order check (valid_to > valid_from),
  add constraint project_leader_overlap exclude using gist (
    project_id with =, daterange(valid_from, valid_to, '[)') with &&);
alter table project_recipient add constraint project_recipient_dates_in_order check (valid_to > valid_from),
  add constraint project_recipient_overlap exclude using gist (
    project_id with =, daterange(valid_from, valid_to, '[)') with &&);
alter table project_relation
  add constraint project_relation_kind_known check (kind in ('vimp_of', 'umbrella_of', 'follow_up_of', 'phase_of')),
  add constraint project_relation_self check (from_project_id <> to_project_id),
  add constraint project_relation_dates_in_order check (valid_to > valid_from);
alter table provenance add constraint provenance_origin_known check (origin in ('source', 'inferred', 'invented', 'unknown'));
alter table deadline add constraint deadline_dates_in_order check (ends_on >= starts_on);
alter table realisation add constraint realisation_rounded check (amount = round(amount_exact, 2)),
  add constraint realisation_year_plausible check (year between 1900 and 2200);

-- A payment is known by its content and its number among equals, as long as its import stands.
create unique index realisation_identity on realisation (identity) where voided_xact is null;
create unique index legacy_award_identity on legacy_award (call_id, recipient_text) where status <> 'voided';
create index status_period_open on status_period (subject_id) where superseded_xact is null and occurred_to is null;
create index status_period_status on status_period (machine, status) where superseded_xact is null;
create index outbox_message_waiting on outbox_message (next_attempt) where delivered_at is null;
create index application_search on application using gin (to_tsvector('dutch', coalesce(title, '')));
create index project_search on project using gin (to_tsvector('dutch', coalesce(title, '')));

-- No relation of one kind may lead back to where it began. One at a time: two halves of a cycle must not pass each other.
create function refuse_relation_cycle() returns trigger language plpgsql set search_path = public, pg_temp as $$
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
    raise exception 'Relation % would close a cycle', new.kind using errcode = 'GR001', constraint = 'project_relation_cycle';
  end if;
  return new;
end
$$;
create trigger refuse_cycle before insert or update of kind, from_project_id, to_project_id on project_relation
  for each row execute function refuse_relation_cycle();
create function refuse_line_cycle() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (
    with recursive above (id, parent_id) as (
      select line.id, line.parent_id from programme_line line where line.id = new.parent_id
      union
      select line.id, line.parent_id from programme_line line join above on line.id = above.parent_id
    )
    select from above where id = new.id
  ) then
    raise exception 'Line % would be its own ancestor', new.code using errcode = 'GR001', constraint = 'programme_line_cycle';
  end if;
  return new;
end
$$;
create trigger refuse_cycle before update of parent_id on programme_line for each row execute function refuse_line_cycle();
