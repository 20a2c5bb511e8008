-- What was changed of a record and by whom: for who saves what somebody else has changed meanwhile, and for who asks who
-- worked on it last. Which fields, never what they said.
create table record_edit (
  practice_id uuid not null references practice,
  kind text not null,
  record_id text collate "C" not null,
  -- What the record's own count was raised to by this.
  revision integer not null,
  fields text[] not null,
  editor_id text collate "C" not null,
  acting_for text collate "C",
  edited_at timestamptz not null default now(),
  primary key (practice_id, kind, record_id, revision)
);
alter table record_edit enable row level security;
alter table record_edit force row level security;
create policy within_practice on record_edit
  using (practice_id = nullif(current_setting('rolecall.practice', true), '')::uuid);

-- What the note was called in a version that is over. Null for the one it is at: that is called as the note is.
alter table note_version add column title text;
-- The version that was added to.
alter table note_addendum add column version integer not null default 1;

-- What was signed stays as it was signed, whatever the program that serves is brought to do.
create function keep_signed_text() returns trigger language plpgsql as $$ begin
  if exists (
    select from note_signature as kept
    where kept.practice_id = old.practice_id and kept.note_id = old.note_id and kept.version = old.version
  ) then
    raise restrict_violation using
      message = format('version %s of the note %s is signed, open the next one', old.version, old.note_id);
  end if;
  return new;
end $$;
create trigger keep_signed_text before update of text on note_version
  for each row when (old.text is distinct from new.text) execute function keep_signed_text();

-- The few that last longer than a day, which no search by their beginning finds in time.
create index appointment_that_lasts on appointment (practice_id, ends_at)
  where ends_at - starts_at > interval '24 hours';
