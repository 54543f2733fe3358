-- The rooms' objects (RM-5): what they are now, what they ever were, and the operations that made them so.

alter table room add column has_objects boolean not null default false;

create table object (
    room       uuid        not null,
    path       text        collate "C" not null,
    tenant     text        not null,
    -- As text and not as jsonb, which takes no NUL and changes numbers. Null if it was removed.
    json       text,
    -- Sequence number of the event that made it so, by which older ones, written again, are known.
    version    bigint      not null,
    by_subject text        not null,
    by_handle  text        not null,
    at         timestamptz not null,
    primary key (room, path)
);

create index object_removed on object (room, version desc) where json is null;

-- All that objects ever were. What an object was at a sequence number is its newest version up to that: one look into
-- the index, however long ago.
create table object_version (
    room     uuid   not null,
    path     text   collate "C" not null,
    version  bigint not null,
    tenant   text   not null,
    -- Null if it was removed.
    json     text,
    -- The version before; 0 if there was nothing.
    previous bigint not null,
    primary key (room, path, version)
);

-- Events that changed objects, also those that came to nothing.
create table operation (
    room           uuid        not null,
    sequence       bigint      not null,
    tenant         text        not null,
    sender_subject text        not null,
    sender_handle  text        not null,
    client_id      text,
    created_at     timestamptz not null,
    primary key (room, sequence)
);

create index operation_client on operation (room, sender_subject, client_id, sequence) where client_id is not null;
create index operation_client_day on operation (room, created_at) where client_id is not null;

create table object_schema (
    room     uuid   not null,
    name     text   collate "C" not null,
    tenant   text   not null,
    -- Null if it was taken back.
    pattern  text,
    json     text,
    conflict text,
    sequence bigint not null,
    primary key (room, name)
);

select isolate_tenants('object');
select isolate_tenants('object_version');
select isolate_tenants('operation');
select isolate_tenants('object_schema');
