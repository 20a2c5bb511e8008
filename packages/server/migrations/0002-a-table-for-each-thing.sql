-- A table for each thing a practice stores. `practice_id` comes first in every key and every foreign key, so that the
-- same tables distribute by practice over several machines. The few tables that are asked before a practice is known
-- (accounts, what proves who someone is) are reference tables and have none.
--
-- Times are instants of the database's clock. `starts_at` is inclusive, `ends_at` exclusive, null is no bound.

create extension if not exists btree_gist;

-- People as they sign in ------------------------------------------------------------------------------------------

-- One human's sign-in, however many practices they work in.
create table account (
  id uuid primary key default gen_random_uuid(),
  email text not null,
  -- The address as it is compared: without case, in one Unicode form.
  email_key text not null unique,
  name text not null,
  -- Argon2id, with its parameters and salt. Null: no password was chosen yet.
  password_hash text,
  password_set_at timestamptz,
  created_at timestamptz not null default now()
);

-- A link that lets somebody choose a password: sent by mail, used once.
create table password_reset (
  -- SHA-256 of the token in the link, which is kept nowhere.
  token_hash bytea primary key,
  account_id uuid not null references account on delete cascade,
  ends_at timestamptz not null,
  used_at timestamptz
);

-- Failed attempts by what they have in common: an account, an address. What it is of is kept as a hash.
create table throttle (
  key bytea primary key,
  failures integer not null,
  -- When the failures are forgotten.
  ends_at timestamptz not null
);

-- The one-time link that sets up an empty database.
create table setup_link (
  token_hash bytea primary key,
  ends_at timestamptz not null,
  used_at timestamptz
);

-- Mail that is on its way. Gone once the mail server has taken it.
create table outbox (
  id uuid primary key default gen_random_uuid(),
  recipient text not null,
  subject text not null,
  body text not null,
  created_at timestamptz not null default now(),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now()
);

-- Practice and policy ---------------------------------------------------------------------------------------------

-- The number every change of policy raises, in its own transaction. Writes hold it shared, changes of policy alone.
create table policy_epoch (
  practice_id uuid primary key references practice,
  epoch bigint not null default 1
);

-- What the practice said about itself at set-up.
create table practice_settings (
  practice_id uuid primary key references practice,
  -- What kind of practice it is: `dental`, `medical`, ….
  kind text not null default 'other',
  -- Whether people here share patients: what team access new staff start with.
  shares_patients boolean not null default false,
  time_zone text not null default 'UTC'
);

create table practice_module (
  practice_id uuid not null references practice,
  module text not null,
  state text not null check (state in ('on', 'read-only')),
  primary key (practice_id, module)
);

create table location (
  practice_id uuid not null references practice,
  id text collate "C" not null,
  name text not null,
  primary key (practice_id, id)
);

create table tag (
  practice_id uuid not null references practice,
  id text collate "C" not null,
  label text not null,
  colour text not null default 'gray',
  primary key (practice_id, id)
);

create table role (
  practice_id uuid not null references practice,
  id text collate "C" not null,
  label text not null,
  fits text[] not null,
  permissions text[] not null,
  -- Roles or members that may grant it. Null: any admin.
  granters text[],
  -- Whether holders reach only patients with any, or all, of the tags in `role_tag`. Null: not limited.
  tag_limit text check (tag_limit in ('any', 'all')),
  tag_limit_starts_at timestamptz,
  tag_limit_ends_at timestamptz,
  hides_prices boolean not null default false,
  hides_prices_starts_at timestamptz,
  hides_prices_ends_at timestamptz,
  -- Raised by every edit: a second save of what has changed meanwhile is refused.
  version integer not null default 1,
  primary key (practice_id, id)
);

create table role_tag (
  practice_id uuid not null,
  role_id text collate "C" not null,
  tag_id text collate "C" not null,
  primary key (practice_id, role_id, tag_id),
  foreign key (practice_id, role_id) references role on delete cascade,
  foreign key (practice_id, tag_id) references tag
);

