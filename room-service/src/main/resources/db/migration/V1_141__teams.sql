-- Where a member has its role from: what it was given itself, null if that is nothing, and by the ids of teams what each of them
-- gives. Without teams `role` is all its own. A team is a member, too, of the subject `team:` and its id.
alter table room_member add column own text, add column teams jsonb;
