-- When somebody last stopped managing accounts: locked, archived, or without the role. For a week they still count, so
-- that the last one left cannot be alone for a moment, change their own access, and let the others back in.
alter table member add column managed_accounts_until timestamptz;
