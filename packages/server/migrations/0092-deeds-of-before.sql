-- The deeds of what was in the log before there were deeds: what is not noted here is not found by who did it or how it
-- ended. Also of what a program from before sealed since.
alter table audit_entry no force row level security;
alter table audit_deed no force row level security;
insert into audit_deed (practice_id, code, operation, member_id, kind, act, outcome)
select practice_id,
  row_number() over (partition by practice_id) + (
    select coalesce(max(code), 0) from audit_deed as known where known.practice_id = met.practice_id),
  operation, member_id, kind, act, outcome
from (
  select practice_id, operation, coalesce(member_id, '') as member_id, coalesce(kind, '') as kind,
    coalesce(act, '') as act, outcome
  from audit_entry
  except
  select practice_id, operation, member_id, kind, act, outcome from audit_deed
) as met;
alter table audit_entry force row level security;
alter table audit_deed force row level security;
