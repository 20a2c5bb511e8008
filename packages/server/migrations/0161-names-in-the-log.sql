-- What the members and roles of an entry were called when it was written: `{"members": {id: name}, "roles": {id: label}}`.
-- Null: written before this column. It is sealed with the entry.
alter table audit_entry add column names jsonb;
