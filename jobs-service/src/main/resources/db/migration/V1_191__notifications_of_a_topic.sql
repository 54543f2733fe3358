-- What was said of a room, to be taken back when the room is deleted.
create index on notification (tenant, topic) where topic is not null and body is not null;
