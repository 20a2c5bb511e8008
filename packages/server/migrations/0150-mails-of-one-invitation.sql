-- A mail names the invitation it was sent for, and leaves only while that one is open. The invitation keeps who sent it
-- and a digest of what it offered: where either no longer holds, an admin confirms it before it opens anything.
alter table invitation
  add column id uuid not null default gen_random_uuid(),
  -- Null: sent before this was kept, so it has to be confirmed.
  add column invited_by text collate "C",
  -- For an assistant: the practitioner acted for.
  add column invited_for text collate "C",
  -- SHA-256 of what the member had then: see `offerHash`.
  add column offer_hash bytea,
  -- When the admins were told that it has to be confirmed.
  add column reported_at timestamptz;
create unique index invitation_by_id on invitation (practice_id, id);

-- `body` ends where the link begins, `after_link` comes behind it. A name in the text can hold no place for a link.
alter table outbox add column after_link text not null default '';

-- Mails that name a member or hold a place for a link in their text. Each can be sent again.
delete from outbox where link is not null;
