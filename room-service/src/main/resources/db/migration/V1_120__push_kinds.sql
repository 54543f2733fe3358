-- Database push, further: other programs' transactions also answer, name people, edit and delete their own messages, and
-- change objects.

alter table inbound
    add column kind       text not null default 'post'
        constraint inbound_kind check (kind in ('post', 'edit', 'delete', 'operate')),
    -- The id that a posted message gets; the message that is edited or deleted.
    add column message    uuid,
    add column reply_to   uuid,
    add column mentions   text[],
    -- As in the API.
    add column operations jsonb,
    alter column content drop not null;

create or replace view inbound_refused as
    select id, tenant, room, sender, client_id, left(content, 100) as content, pushed_at, refused_at, reason,
        kind, message, left(operations::text, 100) as operations
    from inbound
    where refused_at is not null;

-- The id of the message that a program posts under a client's id: by it the program edits, deletes and answers its own.
create function message_id(tenant text, room uuid, sender text, client_id text)
returns uuid language sql immutable strict set search_path = pg_catalog as $$
    -- UUID version 8 (RFC 9562).
    select (substr(hash, 1, 12) || '8' || substr(hash, 14, 3) || '8' || substr(hash, 18, 15))::uuid
    from encode(sha256(convert_to(tenant || '/' || room || '/' || sender || chr(10) || client_id, 'UTF8')), 'hex') as hash
$$;

create function check_text(what text, value text, most int)
returns void language plpgsql immutable set search_path = pg_catalog as $$
begin
    if value is null or value !~ '\S' or char_length(value) > most
            or value ~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]' then
        raise exception '% must have 1 to % characters, not only blanks and no control characters', what, most
            using errcode = '22023';
    end if;
end $$;

create function check_content(content text, mentions text[])
returns void language plpgsql immutable set search_path = room, pg_temp as $$
declare
    handle text;
begin
    perform check_text('content', content, 4000);
    if cardinality(mentions) > 20 then
        raise exception 'mentions must be at most 20' using errcode = '22023';
    end if;
    foreach handle in array coalesce(mentions, '{}') loop
        perform check_text('each of mentions', handle, 200);
        if position('@' || handle in content) = 0 then
            raise exception 'mentions must be in the content, each with @ before it' using errcode = '22023';
        end if;
    end loop;
end $$;

-- Leaves a row for a room, and tells the nodes of it when the calling transaction commits.
create function push(
    tenant text, room uuid, sender text, client_id text, kind text, content text default null, message uuid default null,
    reply_to uuid default null, mentions text[] default null, operations jsonb default null)
returns text language plpgsql set search_path = room, pg_temp as $$
declare
    most_waiting constant int := 10000;
    waiting int;
begin
    if tenant is null or tenant !~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' then
        raise exception 'tenant must be 1 to 63 lower-case letters, digits and inner hyphens' using errcode = '22023';
    end if;
    if room is null then
        raise exception 'room must not be null' using errcode = '22023';
    end if;
    if sender is null or sender !~ '^[a-z0-9][a-z0-9._-]{0,63}$' then
        raise exception 'sender must be 1 to 64 lower-case letters, digits, dots, hyphens and underscores'
            using errcode = '22023';
    end if;
    perform check_text('client_id', client_id, 64);
    select count(*) into waiting
        from (select from inbound i where i.room = push.room and i.refused_at is null limit most_waiting) as present;
    if waiting = most_waiting then
        raise exception '% changes wait for this room already', most_waiting using errcode = '54000',
            hint = 'Try again when rooms are served again.';
    end if;
    insert into inbound (tenant, room, sender, client_id, kind, content, message, reply_to, mentions, operations)
        values (push.tenant, push.room, push.sender, push.client_id, push.kind, push.content, push.message,
            push.reply_to, push.mentions, push.operations);
    perform pg_notify('room_push', tenant || '/' || room);
    return client_id;
end $$;

drop function post_message(text, uuid, text, text, text);

-- Posts a message into a room when the calling transaction commits. Whatever this and the following let pass is checked
-- again.
--
-- Returns the client's id of the message: pushed again under it, the message counts once.
create function post_message(
    tenant text, room uuid, content text, sender text, client_id text default gen_random_uuid()::text,
    reply_to uuid default null, mentions text[] default null)
