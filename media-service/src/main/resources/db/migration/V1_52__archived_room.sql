-- Rooms that take no files. `archived_at` is the sequence number of what said so last; 0: nothing did.
alter table room
    add column archived    boolean not null default false,
    add column archived_at bigint  not null default 0;
