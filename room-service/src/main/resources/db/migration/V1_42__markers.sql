-- Up to where people have read rooms: it only goes forward.
create table marker (
    room       uuid   not null,
    subject    text   not null,
    tenant     text   not null,
    read_up_to bigint not null,
    -- Of the room's event that moved it last.
    sequence   bigint not null,
    primary key (room, subject)
);

-- The rooms that somebody reads.
create index marker_subject on marker (tenant, subject, room);
-- Who read a room last.
create index marker_newest on marker (room, sequence desc);

select isolate_tenants('marker');
