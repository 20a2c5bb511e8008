-- What practices stored as one document and in lists becomes rows. Nothing that had an effect is lost. What names
-- somebody who is no member any more had none, with one exception: who treats a patient keeps those out who do not
-- reach that person's work, and so becomes a member who can do nothing.

create function pg_temp.instant(milliseconds jsonb) returns timestamptz language sql as
  $$ select to_timestamp((milliseconds #>> '{}')::float8 / 1000) $$;

create function pg_temp.texts(list jsonb) returns text[] language sql as
  $$ select array(select jsonb_array_elements_text(list)) $$;

-- Whether somebody is a member. Nobody in particular is everybody.
create function pg_temp.is_known(of_practice uuid, someone text) returns boolean language sql as
  $$ select someone is null or exists (select from member where practice_id = of_practice and id = someone) $$;

insert into policy_epoch (practice_id, epoch) select id, epoch from practice;
insert into practice_settings (practice_id) select id from practice;
insert into patient_facts_count (practice_id) select id from practice;

insert into practice_module
select id, module, 'on' from practice, jsonb_array_elements_text(policy -> 'modules') as module
union
select id, module, 'read-only' from practice, jsonb_array_elements_text(policy -> 'readOnly') as module;

create temporary table one_grant on commit drop as
select practice.id as practice_id, member ->> 'id' as member_id, role_grant.*
from practice, jsonb_array_elements(policy -> 'members') as member,
  jsonb_to_recordset(member -> 'grants') as role_grant
    (id text, role text, at jsonb, tagged jsonb, "from" jsonb, until jsonb);

insert into location
select practice_id, unnest(locations), unnest(locations) from patient
union
select practice_id, place, place from one_grant, jsonb_array_elements_text(at) as place;

insert into tag (practice_id, id, label)
select practice_id, tag, tag from (
  select practice_id, unnest(tags) as tag from patient
  union select practice_id, jsonb_array_elements_text(tagged) from one_grant
  union select id, jsonb_array_elements_text(holder -> 'tagLimit' -> 'tags')
  from practice, jsonb_array_elements((policy -> 'members') || (policy -> 'roles')) as holder
) as used;

insert into role (practice_id, id, label, fits, permissions, granters, tag_limit, tag_limit_starts_at,
  tag_limit_ends_at, hides_prices, hides_prices_starts_at, hides_prices_ends_at)
select practice.id, role ->> 'id', role ->> 'label', pg_temp.texts(role -> 'fits'),
  pg_temp.texts(role -> 'permissions'),
  case when role ? 'grantableBy' then pg_temp.texts(role -> 'grantableBy') end,
  role -> 'tagLimit' ->> 'match', pg_temp.instant(role -> 'tagLimit' -> 'from'),
  pg_temp.instant(role -> 'tagLimit' -> 'until'), role ? 'hidePrices',
  pg_temp.instant(role -> 'hidePrices' -> 'from'), pg_temp.instant(role -> 'hidePrices' -> 'until')
from practice, jsonb_array_elements(policy -> 'roles') as role;

insert into role_tag
select distinct practice.id, role ->> 'id', tag
from practice, jsonb_array_elements(policy -> 'roles') as role,
  jsonb_array_elements_text(role -> 'tagLimit' -> 'tags') as tag;

insert into member (practice_id, id, name, kind, status, has_account, is_owner, starts_at, ends_at, tag_limit,
  tag_limit_starts_at, tag_limit_ends_at, own_notes_only, own_notes_only_starts_at, own_notes_only_ends_at,
  hides_prices, hides_prices_starts_at, hides_prices_ends_at)
select practice.id, member ->> 'id', member ->> 'name', member ->> 'kind', member ->> 'status',
  (member ->> 'account')::boolean, (member ->> 'owner')::boolean,
  pg_temp.instant(member -> 'from'), pg_temp.instant(member -> 'until'),
  member -> 'tagLimit' ->> 'match', pg_temp.instant(member -> 'tagLimit' -> 'from'),
  pg_temp.instant(member -> 'tagLimit' -> 'until'),
  member ? 'ownNotesOnly', pg_temp.instant(member -> 'ownNotesOnly' -> 'from'),
  pg_temp.instant(member -> 'ownNotesOnly' -> 'until'),
  member ? 'hidePrices', pg_temp.instant(member -> 'hidePrices' -> 'from'),
  pg_temp.instant(member -> 'hidePrices' -> 'until')
from practice, jsonb_array_elements(policy -> 'members') as member;

insert into member (practice_id, id, kind, status, has_account)
select practice_id, id, 'practitioner', 'archived', false
from (select practice_id, unnest(care_team) as id from patient) as treating
group by practice_id, id
on conflict do nothing;

insert into member_tag
select distinct practice.id, member ->> 'id', tag
from practice, jsonb_array_elements(policy -> 'members') as member,
  jsonb_array_elements_text(member -> 'tagLimit' -> 'tags') as tag;

insert into role_grant (practice_id, id, member_id, role_id, is_located, is_tagged, starts_at, ends_at)
select practice_id, id, member_id, role, at is not null, tagged is not null,
  pg_temp.instant("from"), pg_temp.instant(until)
from one_grant
where exists (select from role where role.practice_id = one_grant.practice_id and role.id = one_grant.role);
insert into grant_location
select distinct practice_id, id, place from one_grant join role_grant using (practice_id, id),
  jsonb_array_elements_text(at) as place;
insert into grant_tag
select distinct practice_id, id, tag from one_grant join role_grant using (practice_id, id),
  jsonb_array_elements_text(tagged) as tag;

insert into team_access (practice_id, member_id, colleague_id, section, level, starts_at, ends_at)
select practice.id, member ->> 'id', colleague, section, level, pg_temp.instant("from"), pg_temp.instant(until)
from practice, jsonb_array_elements(policy -> 'members') as member,
  jsonb_to_recordset(member -> 'team') as entry
    (colleague text, section text, level text, "from" jsonb, until jsonb)
where pg_temp.is_known(practice.id, colleague);

insert into managed_practitioner (practice_id, assistant_id, practitioner_id, starts_at, ends_at)
select practice.id, member ->> 'id', practitioner, pg_temp.instant("from"), pg_temp.instant(until)
from practice, jsonb_array_elements(policy -> 'members') as member,
  jsonb_to_recordset(member -> 'manages') as managed (practitioner text, "from" jsonb, until jsonb)
where pg_temp.is_known(practice.id, practitioner);

create temporary table one_share on commit drop as
select practice.id as practice_id, share.* from practice, jsonb_to_recordset(policy -> 'shares') as share
  (id text, "with" text, by text, permissions jsonb, cases jsonb, consent boolean, accepted boolean, "from" jsonb,
    until jsonb);
insert into share (practice_id, id, collaborator_id, invited_by, permissions, all_cases, consent, accepted, starts_at,
  ends_at)
select practice_id, id, "with", by, pg_temp.texts(permissions), cases = '"all"', consent, accepted,
  pg_temp.instant("from"), pg_temp.instant(until)
from one_share
where pg_temp.is_known(practice_id, "with") and pg_temp.is_known(practice_id, by);
insert into share_case
select distinct practice_id, id, jsonb_array_elements_text(cases) from one_share join share using (practice_id, id)
where jsonb_typeof(cases) = 'array';

insert into separation (practice_id, roles, most)
select practice.id, pg_temp.texts(roles), most
from practice, jsonb_to_recordset(policy -> 'separate') as separate (roles jsonb, most integer);

insert into glass (practice_id, member_id, patient_id, reason, starts_at, ends_at)
select practice.id, member, patient, reason, pg_temp.instant("from"), pg_temp.instant(until)
from practice, jsonb_to_recordset(policy -> 'glass') as glass
  (member text, patient text, reason text, "from" jsonb, until jsonb)
where exists (select from patient as known where known.practice_id = practice.id and known.id = glass.patient)
  and pg_temp.is_known(practice.id, member);

insert into care_team (practice_id, patient_id, practitioner_id)
select distinct patient.practice_id, patient.id, member.id
from patient join member on member.practice_id = patient.practice_id and member.id = any (patient.care_team);
insert into patient_tag select distinct practice_id, id, unnest(tags) from patient;
insert into patient_location select distinct practice_id, id, unnest(locations) from patient;
insert into chart_restriction (practice_id, patient_id, level)
select practice_id, id, 'whole' from patient where restricted_to is not null
union all
select practice_id, id, 'clinical' from patient where clinical_to is not null;
insert into chart_reader (practice_id, patient_id, level, member_id)
select distinct patient.practice_id, patient.id, level, member.id
from patient
cross join lateral (values ('whole', restricted_to), ('clinical', clinical_to)) as list (level, members)
join member on member.practice_id = patient.practice_id and member.id = any (members);

select settle_patient_facts(practice_id, array_agg(id)) from patient group by practice_id;

alter table practice drop column epoch, drop column policy;
alter table patient
  drop column care_team, drop column tags, drop column locations, drop column restricted_to, drop column clinical_to;

drop index patient_by_name;
create index patient_by_name on patient (practice_id, sort_key, id) include (facts_id);
create index patient_by_facts on patient (practice_id, facts_id, sort_key, id);
