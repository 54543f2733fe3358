-- Whose text an event tells: once the message is hidden or deleted, nobody else is told.
alter table webhook_event add column message text;
create index webhook_event_message on webhook_event (tenant, message) where message is not null;
