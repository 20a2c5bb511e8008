-- The incarnation of the database: a stretch of its history in which nothing was undone. A restore or a failover begins
-- another one, and what was ended meanwhile would live again: so sessions and invitations belong to one incarnation.

-- One row.
create table incarnation (
  id uuid primary key default gen_random_uuid(),
  identity text collate "C" not null,
  begun_at timestamptz not null default now()
);
create unique index one_incarnation on incarnation ((true));

-- What is different in a copy, a restored dump and a promoted standby: the cluster, its timeline, the database in it, and
-- a table of it. Timelines are read from the log of the cluster, as its control file knows a promotion only later.
create function database_identity() returns text language sql stable as $$
  select case when pg_is_in_recovery() then 'standby' else concat_ws(' ',
    (select system_identifier from pg_control_system()),
    substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8),
    (select oid from pg_database where datname = current_database()),
    'public.incarnation'::regclass::oid) end
$$;

insert into incarnation (identity) values (database_identity());

create function current_incarnation() returns uuid language sql stable as $$ select id from public.incarnation $$;

alter table session add column incarnation uuid not null default current_incarnation();
alter table invitation add column incarnation uuid not null default current_incarnation();
