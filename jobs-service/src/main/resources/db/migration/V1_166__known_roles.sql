-- What somebody may do as a member, so that one is told of another role, and not of the same again; null: not known.
alter table known_person add column role text;
