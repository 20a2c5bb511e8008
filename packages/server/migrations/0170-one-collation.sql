-- Ids and codes are compared by their bytes, everywhere. A join of two collations cannot use an index: the last entry of
-- each member in the log was found by reading the whole log. Only text that people read keeps the collation of the
-- database, which puts names in the order that people expect.
do $$
declare
  facts_view text := pg_get_viewdef('patient_facts_now'::regclass);
  changed record;
begin
  -- The type of a column cannot change while a view reads it.
  drop view patient_facts_now;
  for changed in
    select attrelid::regclass as name,
      string_agg(format('alter column %I type %s collate "C"', attname, format_type(atttypid, null)), ', ') as changes
    from pg_attribute
      join pg_class on pg_class.oid = attrelid and relkind = 'r' and relnamespace = 'public'::regnamespace
      join pg_collation on pg_collation.oid = attcollation
    where attnum > 0 and not attisdropped and collname <> 'C'
      and attname not in ('birth_date', 'body', 'cancelled_because', 'consent_text', 'description', 'device', 'email',
        'family', 'given', 'job_title', 'label', 'name', 'phone', 'reason', 'recipient', 'subject', 'text', 'title',
        'unlock_reason', 'words')
    group by attrelid
  loop
    execute format('alter table %s %s', changed.name, changed.changes);
  end loop;
  execute format('create view patient_facts_now with (security_invoker = true) as %s', facts_view);
end $$;
