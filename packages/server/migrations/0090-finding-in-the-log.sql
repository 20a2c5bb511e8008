-- Finding entries of the log by several things at once, in a time that does not grow with how much there is of each.
-- All of it is an index beside the log, made while sealing, and can be made again from the entries.

-- Who did what and how it ended, each combination once: few, however long the log. Where none fits, no entry does.
create table audit_deed (
  practice_id uuid not null references practice,
  code integer not null,
  operation text collate "C" not null,
  -- Empty: nobody, nothing.
  member_id text collate "C" not null,
  kind text collate "C" not null,
  act text collate "C" not null,
  outcome text collate "C" not null,
  primary key (practice_id, code),
  unique (practice_id, operation, member_id, kind, act, outcome)
);
create index audit_entry_by_deed on audit_entry (practice_id, member_id, operation, outcome, at, id);

-- Null where it was noted before there were deeds.
alter table audit_record add column deed integer;

-- A block is a stretch of 8,192 numbers. It is closed once numbers behind it are sealed: then it is noted here, and of
-- each record the lists in it that name it.
create table audit_block (
  practice_id uuid not null references practice,
  block bigint not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  primary key (practice_id, block)
);
drop table audit_record_block;
create table audit_record_block (
  practice_id uuid not null,
  record_id text collate "C" not null,
  block bigint not null,
  -- Numbers within the block, in order, and the deed of each.
  places smallint[] not null,
  deeds integer[] not null,
  primary key (practice_id, record_id, block)
);

do $$
declare
  made text;
begin
  foreach made in array array['audit_deed', 'audit_block', 'audit_record_block'] loop
    execute format('alter table %I enable row level security', made);
    execute format('alter table %I force row level security', made);
    execute format('create policy within_practice on %I
      using (practice_id = nullif(current_setting(''rolecall.practice'', true), '''')::uuid)', made);
  end loop;
end $$;
