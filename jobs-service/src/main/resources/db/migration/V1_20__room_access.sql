-- Who may read which room, as the room log says. "applied" is the sequence number of the last event that had its effect
-- here: events that are read again have none.
create table room (
    tenant      text    not null,
    id          text    not null,
    public_read boolean not null,
    applied     bigint  not null default 0,
    primary key (tenant, id)
);

select isolate_tenants('room');

-- What is known of somebody in a room.
create table room_person (
    tenant       text    not null,
    room         text    not null,
    subject      text    not null,
    -- Null for somebody who is no member.
    role         text,
    banned       boolean not null default false,
    -- Null for a ban that does not end by itself.
    banned_until timestamptz,
    primary key (tenant, room, subject),
    foreign key (tenant, room) references room
);

select isolate_tenants('room_person');

-- How far the tables above have followed the log.
create table room_log_position (
    topic         text    not null,
    shard         integer not null,
    next_offset   bigint  not null,
    epoch         bigint  not null,
    next_position bigint  not null,
    primary key (topic, shard)
);
