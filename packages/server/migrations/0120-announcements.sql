-- What was done at the machine and everybody who manages accounts has to know: one row for each of them, shown in the
-- console until they say that they have seen it, whether or not mail ever leaves.
create table announcement (
  practice_id uuid not null,
  member_id text collate "C" not null,
  id uuid not null default gen_random_uuid(),
  -- A sentence.
  words text not null,
  made_at timestamptz not null default now(),
  seen_at timestamptz,
  primary key (practice_id, member_id, id),
  foreign key (practice_id, member_id) references member on delete cascade
);

alter table announcement enable row level security;
alter table announcement force row level security;
create policy within_practice on announcement
  using (practice_id = nullif(current_setting('rolecall.practice', true), '')::uuid);