-- A person's or a program's place in the practice.
create table member (
  practice_id uuid not null references practice,
  id text collate "C" not null,
  name text,
  kind text not null check (kind in ('practitioner', 'administrative', 'assistant', 'collaborator', 'integration')),
  status text not null check (status in ('invited', 'active', 'locked', 'archived')),
  -- Whether a sign-in is linked; for an integration, whether it has a living key.
  has_account boolean not null,
  account_id uuid references account,
  is_owner boolean not null default false,
  job_title text,
  email text,
  starts_at timestamptz,
  ends_at timestamptz,
  -- As on a role, with the tags in `member_tag`.
  tag_limit text check (tag_limit in ('any', 'all')),
  tag_limit_starts_at timestamptz,
  tag_limit_ends_at timestamptz,
  own_notes_only boolean not null default false,
  own_notes_only_starts_at timestamptz,
  own_notes_only_ends_at timestamptz,
  hides_prices boolean not null default false,
  hides_prices_starts_at timestamptz,
  hides_prices_ends_at timestamptz,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (practice_id, id),
  check (account_id is null or has_account)
);
create unique index one_owner on member (practice_id) where is_owner;
create unique index one_member_an_account on member (practice_id, account_id) where account_id is not null;

-- Where an account has a place: asked at sign-in, before a practice is known. Says nothing about access.
create table membership (
  account_id uuid not null references account on delete cascade,
  practice_id uuid not null references practice,
  member_id text not null,
  primary key (account_id, practice_id, member_id)
);

create table member_tag (
  practice_id uuid not null,
  member_id text collate "C" not null,
  tag_id text collate "C" not null,
  primary key (practice_id, member_id, tag_id),
  foreign key (practice_id, member_id) references member on delete cascade,
  foreign key (practice_id, tag_id) references tag
);

create table role_grant (
  practice_id uuid not null,
  id text collate "C" not null,
  member_id text collate "C" not null,
  role_id text collate "C" not null,
  -- Whether it holds at the locations of `grant_location` only, and for the tags of `grant_tag` only. Said here, so
  -- that a list that became empty reaches nobody instead of everybody.
  is_located boolean not null default false,
  is_tagged boolean not null default false,
  starts_at timestamptz,
  ends_at timestamptz,
  given_by text,
  given_at timestamptz not null default now(),
  primary key (practice_id, id),
  foreign key (practice_id, member_id) references member on delete cascade,
  foreign key (practice_id, role_id) references role
);
create index role_grant_by_member on role_grant (practice_id, member_id);
create index role_grant_by_role on role_grant (practice_id, role_id);

create table grant_location (
  practice_id uuid not null,
  grant_id text collate "C" not null,
  location_id text collate "C" not null,
  primary key (practice_id, grant_id, location_id),
  foreign key (practice_id, grant_id) references role_grant on delete cascade,
  foreign key (practice_id, location_id) references location
);

create table grant_tag (
  practice_id uuid not null,
  grant_id text collate "C" not null,
  tag_id text collate "C" not null,
  primary key (practice_id, grant_id, tag_id),
  foreign key (practice_id, grant_id) references role_grant on delete cascade,
  foreign key (practice_id, tag_id) references tag
);

-- Whose work a member reaches. No colleague: everyone's, later joiners included. A section: that kind of work only.
create table team_access (
  practice_id uuid not null,
  id uuid not null default gen_random_uuid(),
  member_id text collate "C" not null,
  colleague_id text collate "C",
  section text,
  level text not null check (level in ('none', 'view', 'edit')),
  starts_at timestamptz,
  ends_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, member_id) references member on delete cascade,
  foreign key (practice_id, colleague_id) references member on delete cascade
);
create index team_access_by_member on team_access (practice_id, member_id);

-- Whom an assistant works for.
create table managed_practitioner (
  practice_id uuid not null,
  id uuid not null default gen_random_uuid(),
  assistant_id text collate "C" not null,
  practitioner_id text collate "C" not null,
  starts_at timestamptz,
  ends_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, assistant_id) references member on delete cascade,
  foreign key (practice_id, practitioner_id) references member on delete cascade
);
create index managed_practitioner_by_assistant on managed_practitioner (practice_id, assistant_id);

