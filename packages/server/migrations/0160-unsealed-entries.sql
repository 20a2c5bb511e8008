-- Where the log has entries that are not sealed yet: one row each time entries are written. Sealing deletes them. What a
-- server left unsealed when it ended is found by one query, whose cost grows with what is unsealed and not with the number
-- of practices. It names no member and no record, and is read across practices, as the outbox is.
create table audit_unsealed (
  practice_id uuid not null,
  -- The last entry of the statement that wrote them.
  entry_id bigint not null,
  written_at timestamptz not null default clock_timestamp(),
  primary key (practice_id, entry_id)
);

-- What was written before this table: each practice with a log is sealed once.
alter table audit_entry no force row level security;
insert into audit_unsealed (practice_id, entry_id)
select practice.id, last.id from practice
  cross join lateral (
    select id from audit_entry where practice_id = practice.id order by id desc limit 1
  ) as last;
alter table audit_entry force row level security;
