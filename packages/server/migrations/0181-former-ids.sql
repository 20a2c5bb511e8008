-- Ids of members and roles that are not here any more. Lists of who may grant a role, and the log, may still name them,
-- and mean nobody who comes later.
create table former_id (
  practice_id uuid not null references practice,
  id text collate "C" not null,
  retired_at timestamptz not null default now(),
  primary key (practice_id, id)
);
alter table former_id enable row level security;
alter table former_id force row level security;
create policy within_practice on former_id
  using (practice_id = nullif(current_setting('rolecall.practice', true), '')::uuid);

create function keep_former_id() returns trigger language plpgsql as $$ begin
  insert into former_id (practice_id, id) values (old.practice_id, old.id) on conflict do nothing;
  return old;
end $$;
create trigger keep_former_id after delete on member for each row execute function keep_former_id();
create trigger keep_former_id after delete on role for each row execute function keep_former_id();