-- Cases opened to a collaborator, and the consent that opened them.
create table share (
  practice_id uuid not null,
  id text collate "C" not null,
  collaborator_id text collate "C" not null,
  invited_by text collate "C" not null,
  permissions text[] not null,
  -- Every case the inviting practitioner owns, now and later. Otherwise those of `share_case`.
  all_cases boolean not null,
  consent boolean not null,
  consent_text text,
  consent_version text,
  consented_at timestamptz,
  accepted boolean not null,
  starts_at timestamptz,
  ends_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, collaborator_id) references member on delete cascade,
  foreign key (practice_id, invited_by) references member
);

create table share_case (
  practice_id uuid not null,
  share_id text collate "C" not null,
  order_id text collate "C" not null,
  primary key (practice_id, share_id, order_id),
  foreign key (practice_id, share_id) references share on delete cascade
);

-- A set of roles of which one person may hold at most `most`.
create table separation (
  practice_id uuid not null references practice,
  id uuid not null default gen_random_uuid(),
  roles text[] not null,
  most integer not null,
  primary key (practice_id, id)
);

-- What an integration proves itself with.
create table api_key (
  practice_id uuid not null,
  key_hash bytea not null,
  member_id text collate "C" not null,
  label text not null,
  created_at timestamptz not null default now(),
  ends_at timestamptz,
  revoked_at timestamptz,
  primary key (practice_id, key_hash),
  foreign key (practice_id, member_id) references member on delete cascade
);

create table invitation (
  practice_id uuid not null,
  token_hash bytea not null,
  member_id text collate "C" not null,
  email text not null,
  created_at timestamptz not null default now(),
  ends_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz,
  primary key (practice_id, token_hash),
  foreign key (practice_id, member_id) references member on delete cascade
);

-- Patients --------------------------------------------------------------------------------------------------------

-- What access turns on, once for all patients that have the same: there are far fewer of these than patients, so that
-- what a plan allows is found among these first, and a page reads allowed rows alone. Never changed, only added.
create table patient_facts (
  practice_id uuid not null references practice,
  -- From 1, in the order of commits: who knows all up to a number asks for those behind it.
  id bigint not null,
  care_team text[] not null,
  tags text[] not null,
  locations text[] not null,
  -- The only people who reach anything of theirs. Null: not restricted.
  restricted_to text[],
  -- The only people who reach their clinical content. Null: not restricted.
  clinical_to text[],
  created_by text,
  consent_withdrawn boolean not null,
  -- SHA-256 over all of the above.
  digest bytea not null,
  primary key (practice_id, id),
  unique (practice_id, digest)
);

-- The last number given in `patient_facts`. A row of its own: it is locked only by who adds to them.
create table patient_facts_count (
  practice_id uuid primary key references practice,
  last bigint not null default 0
);

alter table patient
  add column facts_id bigint,
  add column phone text,
  add column email text,
  add column created_at timestamptz not null default now(),
  -- Raised by every edit: `If-Match` names it.
  add column version integer not null default 1,
  add foreign key (practice_id, facts_id) references patient_facts,
  -- What records about a patient refer to, so that they carry the patient's facts and follow their change.
  add constraint patient_with_facts unique (practice_id, id, facts_id);

create table patient_identifier (
  practice_id uuid not null,
  system text not null,
  value text not null,
  patient_id text collate "C" not null,
  primary key (practice_id, system, value, patient_id),
  foreign key (practice_id, patient_id) references patient on delete cascade
);

create table care_team (
  practice_id uuid not null,
  patient_id text collate "C" not null,
  practitioner_id text collate "C" not null,
  joined_at timestamptz not null default now(),
  primary key (practice_id, patient_id, practitioner_id),
  foreign key (practice_id, patient_id) references patient on delete cascade,
  foreign key (practice_id, practitioner_id) references member
);
create index care_team_by_practitioner on care_team (practice_id, practitioner_id);

