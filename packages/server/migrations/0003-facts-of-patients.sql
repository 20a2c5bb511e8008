-- A patient's facts follow the tables they come from, whoever writes those: a tag, a colleague on the care team or a
-- name on the list of a restricted chart is a fact from the same statement on.

-- What the facts of each patient are, worked out from the tables that say them.
create view patient_facts_now with (security_invoker = true) as
select
  said.*,
  sha256(convert_to(jsonb_build_array(care_team, tags, locations, restricted_to, clinical_to, created_by,
    consent_withdrawn)::text, 'UTF8')) as digest
from (
  select
    patient.practice_id,
    patient.id as patient_id,
    array(
      select practitioner_id from care_team
      where care_team.practice_id = patient.practice_id and care_team.patient_id = patient.id
      order by practitioner_id
    )::text[] as care_team,
    array(
      select tag_id from patient_tag
      where patient_tag.practice_id = patient.practice_id and patient_tag.patient_id = patient.id
      order by tag_id
    )::text[] as tags,
    array(
      select location_id from patient_location
      where patient_location.practice_id = patient.practice_id and patient_location.patient_id = patient.id
      order by location_id
    )::text[] as locations,
    (
      select array(
        select member_id from chart_reader
        where chart_reader.practice_id = patient.practice_id and chart_reader.patient_id = patient.id
          and chart_reader.level = 'whole'
        order by member_id
      )::text[] from chart_restriction
      where chart_restriction.practice_id = patient.practice_id and chart_restriction.patient_id = patient.id
        and chart_restriction.level = 'whole'
    ) as restricted_to,
    (
      select array(
        select member_id from chart_reader
        where chart_reader.practice_id = patient.practice_id and chart_reader.patient_id = patient.id
          and chart_reader.level = 'clinical'
        order by member_id
      )::text[] from chart_restriction
      where chart_restriction.practice_id = patient.practice_id and chart_restriction.patient_id = patient.id
        and chart_restriction.level = 'clinical'
    ) as clinical_to,
    patient.created_by,
    patient.consent_withdrawn
  from patient
) as said;

-- Point patients at their facts, which are added where no other patient had the same.
create function settle_patient_facts(of_practice uuid, patients text[]) returns void language plpgsql as $$
declare
  taken bigint;
begin
  -- Two who change one patient at once follow each other: the second works from what the first has written.
  perform from patient where practice_id = of_practice and id = any (patients) order by id for update;
  if exists (
    select from patient_facts_now as news
    where news.practice_id = of_practice and news.patient_id = any (patients)
      and not exists (select from patient_facts as old where old.practice_id = of_practice and old.digest = news.digest)
  ) then
    insert into patient_facts_count (practice_id) values (of_practice) on conflict do nothing;
    -- Numbers follow the order of commits: the next to add facts waits until these are there.
    select last into taken from patient_facts_count where practice_id = of_practice for update;
    insert into patient_facts (practice_id, id, care_team, tags, locations, restricted_to, clinical_to, created_by,
      consent_withdrawn, digest)
    select of_practice, taken + row_number() over (), care_team, tags, locations, restricted_to, clinical_to, created_by,
      consent_withdrawn, digest
    from (
      select distinct on (digest) news.* from patient_facts_now as news
      where news.practice_id = of_practice and news.patient_id = any (patients)
        and not exists (
          select from patient_facts as old where old.practice_id = of_practice and old.digest = news.digest
        )
    ) as added;
    update patient_facts_count
    set last = greatest(last, (select max(id) from patient_facts where practice_id = of_practice))
    where practice_id = of_practice;
  end if;
  update patient set facts_id = facts.id
  from patient_facts_now as news
  join patient_facts as facts on facts.practice_id = of_practice and facts.digest = news.digest
  where patient.practice_id = of_practice and patient.id = any (patients)
    and news.practice_id = of_practice and news.patient_id = patient.id
    and patient.facts_id is distinct from facts.id;
