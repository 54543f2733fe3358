-- Rooms that are only read. `archived_at` is the sequence number of the last event that said so, or the opposite; 0: never.
alter table room
    add column archived    boolean not null default false,
    add column archived_at bigint  not null default 0;

-- As journal_access.
create index journal_archived on journal (room, sequence) where type = 'atrium.room.archived.v1';
