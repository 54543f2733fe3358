-- Counts what is left of the answers to a message without reading them.
create index message_answers on message (room, reply_to, sequence) include (created_at)
    where reply_to is not null and not deleted and not hidden;
