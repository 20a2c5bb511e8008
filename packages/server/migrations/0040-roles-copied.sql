-- A copy says of which role, so that what it has beyond the published one can be shown.
alter table role add column copied_from text;
