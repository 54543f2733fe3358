-- The documents that a room's TinyBase clients share: one row per cell or value, deleted ones included.

alter table room add column has_document boolean not null default false;

create table document_leaf (
    room     uuid   not null,
    -- Where it is, as a JSON array: table, row and cell, or value. Ids may hold what a text cannot, as NUL; escaped they
    -- are storable, and a key.
    path     text   collate "C" not null,
    tenant   text   not null,
    -- What it holds, as JSON text and not as jsonb: hashes are made of the very characters. Null if it was deleted.
    json     text,
    -- When its writer wrote it: a hybrid logical clock's time, ordered like its characters.
    time     text   collate "C" not null,
    -- Of the room's event.
    sequence bigint not null,
    primary key (room, path)
);

select isolate_tenants('document_leaf');