returns text language plpgsql security definer set search_path = room, pg_temp as $$
begin
    perform check_content(content, mentions);
    return push(tenant, room, sender, client_id, 'post', content,
        message_id(tenant, room, sender, client_id), reply_to, mentions);
end $$;

-- Edits a message that the same sender posted.
create function edit_message(
    tenant text, room uuid, message uuid, content text, sender text, client_id text default gen_random_uuid()::text,
    mentions text[] default null)
returns text language plpgsql security definer set search_path = room, pg_temp as $$
begin
    if message is null then
        raise exception 'message must not be null' using errcode = '22023';
    end if;
    perform check_content(content, mentions);
    return push(tenant, room, sender, client_id, 'edit', content, message, null, mentions);
end $$;

-- Deletes a message that the same sender posted.
create function delete_message(tenant text, room uuid, message uuid, sender text)
returns text language plpgsql security definer set search_path = room, pg_temp as $$
begin
    if message is null then
        raise exception 'message must not be null' using errcode = '22023';
    end if;
    return push(tenant, room, sender, gen_random_uuid()::text, 'delete', null, message);
end $$;

-- Applies operations to a room's objects, all of them or none; they are written as in POST /api/rooms/{id}/operations.
create function apply_operations(
    tenant text, room uuid, operations jsonb, sender text, client_id text default gen_random_uuid()::text)
returns text language plpgsql security definer set search_path = room, pg_temp as $$
begin
    if operations is null or jsonb_typeof(operations) <> 'array'
            or jsonb_array_length(operations) not between 1 and 50 then
        raise exception 'operations must be a list of 1 to 50 operations' using errcode = '22023';
    end if;
    if exists (
            select from jsonb_array_elements(operations) as operation
            where coalesce(operation ->> 'op', '') not in ('put', 'merge', 'remove')
                or coalesce(jsonb_typeof(operation -> 'path'), '') <> 'string'
                or char_length(operation ->> 'path') not between 1 and 200) then
        raise exception 'each operation must have an ''op'' (put, merge or remove) and a ''path'' of 1 to 200 characters'
            using errcode = '22023';
    end if;
    if octet_length(operations::text) > 524288 then
        raise exception 'operations must have at most 524288 bytes' using errcode = '22023';
    end if;
    return push(tenant, room, sender, client_id, 'operate', operations => operations);
end $$;

-- Gives an object a value.
create function put_object(
    tenant text, room uuid, path text, value jsonb, sender text, client_id text default gen_random_uuid()::text,
    base bigint default null)
returns text language sql set search_path = room, pg_temp as $$
    select apply_operations(tenant, room,
        jsonb_build_array(jsonb_build_object('op', 'put', 'path', path, 'value', value, 'base', base)),
        sender, client_id)
$$;

-- Changes members of an object: a JSON Merge Patch (RFC 7396).
create function merge_object(
    tenant text, room uuid, path text, patch jsonb, sender text, client_id text default gen_random_uuid()::text,
    base bigint default null)
returns text language sql set search_path = room, pg_temp as $$
    select apply_operations(tenant, room,
        jsonb_build_array(jsonb_build_object('op', 'merge', 'path', path, 'value', patch, 'base', base)),
        sender, client_id)
$$;

-- Takes an object away.
create function remove_object(
    tenant text, room uuid, path text, sender text, client_id text default gen_random_uuid()::text,
    base bigint default null)
returns text language sql set search_path = room, pg_temp as $$
    select apply_operations(tenant, room,
        jsonb_build_array(jsonb_build_object('op', 'remove', 'path', path, 'base', base)), sender, client_id)
$$;

-- Only who was granted it may push; the other functions of the schema are nobody's business.
revoke execute on all functions in schema room from public;

-- bootstrap.sql creates the role, and grants the same where it runs after this.
do $$
begin
    if exists (select from pg_roles where rolname = 'room_push') then
        grant execute on function
            message_id(text, uuid, text, text),
            post_message(text, uuid, text, text, text, uuid, text[]),
            edit_message(text, uuid, uuid, text, text, text, text[]),
            delete_message(text, uuid, uuid, text),
            apply_operations(text, uuid, jsonb, text, text),
            put_object(text, uuid, text, jsonb, text, text, bigint),
            merge_object(text, uuid, text, jsonb, text, text, bigint),
            remove_object(text, uuid, text, text, text, bigint)
            to room_push;
    end if;
end $$;
