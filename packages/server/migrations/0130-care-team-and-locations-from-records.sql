-- A patient's care team and locations have two sources. What is written on the patient stays until it is edited:
-- care_team, patient_location. What follows from records about the patient changes with them: the two tables here,
-- which triggers keep and nothing else writes, but for an import that knows beforehand what its records will bring.

-- Practitioners who own a record about the patient. A cancelled appointment is none.
create table record_owner (
  practice_id uuid not null,
  patient_id text collate "C" not null,
  practitioner_id text collate "C" not null,
  primary key (practice_id, patient_id, practitioner_id),
  foreign key (practice_id, patient_id) references patient on delete cascade
);

-- Locations of the patient's appointments that are booked, arrived or over.
create table visited_location (
  practice_id uuid not null,
  patient_id text collate "C" not null,
  location_id text collate "C" not null,
  primary key (practice_id, patient_id, location_id),
  foreign key (practice_id, patient_id) references patient on delete cascade
);

-- What access to some patients depends on, worked out from the tables that say it. Each part names the practice itself,
-- so that it is asked where that practice is stored.
create function facts_of_patients(of_practice uuid, patients text[]) returns table (
  patient_id text, care_team text[], tags text[], locations text[], restricted_to text[], clinical_to text[],
  created_by text, consent_withdrawn boolean, digest bytea
) language sql stable as $$
  select said.*, sha256(convert_to(jsonb_build_array(care_team, tags, locations, restricted_to, clinical_to, created_by,
    consent_withdrawn)::text, 'UTF8'))
  from (
    select
      patient.id as patient_id,
      array(
        select written.practitioner_id from care_team as written
        where written.practice_id = of_practice and written.patient_id = patient.id
        union
        select owner.practitioner_id from record_owner as owner
        where owner.practice_id = of_practice and owner.patient_id = patient.id
        order by practitioner_id
      )::text[] as care_team,
      array(
        select tag.tag_id from patient_tag as tag
        where tag.practice_id = of_practice and tag.patient_id = patient.id
        order by tag_id
      )::text[] as tags,
      array(
        select written.location_id from patient_location as written
        where written.practice_id = of_practice and written.patient_id = patient.id
        union
        select visited.location_id from visited_location as visited
        where visited.practice_id = of_practice and visited.patient_id = patient.id
        order by location_id
      )::text[] as locations,
      (
        select array(
          select reader.member_id from chart_reader as reader
          where reader.practice_id = of_practice and reader.patient_id = patient.id and reader.level = 'whole'
          order by member_id
        )::text[] from chart_restriction as closed
        where closed.practice_id = of_practice and closed.patient_id = patient.id and closed.level = 'whole'
      ) as restricted_to,
      (
        select array(
          select reader.member_id from chart_reader as reader
          where reader.practice_id = of_practice and reader.patient_id = patient.id and reader.level = 'clinical'
          order by member_id
        )::text[] from chart_restriction as closed
        where closed.practice_id = of_practice and closed.patient_id = patient.id and closed.level = 'clinical'
      ) as clinical_to,
      patient.created_by,
      patient.consent_withdrawn
    from patient
    where patient.practice_id = of_practice and patient.id = any (patients)
  ) as said
$$;

-- Point patients at their facts, which are added where no other patient had the same.
create or replace function settle_patient_facts(of_practice uuid, patients text[]) returns void
language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
  taken bigint;
  ids text[];
  digests bytea[];
  missing jsonb;
begin
  -- Two who change one patient at once follow each other: the second works from what the first has written.
  perform from patient where practice_id = of_practice and id = any (patients) order by id for update;
  select array_agg(patient_id), array_agg(digest) into ids, digests from facts_of_patients(of_practice, patients);
  if exists (
    select from unnest(digests) as wanted (digest) where not exists (
      select from patient_facts as old where old.practice_id = of_practice and old.digest = wanted.digest
    )
  ) then
    insert into patient_facts_count (practice_id) values (of_practice) on conflict do nothing;
    -- Numbers follow the order of commits: the next to add facts waits until these are there.
    select last into taken from patient_facts_count where practice_id = of_practice for update;
    select jsonb_agg(to_jsonb(said)) into missing from facts_of_patients(of_practice, patients) as said
    where not exists (
      select from patient_facts as old where old.practice_id = of_practice and old.digest = said.digest
    );
    insert into patient_facts (practice_id, id, care_team, tags, locations, restricted_to, clinical_to, created_by,
      consent_withdrawn, digest)
    select practice_id, taken + row_number() over (partition by practice_id), care_team, tags, locations, restricted_to,
      clinical_to, created_by, consent_withdrawn, digest
    from (
      select distinct on (one.digest) here.practice_id, one.*
      from patient_facts_count as here, jsonb_to_recordset(missing) as one (care_team text[], tags text[],
        locations text[], restricted_to text[], clinical_to text[], created_by text, consent_withdrawn boolean,
        digest bytea)
      where here.practice_id = of_practice
    ) as added;
    update patient_facts_count
    set last = greatest(last, (select max(id) from patient_facts where practice_id = of_practice))
    where practice_id = of_practice;
  end if;
  update patient set facts_id = facts.id
  from unnest(ids, digests) as news (patient_id, digest)
  join patient_facts as facts on facts.practice_id = of_practice and facts.digest = news.digest
  where patient.practice_id = of_practice and patient.id = news.patient_id
    and patient.facts_id is distinct from facts.id;
