-- All that documents' cells and values ever were, as far as it won: what one was at a sequence number is its newest
-- version up to that.
create table document_version (
    room     uuid   not null,
    path     text   collate "C" not null,
    sequence bigint not null,
    tenant   text   not null,
    -- Null if it was deleted.
    json     text,
    time     text   collate "C" not null,
    primary key (room, path, sequence)
);

select isolate_tenants('document_version');
