-- For the client ids of the last day, which are loaded with a room; the ids of all time are found by message_client.
create index message_client_day on message (room, created_at) where client_id is not null;
