-- The letter of a decision, drawn up when it is signed: two files, encrypted like every confidential text, that never
-- change. What is kept of them in the clear is their checksum.
set lock_timeout = '5s';

create table decision_letter (
  decision_id uuid not null references decision on delete restrict on update restrict,
  html_text_id uuid not null references confidential_text on delete restrict on update restrict,
  html_sha256 text not null,
  pdf_text_id uuid not null references confidential_text on delete restrict on update restrict,
  pdf_sha256 text not null,
  digest bytea not null,
  drawn_up_at timestamptz(6) not null default registry_now(),
  primary key (decision_id),
  constraint decision_letter_checksums check (html_sha256 ~ '^[0-9a-f]{64}$' and pdf_sha256 ~ '^[0-9a-f]{64}$')
);

-- Over the two checksums and what is stored: so that verify finds a changed byte without the key of texts.
create function letter_digest(letter decision_letter) returns bytea language sql stable as $$
  select sha256(convert_to(letter.html_sha256 || letter.pdf_sha256, 'UTF8')
    || (select ciphertext from confidential_text where id = letter.html_text_id)
    || (select ciphertext from confidential_text where id = letter.pdf_text_id))
$$;

-- A letter belongs to the signature: it comes in the same transaction, or never.
create function guard_letter() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (
    select from decision where id = new.decision_id and status = 'signed' and xmin = pg_current_xact_id()::xid
  ) then
    perform step_refused('letter_without_signature', 'A letter is drawn up in the step that signs its decision');
  end if;
  new.digest := letter_digest(new);
  new.drawn_up_at := registry_now();
  return new;
end
$$;
create trigger a_guard_letter before insert on decision_letter for each row execute function guard_letter();
create trigger refuse_change before update or delete on decision_letter for each row execute function refuse_change();
create trigger refuse_truncate before truncate on decision_letter for each statement execute function refuse_change();

revoke execute on function letter_digest(decision_letter), guard_letter() from public;
grant select on decision_letter to registry_app, registry_reader;
grant insert (decision_id, html_text_id, html_sha256, pdf_text_id, pdf_sha256) on decision_letter to registry_app;
