-- The number in its room of the event since which the message says what is told of it; null: told by an earlier version.
alter table webhook_event add column sequence bigint;
