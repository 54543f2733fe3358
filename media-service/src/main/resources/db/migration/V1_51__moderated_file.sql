-- Files that the moderation has hidden with the messages that show them, or has shown again. `changed` is the sequence number of
-- the event of the room's log that said so, by which older events, read again, are known. The file may not be known yet.
create table moderated_file (
    tenant  text    not null,
    room    text    not null,
    message text    not null,
    file    uuid    not null,
    hidden  boolean not null,
    changed bigint  not null,
    primary key (tenant, room, message)
);

create index moderated_file_hidden on moderated_file (tenant, room, file) where hidden;

select isolate_tenants('moderated_file');

-- An earlier version has passed over what was hidden before: the log is read again, which changes nothing twice.
delete from room_log_position;
