-- Which practices nobody can sign in to: asked at each start.
create index membership_by_practice on membership (practice_id);
