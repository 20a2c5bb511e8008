-- Texts of notes that came from a file: which, who imported it and when, and who wrote and signed it as the file says.
-- That a file calls a text signed is no signature of a member, so it stands here and not in `note_signature`.
create table note_import (
  practice_id uuid not null,
  note_id text collate "C" not null,
  version integer not null,
  -- The resource, the name of its file, and the system that it says it came from.
  source text collate "C" not null,
  file text collate "C",
  system text collate "C",
  -- Null: a program at the machine.
  imported_by text collate "C",
  -- Null: before this was kept.
  imported_at timestamptz default now(),
  -- Whether it was finished where it came from.
  signed boolean not null,
  -- As the source names them.
  author text collate "C",
  signer text collate "C",
  -- SHA-256 of the text as it came.
  text_hash bytea not null,
  primary key (practice_id, note_id, version),
  foreign key (practice_id, note_id, version) references note_version on delete cascade
);
alter table note_import enable row level security;
alter table note_import force row level security;
create policy within_practice on note_import
  using (practice_id = nullif(current_setting('rolecall.practice', true), '')::uuid);

-- What was imported before: an import wrote a signature at the very time of the text, which nobody who signs here can.
alter table note no force row level security;
alter table note_version no force row level security;
alter table note_signature no force row level security;
alter table note_import no force row level security;
alter table record_edit no force row level security;
insert into note_import (practice_id, note_id, version, source, imported_at, signed, text_hash)
select note.practice_id, note.id, kept.version, note.source, null, signature.signed_at is not null,
  sha256(convert_to(kept.text, 'UTF8'))
from note
join note_version as kept on kept.practice_id = note.practice_id and kept.note_id = note.id
left join note_signature as signature on signature.practice_id = kept.practice_id
  and signature.note_id = kept.note_id and signature.version = kept.version
where note.source is not null and (
  signature.signed_at = kept.saved_at
  or signature.signed_at is null and not exists (
    select from record_edit as edit
    where edit.practice_id = note.practice_id and edit.kind = 'note' and edit.record_id = note.id
  )
);
delete from note_signature as signature using note_import as imported
where imported.practice_id = signature.practice_id and imported.note_id = signature.note_id
  and imported.version = signature.version;
alter table note force row level security;
alter table note_version force row level security;
alter table note_signature force row level security;
alter table note_import force row level security;
alter table record_edit force row level security;

-- What was signed elsewhere stays as it was, too.
create or replace function keep_signed_text() returns trigger language plpgsql as $$ begin
  if exists (
    select from note_signature as kept
    where kept.practice_id = old.practice_id and kept.note_id = old.note_id and kept.version = old.version
  ) or exists (
    select from note_import as kept
    where kept.practice_id = old.practice_id and kept.note_id = old.note_id and kept.version = old.version and kept.signed
  ) then
    raise restrict_violation using
      message = format('version %s of the note %s is signed, open the next one', old.version, old.note_id);
  end if;
  return new;
end $$;
