-- What happens to messages after they were posted. `changed` and `edited` are sequence numbers of events, by which older
-- ones, written again, are known; 0: never.
alter table message
    add column reply_to  uuid,
    add column mentions  jsonb       not null default '[]',
    add column changed   bigint      not null default 0,
    add column edited    bigint      not null default 0,
    add column edited_at timestamptz,
    add column edit_ids  jsonb       not null default '[]',
    add column deleted   boolean     not null default false;

create index message_id on message (room, id);
create index message_reply on message (room, reply_to, sequence) where reply_to is not null;
create index message_changed on message (room, changed) where changed > 0;

-- A reaction that was taken back stays as a row with `reacted = false`: otherwise an older event, written again, would
-- bring it back.
create table reaction (
    room     uuid    not null,
    message  uuid    not null,
    emoji    text    not null,
    subject  text    not null,
    tenant   text    not null,
    sequence bigint  not null,
    reacted  boolean not null,
    primary key (room, message, emoji, subject)
);

select isolate_tenants('reaction');
