-- Numbers repeat after a restore and after a failover to a standby that lags, with another meaning. What a program keeps
-- of a policy or of facts is therefore kept under a random stamp, which no two histories of a database share.

alter table policy_epoch add column stamp uuid not null default gen_random_uuid();

create function stamp_policy() returns trigger language plpgsql as $$ begin
  new.stamp := gen_random_uuid();
  return new;
end $$;
create trigger stamp_policy before update on policy_epoch for each row execute function stamp_policy();

-- Facts are only added, in the order of their numbers: where a row has the same stamp, all rows before it are the same.
alter table patient_facts add column stamp uuid not null default gen_random_uuid();
