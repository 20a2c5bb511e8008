-- Ids are text in the order of their bytes, so that a page after an id is the same page on every machine.

create table practice (
  id uuid primary key,
  name text not null,
  -- Raised in the transaction of every change of policy. What was compiled from an older one is not used again.
  epoch bigint not null default 1,
  policy jsonb not null
);

create table patient (
  practice_id uuid not null references practice,
  id text collate "C" not null,
  family text not null,
  given text not null,
  -- Family and given name without case and accents: what lists are sorted by.
  sort_key text collate "C" not null,
  -- As FHIR writes it: 1984, 1984-03 or 1984-03-07.
  birth_date text,
  gender text,
  care_team text[] not null default '{}',
  tags text[] not null default '{}',
  locations text[] not null default '{}',
  -- The only people who reach anything of theirs. Null: not restricted.
  restricted_to text[],
  -- The only people who reach their clinical content. Null: not restricted.
  clinical_to text[],
  created_by text,
  consent_withdrawn boolean not null default false,
  primary key (practice_id, id)
);

create index patient_by_name on patient (practice_id, sort_key, id);

-- A word of a name, so that search is a range of words: range predicates stay indexed under row security, patterns do not.
create table patient_token (
  practice_id uuid not null,
  token text collate "C" not null,
  patient_id text collate "C" not null,
  primary key (practice_id, token, patient_id),
  -- Checked at the end of a transaction: how to check is planned at the first row, and an import would check all of
  -- its rows by a plan made for an empty table.
  foreign key (practice_id, patient_id) references patient on delete cascade deferrable initially deferred
);

create index patient_token_by_patient on patient_token (practice_id, patient_id, token);

-- A reference table: a request has no practice until its session is known.
create table session (
  -- SHA-256 of the token in the cookie, which is kept nowhere.
  token_hash bytea primary key,
  practice_id uuid not null references practice,
  member_id text not null,
  acting_for text,
  started_at timestamptz not null default now(),
  ends_at timestamptz not null
);
