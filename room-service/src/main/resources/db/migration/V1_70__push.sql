-- Database push: what other programs' transactions post into rooms. Read by the room's owner, who removes what counts.

create table inbound (
    id         bigint      generated always as identity primary key,
    tenant     text        not null,
    room       uuid        not null,
    sender     text        not null,
    content    text        not null,
    client_id  text        not null,
    pushed_at  timestamptz not null default now(),
    -- Of what can never be posted: since when that is known, and why.
    refused_at timestamptz,
    reason     text
);

create index inbound_waiting on inbound (id) where refused_at is null;
create index inbound_room on inbound (room) where refused_at is null;
create index inbound_refused_at on inbound (refused_at) where refused_at is not null;

-- For operators: what was pushed and cannot be posted.
create view inbound_refused as
    select id, tenant, room, sender, client_id, left(content, 100) as content, pushed_at, refused_at, reason
    from inbound
    where refused_at is not null;

-- Posts a message into a room when the calling transaction commits. Whatever this lets pass is checked again.
--
-- Returns the client's id of the message: pushed again under it, the message counts once.
create function post_message(
    tenant text, room uuid, content text, sender text, client_id text default gen_random_uuid()::text)
returns text language plpgsql security definer set search_path = room, pg_temp as $$
declare
    unstorable constant text := '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]';
    most_waiting constant int := 10000;
    waiting int;
begin
    if tenant is null or tenant !~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' then
        raise exception 'tenant must be 1 to 63 lower-case letters, digits and inner hyphens' using errcode = '22023';
    end if;
    if room is null then
        raise exception 'room must not be null' using errcode = '22023';
    end if;
    if content is null or content !~ '\S' or char_length(content) > 4000 or content ~ unstorable then
        raise exception 'content must have 1 to 4000 characters, not only blanks and no control characters'
            using errcode = '22023';
    end if;
    if sender is null or sender !~ '^[a-z0-9][a-z0-9._-]{0,63}$' then
        raise exception 'sender must be 1 to 64 lower-case letters, digits, dots, hyphens and underscores'
            using errcode = '22023';
    end if;
    if client_id is null or client_id !~ '\S' or char_length(client_id) > 64 or client_id ~ unstorable then
        raise exception 'client_id must have 1 to 64 characters, not only blanks and no control characters'
            using errcode = '22023';
    end if;
    select count(*) into waiting
        from (select from inbound i where i.room = post_message.room and i.refused_at is null limit most_waiting) as present;
    if waiting = most_waiting then
        raise exception '% messages wait for this room already', most_waiting using errcode = '54000',
            hint = 'Try again when rooms are served again.';
    end if;
    insert into inbound (tenant, room, sender, content, client_id)
        values (post_message.tenant, post_message.room, post_message.sender, post_message.content, post_message.client_id);
    perform pg_notify('room_push', tenant || '/' || room);
    return client_id;
end $$;

-- Only who was granted it may push; the other functions of the schema are nobody's business.
revoke execute on all functions in schema room from public;

-- bootstrap.sql creates the role, and grants the same where it runs after this.
do $$
begin
    if exists (select from pg_roles where rolname = 'room_push') then
        grant execute on function post_message(text, uuid, text, text, text) to room_push;
    end if;
end $$;
