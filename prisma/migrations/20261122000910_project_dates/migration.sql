-- The rules on the end of a project, as the lifecycle has them and under its codes: after the start and not in the
-- future; and the final report, approved on or after the end and not in the future.
set lock_timeout = '5s';

alter table project
  drop constraint project_dates_in_order,
  add constraint project_dates_in_order check (ends_on >= starts_on),
  add constraint end_out_of_order check (
    ended_on >= started_on and (status not in ('ended', 'completed') or ended_on is not null));

create or replace function guard_project_dates() returns trigger language plpgsql as $$
declare
  today constant date := (registry_now() at time zone 'Europe/Amsterdam')::date;
begin
  if new.ended_on > today then
    perform step_refused('end_out_of_order', 'A project has not ended before its end');
  end if;
  if new.final_report_approved_on > today then
    perform step_refused('final_report_required', 'A final report is not approved in the future');
  end if;
  return null;
end
$$;
drop trigger c_guard_dates on project;
create trigger c_guard_dates after update of ended_on, final_report_approved_on on project for each row
  when (new.ended_on is not null or new.final_report_approved_on is not null) execute function guard_project_dates();