end $$;

drop view patient_facts_now;
create view patient_facts_now with (security_invoker = true) as
select patient.practice_id, facts.*
from patient cross join lateral facts_of_patients(patient.practice_id, array[patient.id]::text[]) as facts;

-- Work out anew who owns records about some patients, and where their appointments are.
create function refresh_record_facts(of_practice uuid, patients text[]) returns void
language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
  held text[];
begin
  -- Two who cancel at once follow each other, so that the second knows that it is the last. A patient who is being
  -- deleted has no facts any more.
  select array_agg(id) into held from (
    select id from patient where practice_id = of_practice and id = any (patients) order by id for update
  ) as locked;
  insert into record_owner (practice_id, patient_id, practitioner_id)
  select practice_id, patient_id, owner_id from appointment
  where practice_id = of_practice and patient_id = any (held) and owner_id is not null and status <> 'cancelled'
  union
  select practice_id, patient_id, owner_id from note
  where practice_id = of_practice and patient_id = any (held) and owner_id is not null
  on conflict do nothing;
  delete from record_owner as known
  where known.practice_id = of_practice and known.patient_id = any (held)
    and not exists (
      select from appointment where appointment.practice_id = of_practice
        and appointment.patient_id = known.patient_id and appointment.owner_id = known.practitioner_id
        and appointment.status <> 'cancelled'
    )
    and not exists (
      select from note where note.practice_id = of_practice
        and note.patient_id = known.patient_id and note.owner_id = known.practitioner_id
    );
  insert into visited_location (practice_id, patient_id, location_id)
  select distinct practice_id, patient_id, location_id from appointment
  where practice_id = of_practice and patient_id = any (held) and location_id is not null
    and status in ('booked', 'arrived', 'fulfilled')
  on conflict do nothing;
  delete from visited_location as known
  where known.practice_id = of_practice and known.patient_id = any (held)
    and not exists (
      select from appointment where appointment.practice_id = of_practice
        and appointment.patient_id = known.patient_id and appointment.location_id = known.location_id
        and appointment.status in ('booked', 'arrived', 'fulfilled')
    );
end $$;

-- New records change nothing where their patient has the owner and the location already, as in nearly all of an import.
create function refresh_for_new_appointments() returns trigger
language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
  practice uuid;
  patients text[];
  owners text[];
  places text[];
begin
  for practice, patients, owners, places in
    select practice_id, array_agg(patient_id), array_agg(owner_id), array_agg(location_id)
    from (select distinct practice_id, patient_id, owner_id, location_id from new_rows) as one group by practice_id
  loop
    select array_agg(distinct one.patient_id) into patients
    from unnest(patients, owners, places) as one (patient_id, owner_id, location_id)
    where one.owner_id is not null and not exists (
        select from record_owner as known where known.practice_id = practice
          and known.patient_id = one.patient_id and known.practitioner_id = one.owner_id
      )
      or one.location_id is not null and not exists (
        select from visited_location as known where known.practice_id = practice
          and known.patient_id = one.patient_id and known.location_id = one.location_id
      );
    if patients is not null then
      perform refresh_record_facts(practice, patients);
    end if;
  end loop;
  return null;
end $$;

create function refresh_for_new_notes() returns trigger
language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
  practice uuid;
  patients text[];
  owners text[];
begin
  for practice, patients, owners in
    select practice_id, array_agg(patient_id), array_agg(owner_id)
    from (select distinct practice_id, patient_id, owner_id from new_rows where owner_id is not null) as one
    group by practice_id
  loop
    select array_agg(distinct one.patient_id) into patients
    from unnest(patients, owners) as one (patient_id, owner_id)
    where not exists (
      select from record_owner as known where known.practice_id = practice
        and known.patient_id = one.patient_id and known.practitioner_id = one.owner_id
    );
    if patients is not null then
      perform refresh_record_facts(practice, patients);
    end if;
  end loop;
  return null;
