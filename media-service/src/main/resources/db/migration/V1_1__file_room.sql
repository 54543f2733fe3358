-- A file: its bytes lie in the object store under <tenant>/<sha256>, so a row never stands for bytes that are not there.
create table file (
    id              uuid        primary key,
    tenant          text        not null,
    name            text        not null check (length(name) between 1 and 255),
    type            text        not null,
    size_bytes      bigint      not null check (size_bytes > 0),
    sha256          text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    room            text,
    public_read     boolean     not null,
    owner_subject   text        not null,
    owner_handle    text        not null,
    created_at      timestamptz not null,
    idempotency_key text,
    status          text        not null check (status in ('PROCESSING', 'READY', 'FAILED')),
    failure         text,
    thumbnail_bytes bigint      check (thumbnail_bytes > 0),
    text_bytes      bigint      check (text_bytes > 0),
    derive_attempts integer     not null,
    -- Who may read a file of a room is the room's matter.
    check (room is null or not public_read),
    check ((status = 'FAILED') = (failure is not null))
);

create unique index file_idempotency_key on file (tenant, owner_subject, idempotency_key) where idempotency_key is not null;
create index file_owner on file (tenant, owner_subject, id);
create index file_room on file (tenant, room, id) where room is not null;

select isolate_tenants('file');

-- Who may read which room, as the room log tells it.
create table room (
    tenant        text    not null,
    id            text    not null,
    public_read   boolean not null,
    owner_subject text    not null,
    primary key (tenant, id)
);

select isolate_tenants('room');

-- How far the table above has followed the log.
create table room_log_position (
    topic         text    not null,
    shard         integer not null,
    next_offset   bigint  not null,
    epoch         bigint  not null,
    next_position bigint  not null,
    primary key (topic, shard)
);
