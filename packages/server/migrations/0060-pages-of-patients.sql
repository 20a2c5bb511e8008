-- What a page turns on stands in the index it walks: who is in reach by `facts_id`, and the order of the list.

-- By date of birth; where it is not known, first.
alter table patient add column birth_key text collate "C" generated always as (coalesce(birth_date, '')) stored;
create index patient_by_birth on patient (practice_id, birth_key, id) include (facts_id);
create index patient_by_facts_and_birth on patient (practice_id, facts_id, birth_key, id);

-- A word that is searched for says itself where its patient stands in the list, and what reaches them: a search reads
-- the words that fit, and no patient out of reach.
alter table patient_token add column sort_key text collate "C", add column facts_id bigint;
alter table patient no force row level security;
alter table patient_token no force row level security;
update patient_token set sort_key = patient.sort_key, facts_id = patient.facts_id
from patient where patient.practice_id = patient_token.practice_id and patient.id = patient_token.patient_id;
alter table patient force row level security;
alter table patient_token force row level security;

alter table patient_token drop constraint patient_token_practice_id_patient_id_fkey;
alter table patient_token drop constraint patient_token_pkey;
drop index patient_token_by_patient;
alter table patient_token add primary key (practice_id, patient_id, token);
create index patient_token_by_word on patient_token (practice_id, token, sort_key, patient_id) include (facts_id);
alter table patient_token add foreign key (practice_id, patient_id, facts_id)
  references patient (practice_id, id, facts_id) on update cascade on delete cascade deferrable initially deferred;

create function carry_patient_place() returns trigger language plpgsql as $$ begin
  select sort_key, facts_id into new.sort_key, new.facts_id from patient
  where practice_id = new.practice_id and id = new.patient_id for key share;
  if new.facts_id is null then
    raise foreign_key_violation using message = format('there is no patient %s', new.patient_id);
  end if;
  return new;
end $$;
create trigger carry_patient_place before insert on patient_token
  for each row execute function carry_patient_place();

-- Another name is another place in the list, also for words that stayed.
create function move_tokens() returns trigger language plpgsql as $$ begin
  update patient_token set sort_key = new.sort_key
  where practice_id = new.practice_id and patient_id = new.id and sort_key is distinct from new.sort_key;
  return null;
end $$;
create trigger move_tokens after update of sort_key on patient
  for each row when (old.sort_key is distinct from new.sort_key) execute function move_tokens();

-- The same for notes: whose it is and whether it is signed decides as well.
drop index note_by_owner;
create index note_by_owner on note (practice_id, owner_id, written_at desc, id desc) include (patient_facts_id, signed);
drop index note_by_facts;
create index note_by_facts on note (practice_id, patient_facts_id, written_at desc, id desc) include (owner_id, signed);
