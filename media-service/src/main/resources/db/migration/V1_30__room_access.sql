-- Who may read which room, further on: `changed` and the columns that end in `_at` are sequence numbers of the room's log,
-- by which older events, read again, are known; 0: never.

alter table room
    -- What everybody of the tenant may do while the room is public.
    add column everyone text   not null default 'EDITOR',
    add column changed  bigint not null default 0;

-- What is known of somebody in a room. Who created a room is a member, unless a row says otherwise.
create table room_person (
    tenant       text    not null,
    room         text    not null,
    subject      text    not null,
    -- Null for somebody who is no member.
    role         text,
    role_at      bigint  not null default 0,
    banned       boolean not null default false,
    -- Null for a ban that does not end by itself.
    banned_until timestamptz,
    banned_at    bigint  not null default 0,
    primary key (tenant, room, subject)
);

select isolate_tenants('room_person');

-- An earlier version may have passed over what it did not know: the log is read again, which changes nothing twice.
delete from room_log_position;