end $$;

create function settle_new() returns trigger language plpgsql as $$ begin
  perform settle_patient_facts(practice_id, array_agg(distinct patient_id)) from new_rows group by practice_id;
  return null;
end $$;

create function settle_old() returns trigger language plpgsql as $$ begin
  perform settle_patient_facts(practice_id, array_agg(distinct patient_id)) from old_rows group by practice_id;
  return null;
end $$;

create function settle_both() returns trigger language plpgsql as $$ begin
  perform settle_patient_facts(practice_id, array_agg(distinct patient_id))
  from (select practice_id, patient_id from old_rows union select practice_id, patient_id from new_rows) as changed
  group by practice_id;
  return null;
end $$;

do $$
declare
  source text;
begin
  foreach source in array array['care_team', 'patient_tag', 'patient_location', 'chart_restriction', 'chart_reader'] loop
    execute format('create trigger settle_new after insert on %I referencing new table as new_rows
      for each statement execute function settle_new()', source);
    execute format('create trigger settle_old after delete on %I referencing old table as old_rows
      for each statement execute function settle_old()', source);
    execute format('create trigger settle_both after update on %I referencing old table as old_rows
      new table as new_rows for each statement execute function settle_both()', source);
  end loop;
end $$;

create function settle_new_patients() returns trigger language plpgsql as $$ begin
  perform settle_patient_facts(practice_id, array_agg(id)) from new_rows group by practice_id;
  return null;
end $$;

create function settle_changed_patients() returns trigger language plpgsql as $$ begin
  perform settle_patient_facts(new_rows.practice_id, array_agg(new_rows.id))
  from new_rows join old_rows using (practice_id, id)
  where new_rows.created_by is distinct from old_rows.created_by
    or new_rows.consent_withdrawn is distinct from old_rows.consent_withdrawn
  group by new_rows.practice_id;
  return null;
end $$;

create trigger settle_new after insert on patient referencing new table as new_rows
  for each statement execute function settle_new_patients();
create trigger settle_changed after update on patient referencing old table as old_rows new table as new_rows
  for each statement execute function settle_changed_patients();

-- A record about a patient carries the patient's facts; the foreign key keeps them the same from then on.
create function carry_patient_facts() returns trigger language plpgsql as $$ begin
  select facts_id into new.patient_facts_id from patient
  where practice_id = new.practice_id and id = new.patient_id for key share;
  if new.patient_facts_id is null then
    raise foreign_key_violation using message = format('there is no patient %s', new.patient_id);
  end if;
  return new;
end $$;

-- Whoever owns a record about a patient is on the care team.
create function join_care_team() returns trigger language plpgsql as $$ begin
  insert into care_team (practice_id, patient_id, practitioner_id)
  select distinct practice_id, patient_id, owner_id from new_rows where owner_id is not null
  on conflict do nothing;
  return null;
end $$;

-- Booking at a location adds that location to the patient.
create function join_location() returns trigger language plpgsql as $$ begin
  insert into patient_location (practice_id, patient_id, location_id)
  select distinct practice_id, patient_id, location_id from new_rows where location_id is not null
  on conflict do nothing;
  return null;
end $$;

do $$
declare
  record_table text;
begin
  foreach record_table in array array['note', 'appointment'] loop
    execute format('create trigger carry_patient_facts before insert or update of patient_id on %I
      for each row execute function carry_patient_facts()', record_table);
    execute format('create trigger join_care_team_new after insert on %I referencing new table as new_rows
      for each statement execute function join_care_team()', record_table);
    execute format('create trigger join_care_team_changed after update on %I referencing new table as new_rows
      for each statement execute function join_care_team()', record_table);
  end loop;
end $$;

create trigger join_location_new after insert on appointment referencing new table as new_rows
  for each statement execute function join_location();
create trigger join_location_changed after update on appointment referencing new table as new_rows
  for each statement execute function join_location();
