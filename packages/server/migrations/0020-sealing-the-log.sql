-- What sealing the log needs, and what finding something in it again needs.

-- The numbers of transactions begin anew where a database is restored into another cluster, so each entry says which
-- cluster gave it its number.
create function database_cluster() returns bigint language sql stable
  return (select system_identifier from pg_control_system());

alter table audit_entry add column cluster bigint not null default database_cluster();

drop index audit_entry_by_xact;
create index audit_entry_by_xact on audit_entry (practice_id, cluster, xact, id);
drop index audit_entry_by_member;
create index audit_entry_by_member on audit_entry (practice_id, member_id, at, id);
create index audit_entry_by_kind on audit_entry (practice_id, kind, at, id);
create index audit_entry_by_operation on audit_entry (practice_id, operation, at, id);
create index audit_entry_by_refusal on audit_entry (practice_id, outcome, at, id) where outcome <> 'allowed';

-- A seal holds entries of one cluster. Its horizon is a `pg_snapshot`: what is visible in it is in this seal or in
-- one before, however long its transaction took.
alter table audit_seal
  add column cluster bigint not null,
  drop column horizon,
  add column horizon text not null;
create index audit_seal_by_cluster on audit_seal (practice_id, cluster, number);

create index audit_entry_by_act on audit_entry (practice_id, act, at, id) where act <> 'view';

-- Which entries are about a record, made while sealing from what is sealed. Most entries are about one or a few. A list
-- of a hundred patients is read again and again: of lists it is kept in which stretch of the log there is one with the
-- record, a block of 16,384 numbers. The practice is that of the entries, and is not looked up again for each row.
create table audit_record (
  practice_id uuid not null,
  record_id text collate "C" not null,
  entry_id bigint not null,
  primary key (practice_id, record_id, entry_id)
);
create table audit_record_block (
  practice_id uuid not null,
  record_id text collate "C" not null,
  block bigint not null,
  primary key (practice_id, record_id, block)
);
create index audit_entry_by_list on audit_entry (practice_id, id) where cardinality(records) > 5;

alter table audit_record enable row level security;
alter table audit_record force row level security;
create policy within_practice on audit_record
  using (practice_id = nullif(current_setting('rolecall.practice', true), '')::uuid);
alter table audit_record_block enable row level security;
alter table audit_record_block force row level security;
create policy within_practice on audit_record_block
  using (practice_id = nullif(current_setting('rolecall.practice', true), '')::uuid);
