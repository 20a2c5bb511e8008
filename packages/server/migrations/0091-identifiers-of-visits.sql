-- By what other files call an encounter: `Encounter?identifier=system|value`.
create table appointment_identifier (
  practice_id uuid not null,
  appointment_id text collate "C" not null,
  system text not null,
  value text not null,
  primary key (practice_id, appointment_id, system, value),
  foreign key (practice_id, appointment_id) references appointment on delete cascade
);
create index appointment_identifier_by_value on appointment_identifier (practice_id, value, system);

alter table appointment_identifier enable row level security;
alter table appointment_identifier force row level security;
create policy within_practice on appointment_identifier
  using (practice_id = nullif(current_setting('rolecall.practice', true), '')::uuid);
