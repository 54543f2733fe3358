-- Who may do what in a room. Rows are replaced only by later ones, by the sequence number of the event, and never
-- removed: otherwise an older event, written again, would bring back what it said.

-- `described` and `accessed` are sequence numbers of the last event that changed the columns before, and of the last that
-- changed anything about access; 0: never.
alter table room
    add column everyone  text   not null default 'editor',
    add column described bigint not null default 0,
    add column accessed  bigint not null default 0;

-- Who created a room is its owner, unless a row says otherwise.
create table room_member (
    room     uuid   not null,
    subject  text   not null,
    tenant   text   not null,
    handle   text   not null,
    -- Null for somebody who is no member any more.
    role     text,
    sequence bigint not null,
    primary key (room, subject)
);

create table room_ban (
    room       uuid        not null,
    subject    text        not null,
    tenant     text        not null,
    banned     boolean     not null,
    by_subject text        not null,
    by_handle  text        not null,
    at         timestamptz not null,
    expires_at timestamptz,
    reason     text,
    sequence   bigint      not null,
    primary key (room, subject)
);

-- `made` and `revoked` are sequence numbers of events, because a link may be made again after it was revoked.
create table room_link (
    room       uuid        not null,
    id         uuid        not null,
    tenant     text        not null,
    token_hash text        not null,
    role       text        not null,
    by_subject text        not null,
    by_handle  text        not null,
    at         timestamptz not null,
    expires_at timestamptz,
    max_uses   integer,
    uses       integer     not null default 0,
    made       bigint      not null,
    revoked    bigint      not null default 0,
    primary key (room, id)
);

select isolate_tenants('room_member');
select isolate_tenants('room_ban');
select isolate_tenants('room_link');
