-- How long a term is for a funder, a programme or a call. Rows are only ever added: a setting ends with another one, or
-- with a row that has no length. What a call sets for itself is set while it is a draft.
set lock_timeout = '5s';

CREATE TABLE "term_parameter" (
    "id" UUID NOT NULL,
    "funder_id" UUID NOT NULL,
    "programme_id" UUID,
    "call_id" UUID,
    "kind" TEXT NOT NULL,
    "length" TEXT,
    "basis" TEXT,
    "valid_from" DATE NOT NULL,
    "actor" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT registry_now(),

    CONSTRAINT "term_parameter_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "term_parameter_funder_id_kind_idx" ON "term_parameter"("funder_id", "kind");
CREATE INDEX "term_parameter_programme_id_idx" ON "term_parameter"("programme_id");
CREATE INDEX "term_parameter_call_id_idx" ON "term_parameter"("call_id");
ALTER TABLE "term_parameter" ADD CONSTRAINT "term_parameter_funder_id_fkey" FOREIGN KEY ("funder_id") REFERENCES "funder"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "term_parameter" ADD CONSTRAINT "term_parameter_programme_id_fkey" FOREIGN KEY ("programme_id") REFERENCES "programme"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "term_parameter" ADD CONSTRAINT "term_parameter_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "call"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

alter table term_parameter
  add constraint term_parameter_one_place check (programme_id is null or call_id is null),
  add constraint term_parameter_length_form check (length ~ '^P[1-9][0-9]{0,3}[DWMY]$'),
  add constraint term_parameter_has_basis check ((length is null) = (basis is null)),
  -- What held on a day that has passed stays what it was.
  add constraint term_parameter_not_backdated check (valid_from >= (recorded_at at time zone 'Europe/Amsterdam')::date),
  -- A call says these in fields of its own.
  add constraint term_parameter_not_of_call check (kind <> 'project_start' and (call_id is null or kind <> 'decision_on_application'));

create function guard_term_parameter() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- Publishing waits for this, and this for publishing.
  perform from call where id = new.call_id and status = 'draft' for share;
  if not found then
    raise exception 'What was published is not changed'
      using errcode = 'GR001', constraint = 'call_frozen', hint = 'call_frozen';
  end if;
  return new;
end
$$;
create trigger guard_call before insert on term_parameter for each row when (new.call_id is not null)
  execute function guard_term_parameter();
create trigger refuse_change before update or delete on term_parameter for each row execute function refuse_change();
create trigger refuse_truncate before truncate on term_parameter for each statement execute function refuse_change();

revoke execute on function guard_term_parameter() from public;
grant select on term_parameter to registry_app, registry_reader;
grant insert (id, funder_id, programme_id, call_id, kind, length, basis, valid_from, actor) on term_parameter to registry_app;
