-- Until when a removal of the object that was begun may yet be carried out by the store, though nobody waits for its answer any
-- more: until then nobody stores the same bytes anew. Null: none was begun. Earlier versions need not know it.
alter table object_removal add column if not exists doubtful_until timestamptz;
