-- Facts of many patients at once: worked out once for each, and planned for the tables as they are when it is asked. A
-- plan kept from before the first patient would read every patient there is for each of those that are added.
create or replace function settle_patient_facts(of_practice uuid, patients text[]) returns void
language plpgsql set plan_cache_mode = force_custom_plan as $$
declare
  taken bigint;
  ids text[];
  digests bytea[];
begin
  -- Two who change one patient at once follow each other: the second works from what the first has written.
  perform from patient where practice_id = of_practice and id = any (patients) order by id for update;
  select array_agg(patient_id), array_agg(digest) into ids, digests
  from patient_facts_now where practice_id = of_practice and patient_id = any (patients);
  if exists (
    select from unnest(digests) as wanted (digest) where not exists (
      select from patient_facts as old where old.practice_id = of_practice and old.digest = wanted.digest
    )
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
  from unnest(ids, digests) as news (patient_id, digest)
  join patient_facts as facts on facts.practice_id = of_practice and facts.digest = news.digest
  where patient.practice_id = of_practice and patient.id = news.patient_id
    and patient.facts_id is distinct from facts.id;
end $$;

-- Facts themselves are set by an update: it is told apart from the others without comparing each row with each.
create or replace function settle_changed_patients() returns trigger language plpgsql as $$ begin
  perform settle_patient_facts(practice_id, array_agg(distinct id))
  from (
    select practice_id, id, created_by, consent_withdrawn from new_rows
    except select practice_id, id, created_by, consent_withdrawn from old_rows
  ) as changed
  group by practice_id;
  return null;
end $$;

-- The planner knows nothing of rows that are not committed, and chooses among indexes as if there were none: a long
-- import lets it look now and then. Analyzing is for the owner of a table; whoever serves may have it done by this.
create function look_at_tables() returns void language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  -- Held by somebody who looks already, until they commit: then it is enough that they do.
  analyze (skip_locked) member, location, patient, patient_facts, care_team, patient_tag, patient_location,
    patient_identifier, patient_token, appointment, note, note_version, note_signature;
end $$;
