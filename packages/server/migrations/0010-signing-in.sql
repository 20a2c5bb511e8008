-- Browsers that an account was signed in from. They have attempts of their own, so that somebody who guesses
-- passwords elsewhere uses up nobody's.
create table known_device (
  account_id uuid not null references account on delete cascade,
  -- SHA-256 of what the browser keeps.
  token_hash bytea not null,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  primary key (account_id, token_hash)
);

-- What a link in a mail is to open. The link itself is made when the mail leaves, so that no copy of the database
-- opens anything: `{"reset": account}` or `{"invitation": {"practice": …, "member": …}}`.
alter table outbox
  add column link jsonb,
  -- When it is of no use to anybody any more.
  add column ends_at timestamptz not null default now() + interval '3 days';

create index outbox_by_turn on outbox (next_attempt_at);
create index throttle_by_end on throttle (ends_at);
