-- Rooms, who is known there, and who sent the last messages, as the room log tells it. `changed` and the columns that
-- end in `_at` are sequence numbers of the room's log, by which older events, read again, are known; 0: never.
create table known_room (
    tenant        text    not null,
    id            text    not null,
    name          text    not null,
    public_read   boolean not null,
    owner_subject text    not null,
    changed       bigint  not null default 0,
    primary key (tenant, id)
);

select isolate_tenants('known_room');

create table known_person (
    tenant       text    not null,
    room         text    not null,
    subject      text    not null,
    -- The name by which others mention it; null: it did nothing yet.
    handle       text,
    -- Whether it is a member, if anything was said of that.
    member       boolean not null default false,
    member_at    bigint  not null default 0,
    banned       boolean not null default false,
    banned_until timestamptz,
    banned_at    bigint  not null default 0,
    primary key (tenant, room, subject)
);

create index on known_person (tenant, handle, room);
select isolate_tenants('known_person');

create table known_message (
    tenant   text   not null,
    room     text   not null,
    sequence bigint not null,
    id       text   not null,
    sender   text   not null,
    primary key (tenant, room, sequence)
);

create index on known_message (tenant, room, id);
select isolate_tenants('known_message');

create table known_room_position (
    topic         text    not null,
    shard         integer not null,
    next_offset   bigint  not null,
    epoch         bigint  not null,
    next_position bigint  not null,
    primary key (topic, shard)
);

-- What was said before this installation could notify anybody is not news.
create table notifying_since (
    only_one boolean     primary key default true check (only_one),
    at       timestamptz not null default now()
);

insert into notifying_since default values;
