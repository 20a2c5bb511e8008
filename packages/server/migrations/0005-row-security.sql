-- The second net below the door: a transaction sees the rows of the practice it named with
-- `set local rolecall.practice = '…'`, and none where it named none. It holds for the owner of the tables too.

-- A practice nobody works in. A server that can read its patient while it works in another refuses to start.
insert into practice (id, name) values ('00000000-0000-4000-8000-00000000ca11', 'canary');
insert into patient (practice_id, id, family, given, sort_key)
values ('00000000-0000-4000-8000-00000000ca11', 'canary', 'Canary', '', 'canary');

do $$
declare
  kept regclass;
begin
  for kept in
    select attrelid::regclass from pg_attribute join pg_class on pg_class.oid = attrelid
    where attname = 'practice_id' and not attisdropped and relkind = 'r' and relnamespace = 'public'::regnamespace
      -- Asked before a practice is known.
      and relname <> 'membership'
  loop
    execute format('alter table %s enable row level security', kept);
    execute format('alter table %s force row level security', kept);
    execute format('create policy within_practice on %s
      using (practice_id = nullif(current_setting(''rolecall.practice'', true), '''')::uuid)', kept);
  end loop;
end $$;