create table patient_tag (
  practice_id uuid not null,
  patient_id text collate "C" not null,
  tag_id text collate "C" not null,
  primary key (practice_id, patient_id, tag_id),
  foreign key (practice_id, patient_id) references patient on delete cascade,
  foreign key (practice_id, tag_id) references tag
);
create index patient_tag_by_tag on patient_tag (practice_id, tag_id);

create table patient_location (
  practice_id uuid not null,
  patient_id text collate "C" not null,
  location_id text collate "C" not null,
  primary key (practice_id, patient_id, location_id),
  foreign key (practice_id, patient_id) references patient on delete cascade,
  foreign key (practice_id, location_id) references location
);

-- A restricted chart. Those on its list are in `chart_reader`; a list that became empty closes it to everybody.
create table chart_restriction (
  practice_id uuid not null,
  patient_id text collate "C" not null,
  level text not null check (level in ('whole', 'clinical')),
  restricted_by text,
  restricted_at timestamptz not null default now(),
  primary key (practice_id, patient_id, level),
  foreign key (practice_id, patient_id) references patient on delete cascade
);

create table chart_reader (
  practice_id uuid not null,
  patient_id text collate "C" not null,
  level text not null,
  member_id text collate "C" not null,
  primary key (practice_id, patient_id, level, member_id),
  foreign key (practice_id, patient_id, level) references chart_restriction on delete cascade,
  foreign key (practice_id, member_id) references member
);

-- A broken glass.
create table glass (
  practice_id uuid not null,
  id uuid not null default gen_random_uuid(),
  member_id text collate "C" not null,
  patient_id text collate "C" not null,
  reason text not null,
  starts_at timestamptz,
  ends_at timestamptz,
  reviewed_by text,
  reviewed_at timestamptz,
  primary key (practice_id, id),
  foreign key (practice_id, member_id) references member,
  foreign key (practice_id, patient_id) references patient
);

-- Records about patients ------------------------------------------------------------------------------------------

create table appointment (
  practice_id uuid not null,
  id text collate "C" not null,
  patient_id text collate "C" not null,
  patient_facts_id bigint,
  -- The practitioner it is with.
  owner_id text collate "C",
  -- Who booked it.
  author_id text collate "C",
  location_id text collate "C",
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- FHIR's words: booked, arrived, fulfilled, cancelled, noshow.
  status text not null check (status in ('booked', 'arrived', 'fulfilled', 'cancelled', 'noshow')),
  description text not null default '',
  cancelled_because text,
  -- The resource it was imported from.
  source text,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (practice_id, id),
  check (starts_at < ends_at or (starts_at = ends_at and source is not null)),
  foreign key (practice_id, patient_id, patient_facts_id)
    references patient (practice_id, id, facts_id) on update cascade on delete cascade,
  foreign key (practice_id, owner_id) references member,
  foreign key (practice_id, location_id) references location,
  -- Nobody is in two places at once.
  constraint double_booking exclude using gist
    (practice_id with =, owner_id with =, tstzrange(starts_at, ends_at) with &&)
    where (status in ('booked', 'arrived') and source is null)
);
create index appointment_by_time on appointment (practice_id, starts_at, id);
create index appointment_by_owner on appointment (practice_id, owner_id, starts_at, id);
create index appointment_by_patient on appointment (practice_id, patient_id, starts_at, id);
create index appointment_by_facts on appointment (practice_id, patient_facts_id, starts_at, id);

create table note (
  practice_id uuid not null,
  id text collate "C" not null,
  patient_id text collate "C" not null,
  patient_facts_id bigint,
  -- The responsible practitioner; the author is who wrote it.
  owner_id text collate "C",
  author_id text collate "C",
  appointment_id text collate "C",
  title text not null default '',
  signed boolean not null default false,
  -- Which of `note_version` holds. An unlock opens the next.
  version integer not null default 1,
  -- Raised by every edit: `If-Match` names it.
  revision integer not null default 1,
  written_at timestamptz not null default now(),
  source text,
  primary key (practice_id, id),
  foreign key (practice_id, patient_id, patient_facts_id)
    references patient (practice_id, id, facts_id) on update cascade on delete cascade,
  foreign key (practice_id, owner_id) references member,
  foreign key (practice_id, appointment_id) references appointment
);
create index note_by_time on note (practice_id, written_at desc, id desc) include (patient_facts_id, owner_id, signed);
create index note_by_owner on note (practice_id, owner_id, written_at desc, id desc);
create index note_by_patient on note (practice_id, patient_id, written_at desc, id desc);
create index note_by_facts on note (practice_id, patient_facts_id, written_at desc, id desc);