end $$;

-- Both as it was and as it is: a record may have been about another patient.
create function refresh_for_changed_appointments() returns trigger language plpgsql as $$ begin
  perform refresh_record_facts(practice_id, array_agg(distinct patient_id))
  from (
    (
      select practice_id, id, patient_id, owner_id, location_id, status from old_rows
      except select practice_id, id, patient_id, owner_id, location_id, status from new_rows
    )
    union all
    (
      select practice_id, id, patient_id, owner_id, location_id, status from new_rows
      except select practice_id, id, patient_id, owner_id, location_id, status from old_rows
    )
  ) as changed
  group by practice_id;
  return null;
end $$;

create function refresh_for_changed_notes() returns trigger language plpgsql as $$ begin
  perform refresh_record_facts(practice_id, array_agg(distinct patient_id))
  from (
    (
      select practice_id, id, patient_id, owner_id from old_rows
      except select practice_id, id, patient_id, owner_id from new_rows
    )
    union all
    (
      select practice_id, id, patient_id, owner_id from new_rows
      except select practice_id, id, patient_id, owner_id from old_rows
    )
  ) as changed
  group by practice_id;
  return null;
end $$;

create function refresh_for_deleted_records() returns trigger language plpgsql as $$ begin
  perform refresh_record_facts(practice_id, array_agg(distinct patient_id)) from old_rows group by practice_id;
  return null;
end $$;

do $$
declare
  source text;
begin
  foreach source in array array['record_owner', 'visited_location'] loop
    execute format('create trigger settle_new after insert on %I referencing new table as new_rows
      for each statement execute function settle_new()', source);
    execute format('create trigger settle_old after delete on %I referencing old table as old_rows
      for each statement execute function settle_old()', source);
  end loop;
  foreach source in array array['appointment', 'note'] loop
    execute format('drop trigger join_care_team_new on %I', source);
    execute format('drop trigger join_care_team_changed on %I', source);
    execute format('create trigger refresh_for_new after insert on %I referencing new table as new_rows
      for each statement execute function refresh_for_new_%ss()', source, source);
    execute format('create trigger refresh_for_changed after update on %I referencing old table as old_rows
      new table as new_rows for each statement execute function refresh_for_changed_%ss()', source, source);
    execute format('create trigger refresh_for_deleted after delete on %I referencing old table as old_rows
      for each statement execute function refresh_for_deleted_records()', source);
  end loop;
end $$;
drop trigger join_location_new on appointment;
drop trigger join_location_changed on appointment;
drop function join_care_team();
drop function join_location();

create or replace function look_at_tables() returns void
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  -- Held by somebody who looks already, until they commit: then it is enough that they do.
  analyze (skip_locked) member, location, patient, patient_facts, care_team, record_owner, patient_tag, patient_location,
    visited_location, patient_identifier, patient_token, appointment, note, note_version, note_signature;
end $$;

-- What is stored ---------------------------------------------------------------------------------------------------

select refresh_record_facts(practice_id, array_agg(distinct patient_id))
from (select practice_id, patient_id from appointment union select practice_id, patient_id from note) as record
group by practice_id;

-- Until now what records brought was written like what people wrote. A practitioner who joined in the transaction of a
-- booking, of its move to them, of an import of their appointments, or at some time who owns a note, is there by that.
delete from care_team as one
where exists (
    select from note where note.practice_id = one.practice_id and note.patient_id = one.patient_id
      and note.owner_id = one.practitioner_id
  )
  or exists (
    select from appointment as visit where visit.practice_id = one.practice_id and visit.patient_id = one.patient_id
      and (
        visit.owner_id = one.practitioner_id and (visit.created_at = one.joined_at or visit.source is not null)
        or exists (
          select from record_edit as edit where edit.practice_id = one.practice_id and edit.kind = 'appointment'
            and edit.record_id = visit.id and edit.edited_at = one.joined_at
        )
      )
  );

-- Locations say no time. One where the patient had or has an appointment is there by that.
delete from patient_location as one
where exists (
  select from appointment as visit where visit.practice_id = one.practice_id and visit.patient_id = one.patient_id
    and visit.location_id = one.location_id
);

-- What is left to check, before row security is forced again.
set constraints all immediate;

do $$
declare
  kept text;
begin
  foreach kept in array array['record_owner', 'visited_location'] loop
    execute format('alter table %I enable row level security', kept);
    execute format('alter table %I force row level security', kept);
    execute format('create policy within_practice on %I
      using (practice_id = nullif(current_setting(''rolecall.practice'', true), '''')::uuid)', kept);
  end loop;
end $$;
