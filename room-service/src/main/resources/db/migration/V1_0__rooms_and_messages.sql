-- Checkpoint of the room log: everything here was in the log before, and can be written again at any time.

create table room (
    id            uuid        primary key,
    tenant        text        not null,
    name          text        not null,
    kind          text        not null,
    visibility    text        not null,
    owner_subject text        not null,
    owner_handle  text        not null,
    created_at    timestamptz not null,
    last_sequence bigint      not null
);

create index room_listing on room (tenant, id desc);

create table message (
    room           uuid        not null,
    sequence       bigint      not null,
    tenant         text        not null,
    id             uuid        not null,
    sender_subject text        not null,
    sender_handle  text        not null,
    content        text        not null,
    client_id      text,
    file_id        text,
    file_name      text,
    file_type      text,
    created_at     timestamptz not null,
    primary key (room, sequence)
);

-- Not unique: two messages with one client's id may both count in the log (the guarantee reaches as far as the memory
-- of the room for those who send by socket), and what counts must be storable.
create index message_client on message (room, sender_subject, client_id, sequence) where client_id is not null;

select isolate_tenants('room');
select isolate_tenants('message');
