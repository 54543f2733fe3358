-- What happened in rooms, beside posted messages, which are rows of `message`: for the activity log, and to tell what a
-- room was like at an earlier sequence number. Of a room whose creation is here, everything is here.
create table journal (
    room          uuid        not null,
    sequence      bigint      not null,
    tenant        text        not null,
    at            timestamptz not null,
    -- As in the log: atrium.room.message-edited.v1.
    type          text        not null,
    actor_subject text        not null,
    actor_handle  text        not null,
    -- What it was about, for example a message's id; null if that is the room.
    about         text,
    -- What the activity log tells of it.
    summary       jsonb       not null,
    -- The event as in the log, but without what was deleted later.
    data          jsonb       not null,
    primary key (room, sequence)
);

-- By whom: for the activity of one person.
create index journal_actor on journal (tenant, actor_subject, at, room, sequence);
-- By message: when it is deleted, its earlier texts are removed.
create index journal_edits on journal (room, about) where type = 'atrium.room.message-edited.v1';

select isolate_tenants('journal');

-- What a message said when it was posted; null if it was not edited since, or is deleted.
alter table message
    add column first_content  text,
    add column first_mentions jsonb;

-- As journal_actor.
create index message_actor on message (tenant, sender_subject, created_at, room, sequence);
