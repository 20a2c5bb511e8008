-- What an import remembers, so that the same files again change nothing, and later files may refer to earlier ones.

-- SHA-256 over what the file said when it was last imported. A file that says the same again undoes nothing of what
-- people have changed here since. Null: not imported.
alter table member add column source_hash bytea;
alter table location add column source_hash bytea;
alter table patient add column source_hash bytea;
alter table appointment add column source_hash bytea;
alter table note add column source_hash bytea;

-- By what other files call a practitioner: `Practitioner?identifier=system|value`.
create table member_identifier (
  practice_id uuid not null,
  member_id text collate "C" not null,
  system text not null,
  value text not null,
  primary key (practice_id, member_id, system, value),
  foreign key (practice_id, member_id) references member on delete cascade
);
create index member_identifier_by_value on member_identifier (practice_id, value, system);

create table location_identifier (
  practice_id uuid not null,
  location_id text collate "C" not null,
  system text not null,
  value text not null,
  primary key (practice_id, location_id, system, value),
  foreign key (practice_id, location_id) references location on delete cascade
);
create index location_identifier_by_value on location_identifier (practice_id, value, system);

-- An upload on its way: whoever sent it asks how far it is, of any server process.
create table import_run (
  practice_id uuid not null references practice,
  id uuid not null,
  member_id text collate "C" not null,
  acting_for text collate "C",
  state text not null check (state in ('reading', 'saving', 'done', 'refused', 'failed')),
  -- Counts, and lines that could not be read. Never the contents of a record.
  report jsonb not null,
  started_at timestamptz not null default now(),
  -- Renewed while it runs. One that stopped with its server is not.
  touched_at timestamptz not null default now(),
  primary key (practice_id, id)
);

do $$
declare
  kept text;
begin
  foreach kept in array array['member_identifier', 'location_identifier', 'import_run'] loop
    execute format('alter table %I enable row level security', kept);
    execute format('alter table %I force row level security', kept);
    execute format('create policy within_practice on %I
      using (practice_id = nullif(current_setting(''rolecall.practice'', true), '''')::uuid)', kept);
  end loop;
end $$;

-- Facts that patients will have who are about to be added. Facts alone are seen by nobody, so they may be there first,
-- in a short transaction of their own: adding them locks the count that everybody adds by.
create function add_patient_facts(of_practice uuid, given jsonb) returns void language plpgsql as $$
declare
  taken bigint;
begin
  insert into patient_facts_count (practice_id) values (of_practice) on conflict do nothing;
  select last into taken from patient_facts_count where practice_id = of_practice for update;
  insert into patient_facts (practice_id, id, care_team, tags, locations, restricted_to, clinical_to, created_by,
    consent_withdrawn, digest)
  select of_practice, taken + row_number() over (), care_team, tags, locations, null, null, created_by, false, digest
  from (
    select distinct on (digest) *
    from (
      select one.*, sha256(convert_to(jsonb_build_array(care_team, tags, locations, null::text[], null::text[],
        created_by, false)::text, 'UTF8')) as digest
      from jsonb_to_recordset(given) as one (care_team text[], tags text[], locations text[], created_by text)
    ) as digested
    where not exists (
      select from patient_facts as old where old.practice_id = of_practice and old.digest = digested.digest
    )
  ) as added;
  update patient_facts_count
  set last = greatest(last, (select max(id) from patient_facts where practice_id = of_practice))
  where practice_id = of_practice;
end $$;