create table note_version (
  practice_id uuid not null,
  note_id text collate "C" not null,
  version integer not null,
  text text not null,
  author_id text collate "C",
  saved_at timestamptz not null default now(),
  -- Why the version before was unlocked. Null for the first.
  unlock_reason text,
  primary key (practice_id, note_id, version),
  foreign key (practice_id, note_id) references note on delete cascade
);

-- Of one version: its text is kept as it was signed, whatever comes after.
create table note_signature (
  practice_id uuid not null,
  note_id text collate "C" not null,
  version integer not null,
  signer_id text collate "C",
  signed_at timestamptz not null default now(),
  -- SHA-256 of the text that was signed.
  text_hash bytea not null,
  primary key (practice_id, note_id, version),
  foreign key (practice_id, note_id, version) references note_version on delete cascade
);

create table note_addendum (
  practice_id uuid not null,
  note_id text collate "C" not null,
  number integer not null,
  text text not null,
  author_id text collate "C",
  written_at timestamptz not null default now(),
  primary key (practice_id, note_id, number),
  foreign key (practice_id, note_id) references note on delete cascade
);

-- The log ---------------------------------------------------------------------------------------------------------

create table audit_entry (
  practice_id uuid not null references practice,
  id bigint generated always as identity,
  -- The transaction that wrote it: all below the oldest that still runs are there, and none comes later.
  xact xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  request_id uuid not null,
  operation text not null,
  -- Who, by which sign-in, and for whom. Null: a program at the machine.
  member_id text,
  account_id uuid,
  acting_for text,
  kind text,
  act text,
  -- Ids of the records it was about.
  records text[] not null default '{}',
  outcome text not null check (outcome in ('allowed', 'refused', 'failed')),
  -- The step that refused, or the grants that carried it.
  step text,
  carried_by text[] not null default '{}',
  -- What changed, never the contents of a record.
  detail jsonb,
  primary key (practice_id, id)
);
create index audit_entry_by_xact on audit_entry (practice_id, xact, id);
create index audit_entry_by_time on audit_entry (practice_id, at, id);
create index audit_entry_by_member on audit_entry (practice_id, member_id, id);

-- Links of the chain over the entries: each holds the digests of some entries in order, and of the link before.
create table audit_seal (
  practice_id uuid not null references practice,
  number bigint not null,
  entries bigint[] not null,
  digests bytea[] not null,
  previous bytea not null,
  head bytea not null,
  signature bytea not null,
  -- Everything written by a transaction below this is in this seal or in one before.
  horizon xid8 not null,
  sealed_at timestamptz not null default clock_timestamp(),
  primary key (practice_id, number)
);

-- Sessions --------------------------------------------------------------------------------------------------------

-- A session belongs to one practice, and its token names that practice, so that the practice is known before the
-- session is read. Nobody stays signed in over this change.
drop table session;
create table session (
  practice_id uuid not null references practice,
  -- SHA-256 of the token in the cookie, which is kept nowhere.
  token_hash bytea not null,
  member_id text collate "C" not null,
  -- Null where a person was picked and nothing was proved, as in the demo.
  account_id uuid references account on delete cascade,
  acting_for text,
  -- What names the session to its holder.
  id uuid not null default gen_random_uuid(),
  device text not null default '',
  started_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  -- Last time its holder proved who they are.
  proved_at timestamptz not null default now(),
  ends_at timestamptz not null,
  primary key (practice_id, token_hash),
  foreign key (practice_id, member_id) references member on delete cascade
);
create index session_by_account on session (practice_id, account_id);
create index session_by_member on session (practice_id, member_id, last_seen_at);
